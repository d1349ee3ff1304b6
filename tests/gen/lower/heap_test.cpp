// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/heap.h"

#include <catch2/catch.hpp>
#include <random>

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/lower/terms.h"
#include "gen/view/interpret.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::ir;

namespace {

/// A module that adds `count` numbers of `range` in one heap.
Module heap_of_numbers(unsigned count, const Range& range, const Range& result) {
    Module m{"dut", "Sum of numbers."};
    auto x = m.input("x_i", range, count);
    auto& c = *x.circuit();
    lower::BitHeap heap(c, result.width(), {});
    for (unsigned i = 0; i < count; ++i) heap.add(lower::terms_of(c, x[i].id_in(c), {}));
    auto pattern = heap.sum();
    m.output("sum_o", result.is_signed() ? pattern.as_signed(result.width()) : pattern);
    return m;
}

}  // namespace

TEST_CASE("a heap adds every pair of small signed numbers") {
    auto range = Range::signed_bits(4);
    view::Interpreter dut(lower::plain(heap_of_numbers(2, range, range + range).circuit()));
    std::size_t pairs = 0;
    for (int a = -8; a < 8; ++a)
        for (int b = -8; b < 8; ++b, ++pairs) {
            dut.set("x_i", a, 0);
            dut.set("x_i", b, 1);
            dut.eval();
            REQUIRE(dut.get("sum_o") == a + b);
        }
    CHECK(pairs == 256);
}

TEST_CASE("a heap of many numbers is their sum modulo its width") {
    auto count = GENERATE(1u, 3u, 7u, 20u);
    auto bits = GENERATE(1u, 5u, 33u);
    auto range = Range::unsigned_bits(bits);
    view::Interpreter dut(
        lower::plain(heap_of_numbers(count, range, Range::unsigned_bits(bits + 3)).circuit()));
    const testing::CaseSeed seed(std::to_string(count) + " of " + std::to_string(bits) + " bits");
    std::mt19937_64 random(seed);
    for (int n = 0; n < 200; ++n) {
        Int sum = 0;
        for (unsigned i = 0; i < count; ++i) {
            Int x = n == 0 ? range.hi : Int(random()) & range.hi;
            dut.set("x_i", x, i);
            sum += x;
        }
        dut.eval();
        REQUIRE(dut.get("sum_o") == slice(sum, bits + 2, 0));
    }
}

TEST_CASE("a compressed sum of lanes equals the plain one in every bit") {
    Module lane{"lane", "A product with a sign, shifted."};
    auto a = lane.input("a_i", Range::signed_bits(4)), b = lane.input("b_i", Range::signed_bits(3));
    auto neg = lane.input("neg_i", Range::bit());
    auto mag = lane.input("mag_i", Range::unsigned_bits(3)) * lane.input("by_i", Range{0, 5});
    auto shifted = mag << lane.input("shift_i", Range{0, 6});
    lane.output("product_o", a * b);
    lane.output("term_o", mux(neg, -shifted, shifted));

    Module m{"dut", "Sums of lanes."};
    constexpr unsigned lanes = 5;
    std::vector<Binding> inputs;
    for (const auto* port : lane.circuit()->inputs())
        inputs.emplace_back(port->name, m.input(port->name, port->range, lanes));
    auto outputs = m.instances(lane, "u_lane", lanes, inputs);
    m.output("products_o", sum(outputs.array("product_o")));
    m.output("terms_o", sum(outputs.array("term_o")));

    view::Interpreter plain(lower::plain(m.circuit()));
    auto circuit = lower::compressed(m.circuit()).circuit;
    view::Interpreter compressed(lower::plain(circuit));
    CHECK(circuit->instances.size() > 2);
    const testing::CaseSeed seed("sums of lanes");
    std::mt19937 random(seed);
    for (int n = 0; n < 2000; ++n) {
        for (const auto* port : lane.circuit()->inputs())
            for (unsigned i = 0; i < lanes; ++i) {
                auto size = static_cast<unsigned>(port->range.hi - port->range.lo + 1);
                Int value = port->range.lo + random() % size;
                plain.set(port->name, value, i);
                compressed.set(port->name, value, i);
            }
        plain.eval();
        compressed.eval();
        REQUIRE(plain.get("products_o") == compressed.get("products_o"));
        REQUIRE(plain.get("terms_o") == compressed.get("terms_o"));
    }
}

TEST_CASE("wide products are the same for every goal") {
    auto sign = GENERATE(false, true);
    auto width = GENERATE(11u, 16u, 24u);
    auto range = sign ? Range::signed_bits(width) : Range::unsigned_bits(width);
    for (auto goal : {Goal::balanced, Goal::area, Goal::delay, Goal::energy}) {
        Module m{"dut", "A product."};
        m.output("p_o", m.input("a_i", range) * m.input("b_i", range));
        view::Interpreter dut(lower::plain(lower::compressed(m.circuit(), goal)));
        const testing::CaseSeed seed(std::to_string(width) + (sign ? " signed" : "") + " bits");
        std::mt19937 random(seed);
        auto size = static_cast<unsigned>(range.hi - range.lo) + 1;
        for (int n = 0; n < 300; ++n) {
            Int a = range.lo + random() % size,
                b = n % 7 == 0 ? range.lo : range.hi - random() % size;
            dut.set("a_i", a);
            dut.set("b_i", b);
            dut.eval();
            REQUIRE(dut.get("p_o") == a * b);
        }
    }
}
