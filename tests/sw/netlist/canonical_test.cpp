// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/canonical.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "sw/netlist/rtlil.h"
#include "sw/support/error.h"
#include "sw/support/pattern.h"

using namespace mxgen;
using namespace mxgen::ppa;
using Catch::Matchers::Contains;

namespace {

/// A sum through an instance of an adder and a table, a register, and what no output depends on.
const std::string one = R"(# Generated
autoidx 501
module \d_fa
  wire input 1 \a_i
  wire output 2 \sum_o
  connect \sum_o \a_i
end
attribute \src "../rtl/d_lane.sv:3.1-9.10"
module \d_lane
  wire width 4 input 1 \x_i
  attribute \src "../rtl/d_lane.sv:4.1"
  wire width 4 output 2 \y_o
  attribute \src "../rtl/d_lane.sv:5.1"
  cell $not $not$../rtl/d_lane.sv:5$7
    parameter \A_SIGNED 0
    parameter \A_WIDTH 4
    parameter \Y_WIDTH 4
    connect \A \x_i
    connect \Y \y_o
  end
end
attribute \top 1
module \d
  wire width 4 $add$../rtl/d.sv:12$9_Y
  wire width 4 input 2 \a_i
  wire input 1 \clk_i
  wire width 4 \dead
  attribute \part "sum"
  wire width 4 \lane
  attribute \init 4'0000
  wire width 4 \total_q
  wire width 8 output 3 \z_o
  wire width 3 output 4 \t_o
  wire \fa
  memory width 3 size 16 \rom
  cell $add $add$../rtl/d.sv:12$9
    parameter \A_SIGNED 0
    connect \A { 2'01 \a_i [2:1] }
    connect \B \lane
    connect \Y $add$../rtl/d.sv:12$9_Y
  end
  cell $dff $procdff$20
    parameter \CLK_POLARITY 1'1
    connect \CLK \clk_i
    connect \D $add$../rtl/d.sv:12$9_Y
    connect \Q \total_q
  end
  cell $xor $xor$../rtl/d.sv:99$3
    connect \A \a_i
    connect \B 4'0110
    connect \Y \dead
  end
  cell \d_fa \u_fa
    connect \a_i \a_i [0]
    connect \sum_o \fa
  end
  cell \d_lane \u_lane
    connect \x_i \a_i
    connect \y_o \lane
  end
  cell $memrd_v2 $memrd$1
    parameter \MEMID "\\rom"
    connect \ADDR \a_i
    connect \DATA \t_o
  end
  cell $meminit $meminit$99
    parameter \MEMID "\\rom"
    connect \ADDR 0
    connect \DATA 24'000001010011100101110111
  end
  cell $meminit $meminit$100
    parameter \MEMID "\\rom"
    connect \ADDR 8
    connect \DATA 24'111110101100011010001000
  end
  connect \z_o { \total_q 2'10 \fa \a_i [3] }
end
)";

/// The same circuit with other names, in another order, written differently.
std::string other() {
    const std::string dead =
        "  cell $xor $xor$../rtl/d.sv:99$3\n    connect \\A \\a_i\n"
        "    connect \\B 4'0110\n    connect \\Y \\dead\n  end\n";
    auto text = one;
    const auto swap = [&](const std::string& from, const std::string& to) {
        REQUIRE(text.find(from) != text.npos);
        text.replace(text.find(from), from.size(), to);
    };
    swap(dead, "");
    swap("  wire width 4 \\dead\n", "");
    swap("  connect \\z_o { \\total_q 2'10 \\fa \\a_i [3] }\n",
         "  connect \\z_o [3:0] { 2'10 \\fa \\a_i [3] }\n  connect \\z_o [7:4] \\total_q\n");
    const std::string wire = "  attribute \\part \"sum\"\n  wire width 4 \\lane\n";
    swap(wire, "");
    swap("  wire \\fa\n", "  wire \\fa\n" + wire);
    const std::string init = text.substr(text.find("  cell $meminit $meminit$100"));
    const auto contents = init.substr(0, init.find("  end\n") + 6);
    swap(contents, "");
    swap("  cell $meminit $meminit$99", contents + "  cell $meminit $meminit$99");
    const auto lane = text.find("  cell \\d_lane"), memory = text.find("  cell $memrd_v2");
    const auto add = text.find("  cell $add");
    text = text.substr(0, add) + text.substr(lane, memory - lane) + text.substr(add, lane - add) +
           text.substr(memory);
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"\\\\d_fa", "\\zzz"},
                                                          {"\\\\d_lane", "\\aaa"},
                                                          {"\\\\lane\\b", "\\shift"},
                                                          {"total_q", "acc"},
                                                          {"rtl/d", "elsewhere/rtl/name"},
                                                          {"sv:12", "sv:9"},
                                                          {"\\$procdff\\$20", "$$procdff$$9999"},
                                                          {"meminit\\$99", "meminit$$101"},
                                                          {"autoidx 501", "autoidx 7"},
                                                          {"\\brom\\b", "table"}})
        text = Pattern(from).replace(text, to);
    return text;
}

CanonicalDesign numbered(const std::string& text, const std::string& adder = "d_fa") {
    return canonical(text, "d.il", "d", {adder});
}

}  // namespace

TEST_CASE("a design without names is the same whatever they were") {
    const auto first = numbered(one);
    const auto second = numbered(other(), "zzz");
    CHECK(first.text == second.text);
    for (const char* trace : {"src", "rtl", "d_fa", "lane", "total", "dead", "rom\"", "501"})
        CHECK_THAT(first.text, !Contains(trace));
    for (const char* kept : {"attribute \\part \"sum\"", "attribute \\init 4'0000", "$meminit",
                             "connect \\a_i ", "2'10", "parameter \\MEMID \"\\\\r"})
        CHECK_THAT(first.text, Contains(kept));
    CHECK(first.modules.at("d") == "m000000");
    CHECK(second.modules.at("aaa") == first.modules.at("d_lane"));
    CHECK_THAT(first.text, !Contains("module \\" + first.modules.at("d_fa") + "\n"));
    CHECK(first.renamed({{"d_fa", "full_adder"}, {"absent", "full_adder"}}).size() == 1);
    // What is written is read back the same.
    CHECK_NOTHROW(parse_rtlil(first.text, "d.il"));
}

TEST_CASE("another circuit is another design without names") {
    const auto first = numbered(one).text;
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"a_i [2:1]", "a_i [1:0]"},
             {"2'01", "2'11"},
             {"011100101", "011100100"},
             {"\\total_q 2'10 \\fa", "\\total_q 2'10 \\clk_i"},
             {"$add $", "$sub $"},
             {"CLK_POLARITY 1'1", "CLK_POLARITY 1'0"},
             {"\"sum\"", "\"alignment\""}}) {
        INFO(from);
        auto text = one;
        text.replace(text.find(from), from.size(), to);
        CHECK(numbered(text).text != first);
    }
}

TEST_CASE("numbers stand for the names that were given") {
    const auto design = numbered(one);
    const auto given = [&](const std::string& name) {
        // The numbers of what bears this name.
        for (int i = 0; i < 100; ++i)
            for (const char* kind : {"w", "c", "m"}) {
                const auto number = fmt::format("{}{:06}", kind, i);
                if (design.names.of(number) == name) return number;
            }
        return std::string("none");
    };
    const auto lane = given("u_lane"), x = given("x_i"), total = given("total_q");
    REQUIRE(lane != "none");
    CHECK(design.names.of(lane + "." + x) == "u_lane.x_i");
    CHECK(design.names.of(total + "[3]$_DFF_P_") == "total_q[3]$_DFF_P_");
    CHECK(design.names.of(lane + ".u_cell") == "u_lane.u_cell");
    CHECK(design.names.of("$abc$12$auto$blifparse.cc:386:parse_blif$3") ==
          "$abc$12$auto$blifparse.cc:386:parse_blif$3");
    CHECK(design.names.of("NAND2X1") == "NAND2X1");
    CHECK(GivenNames().of("w000001.a[2]") == "w000001.a[2]");
}

TEST_CASE("RTLIL that cannot be numbered is refused with its line") {
    const auto refused = [](const std::string& from, const std::string& to) {
        auto text = one;
        REQUIRE(text.find(from) != text.npos);
        text.replace(text.find(from), from.size(), to);
        try {
            numbered(text);
        } catch (const Error& error) {
            CHECK(error.code() == Exit::tool_failed);
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK_THAT(refused("  connect \\sum_o", "  process $proc\n  connect \\sum_o"),
               Contains("d.il:6: no RTLIL without processes"));
    CHECK_THAT(refused("cell \\d_lane", "cell \\d_lame"), Contains("d_lame"));
    CHECK_THAT(refused("connect \\x_i \\a_i", "connect \\w_i \\a_i"), Contains("no port"));
    CHECK_THAT(refused("connect \\Y \\dead", "connect \\Y \\lane"), Contains("is driven twice"));
    CHECK_THAT(refused("\\a_i [2:1]", "\\a_i [4:3]"), Contains("d.il:"));
    CHECK_THAT(refused("\\a_i [2:1]", "\\gone [2:1]"), Contains("d.il:"));
    CHECK_THAT(refused("{ \\total_q", "{ 1'1 \\total_q"), Contains("of 8 and 9 bits"));
    CHECK_THAT(refused("4'0110", "4'01q0"), Contains("d.il:"));
    int cuts = 0;
    for (std::size_t size = one.find("module \\d\n") + 9; size + 5 < one.size(); size += 7, ++cuts)
        CHECK_THROWS_AS(numbered(one.substr(0, size)), Error);
    CHECK(cuts > 100);
}
