// SPDX-License-Identifier: Apache-2.0
// Circuits of gates as files, and two of them side by side.
#include "sw/netlist/aig.h"

#include <catch2/catch.hpp>

#include "sw/flow/aig_comparison.h"
#include "sw/flow/lut_gates.h"
#include "sw/support/error.h"
#include "sw/support/json.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::ppa;

namespace {

/// y = a & b as a file.
const std::string conjunction("aig 3 2 0 1 1\n6\n\x02\x02i0 a_i \ni1 b_i \no0 y_o\nc\nwhatever",
                              57);

std::vector<Port> ports(std::initializer_list<const char*> inputs) {
    std::vector<Port> result;
    for (const char* name : inputs) result.push_back(named_port(name));
    return result;
}

/// A register r of which the next value is an input, and its way out: R.q, R.d, R.c.
Aig cut_register(std::uint32_t next, std::uint32_t clock) {
    // Nodes: 1 clk_i, 2 a_i, 3 r.q
    return {{"clk_i", "a_i", "r.q"}, {"y_o", "r.d", "r.c"}, {6, next, clock}, {}, {}};
}

}  // namespace

TEST_CASE("an AIGER file is read as it is written") {
    const auto aig = read_aig(conjunction, "x.aig");
    CHECK(aig.inputs == std::vector<std::string>{"a_i", "b_i"});
    CHECK(aig.outputs == std::vector<std::string>{"y_o"});
    std::vector<std::uint64_t> values{0, 0b1100, 0b1010, 0};
    evaluate(aig, values);
    CHECK(value_of(values, aig.output_literals[0]) == 0b1000);
    CHECK(value_of(values, aig.output_literals[0] ^ 1) == ~std::uint64_t{0b1000});
}

TEST_CASE("what is no AIGER file is refused, before memory is taken") {
    for (std::size_t length = 0; length < 34; ++length)
        CHECK_THROWS_AS(read_aig(conjunction.substr(0, length), "x.aig"), Error);
    for (const char* text :
         {"aag 3 2 0 1 1\n", "aig 3 2 0 1\n", "aig 4000000000 4000000000 0 0 0\n",
          "aig 3 2 0 1 2\n6\n", "aig 1 1 0 1 0\n9\ni0 a\no0 y\n", "aig 1 1 0 1 0\n2\ni0 a\no5 y\n",
          "aig 1 1 0 1 0\n2\ni0 a\n"}) {
        INFO(text);
        CHECK_THROWS_WITH(read_aig(text, "x.aig"), Catch::StartsWith("x.aig: no AIGER file"));
    }
}

TEST_CASE("circuits that differ are told apart, and what never moves is named") {
    const auto gold = read_aig(conjunction, "x.aig");
    const auto inputs = ports({"a_i", "b_i"});
    const auto same = compare_aigs(gold, gold, inputs, 1000);
    CHECK(same.vectors >= 1000);
    CHECK(same.difference.empty());
    CHECK(same.unmoved.empty());
    auto other = gold;
    other.gates[0] = {4, 3};
    CHECK(compare_aigs(gold, other, inputs, 1000).difference == "y_o");
    // a & !a, but not tied.
    auto still = gold;
    still.gates[0] = {3, 2};
    CHECK(compare_aigs(still, still, inputs, 1000).unmoved == std::vector<std::string>{"y_o"});
    auto tied = gold;
    tied.output_literals = {0};
    CHECK(compare_aigs(tied, tied, inputs, 1000).unmoved.empty());
    auto renamed = gold;
    renamed.outputs = {"z_o"};
    CHECK_THROWS_AS(compare_aigs(gold, renamed, inputs, 1000), Error);
    CHECK_THROWS_AS(compare_aigs(gold, gold, ports({"a_i"}), 1000), Error);
    CHECK_THROWS_AS(compare_aigs({}, {}, {}, 1000), Error);
}

TEST_CASE("registers are stepped, whether they are latches or cut, and their clocks compared") {
    const auto inputs = ports({"clk_i", "a_i"});
    const auto gold = cut_register(4, 2);
    CHECK(compare_aigs(gold, gold, inputs, 1000).difference.empty());
    CHECK(compare_aigs(gold, cut_register(5, 2), inputs, 1000).difference == "y_o");
    CHECK(compare_aigs(gold, cut_register(0, 2), inputs, 1000).difference == "y_o");
    CHECK(compare_aigs(gold, cut_register(4, 3), inputs, 1000).difference == "r.c");
    const Aig latch{{"clk_i", "a_i"}, {"y_o", "r.c"}, {6, 2}, {4}, {}};
    auto seen = gold;
    CHECK_THROWS_AS(compare_aigs(seen, latch, ports({"clk_i"}), 1000), Error);
    CHECK(compare_aigs(seen, latch, inputs, 1000).difference.empty());
    // One that holds on to its first value is another.
    const Aig stuck{{"clk_i", "a_i"}, {"y_o", "r.c"}, {6, 2}, {6}, {}};
    CHECK(compare_aigs(seen, stuck, inputs, 1000).difference == "y_o");
}

TEST_CASE("look-up tables of every size become gates that compute them") {
    const testing::CaseSeed seed("look-up tables");
    std::mt19937_64 random(seed);
    int vectors = 0;
    for (std::size_t size = 1; size <= 6; ++size)
        for (int n = 0; n < 10; ++n) {
            std::string bits;
            for (std::size_t i = 0; i < std::size_t{1} << size; ++i)
                bits += static_cast<char>('0' + (n == 0 ? 0 : n == 1 ? 1 : random() >> 63));
            LutForm form{"LUT", {}, "O", "INIT"};
            SortedJson cell{{"type", "LUT"}, {"parameters", {{"INIT", bits}}}};
            for (std::size_t i = 0; i < size; ++i) {
                form.inputs.push_back("I" + std::to_string(i));
                cell["connections"][form.inputs.back()] = {2 + i};
            }
            cell["connections"]["O"] = {9};
            const SortedJson netlist{{"modules",
                                      {{"t",
                                        {{"ports", SortedJson::object()},
                                         {"netnames", SortedJson::object()},
                                         {"cells", {{"u", cell}}}}}}}};
            const auto cells = with_luts_as_gates(netlist, "t", {form})["modules"]["t"]["cells"];
            for (std::uint64_t input = 0; input < bits.size(); ++input, ++vectors) {
                std::map<SortedJson, bool> values{{"0", false}, {"1", true}};
                for (std::size_t i = 0; i < size; ++i) values[2 + i] = input >> i & 1;
                // Gates in any order: until nothing is left to find.
                while (!values.contains(9)) {
                    const auto before = values.size();
                    for (const auto& [name, gate] : cells.items()) {
                        const auto& pins = gate["connections"];
                        const auto known = [&](const char* pin) {
                            return !pins.contains(pin) || values.contains(pins[pin][0]);
                        };
                        if (!known("A") || !known("B") || !known("S")) continue;
                        const bool a = values.at(pins["A"][0]);
                        const bool b = pins.contains("B") && values.at(pins["B"][0]);
                        const auto type = gate["type"].get<std::string>();
                        values[pins["Y"][0]] = type == "$_NOT_"          ? !a
                                               : type == "$_BUF_"        ? a
                                               : type == "$_XOR_"        ? a != b
                                               : values.at(pins["S"][0]) ? b
                                                                         : a;
                    }
                    REQUIRE(values.size() > before);
                }
                REQUIRE(values.at(9) == (bits[bits.size() - 1 - input] == '1'));
            }
        }
    CHECK(vectors == 10 * (2 + 4 + 8 + 16 + 32 + 64));
    CHECK_THROWS_AS(with_luts_as_gates(SortedJson::object(), "t", {}), Error);
}
