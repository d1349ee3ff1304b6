// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/library.h"

#include <catch2/catch.hpp>

#include "sw/liberty/roles.h"
#include "sw/liberty/wrappers.h"
#include "tests/support/refusal.h"
#include "tests/sw/liberty/small_library.h"

using namespace mxgen;
using namespace mxgen::ppa;

namespace {

std::string refused(const std::string& text) {
    return testing::refusal([&] { make_library(parse_liberty(text, "x.lib"), "x.lib"); });
}

}  // namespace

TEST_CASE("a Liberty file is read with its oddities") {
    auto group = parse_liberty(
        "/* c */ library (l) {\n  a : 1 ;\n  b : \"x y\"\n  c : 1.8 * VDD // tail\n"
        "  values ( \\\n \"1, 2\", \\\n \"3, 4\");\n  bus(D[1:0]) { w : 2 }\n}\n",
        "x.lib");
    CHECK(group.name() == "l");
    CHECK(group.number("a", 0) == 1);
    CHECK(group.text("b") == "x y");
    CHECK(group.text("c") == "1.8 * VDD");
    REQUIRE(group.find("values"));
    CHECK(group.find("values")->values == std::vector<std::string>{"1, 2", "3, 4"});
    REQUIRE(group.groups.size() == 1);
    CHECK(group.groups[0].name() == "D[1:0]");
    CHECK(group.groups[0].line == 8);
    auto again = parse_liberty(to_liberty(group), "again");
    CHECK(to_liberty(again) == to_liberty(group));
}

TEST_CASE("broken Liberty is refused with its place") {
    CHECK(refused("") == "x.lib:1: the file ends within a group");
    CHECK(refused("cell (x) {}") == "x.lib:1: a Liberty file begins with a library group");
    CHECK(refused("library (x) {\n a : 1;\n").find("x.lib:3: the file ends within a group") == 0);
    CHECK(refused("library (x) {\n a : \"1;\n }").find("the string does not end") !=
          std::string::npos);
    CHECK(refused("library (x) { /* }").find("the comment does not end") != std::string::npos);
    CHECK(refused("library (x) { a ( 1, ").find("the list does not end") != std::string::npos);
    CHECK(refused("library (x) { a 1; }").find("':' or '(' was expected") != std::string::npos);
    CHECK(refused("library (x) { }").find("without cells") != std::string::npos);
    CHECK(refused("library (x) { time_unit : \"1 parsec\"; cell (a) {} }").find("time_unit is") !=
          std::string::npos);
    std::string deep = "library (x) {";
    for (int i = 0; i < 100000; ++i) deep += "g () {";
    CHECK(refused(deep).find("nest deeper than 32") != std::string::npos);
}

TEST_CASE("every cut of a library is refused, none is read in part") {
    const std::string text = small_library;
    const auto whole = text.find_last_of('}');
    for (std::size_t length = 0; length <= whole; length += 7) {
        INFO(length);
        CHECK(refused(text.substr(0, length)) != "");
    }
}

TEST_CASE("functions follow Liberty's precedence") {
    const std::vector<std::string> abc = {"A", "B", "C"};
    auto table = [&](const char* text) { return Function::parse(text).table(abc); };
    const unsigned a = 0xAA, b = 0xCC, c = 0xF0;
    CHECK(table("A B + C") == ((a & b) | c));
    CHECK(table("A + B C") == (a | (b & c)));
    CHECK(table("A ^ B C") == ((a ^ b) & c));
    CHECK(table("!A'") == a);
    CHECK(table("!(A*B)^C") == ((~(a & b) ^ c) & 0xFF));
    CHECK(table("(A|B)'&C") == (~(a | b) & c & 0xFF));
    CHECK(table("1") == 0xFF);
    CHECK(Function::parse("!A B").verilog([](auto& pin) { return pin; }) == "((~A) & B)");
    for (const char* bad : {"", "A +", "(A", "A)", "A ? B", "!"})
        CHECK_THROWS_AS(Function::parse(bad), Error);
    CHECK_THROWS_AS(Function::parse(std::string(2000, '(')), Error);
    CHECK_THROWS_AS(Function::parse(std::string(5000, 'A')), Error);
}

TEST_CASE("adders, NAND2 and flip-flops are found by function") {
    auto library = make_library(parse_liberty(small_library, "small.lib"), "small.lib");
    auto roles = find_roles(library);
    CHECK(roles.nand2 == "plum");
    CHECK(roles.nand2_area == 4);
    REQUIRE(roles.full_adder);
    CHECK(roles.full_adder->cell == "fig");
    CHECK(roles.full_adder->sum == "S");
    CHECK(roles.full_adder->inverted_carry);
    CHECK_FALSE(roles.full_adder->inverted_sum);
    CHECK_FALSE(roles.half_adder);
    CHECK(roles.flip_flops == std::vector<std::string>{"date", "lime"});
    REQUIRE(roles.plain_register);
    CHECK(roles.plain_register->cell == "lime");
    library.cells.erase("lime");
    const auto tied = find_roles(library).plain_register;
    REQUIRE(tied);
    CHECK(tied->data == "D");
    CHECK(tied->output == "Q");
    CHECK(tied->tied == std::map<std::string, int>{{"R", 1}});
    CHECK(library.cells.at("plum").find("A")->capacitance == Approx(0.002));
    auto wrappers = adder_wrappers(roles, {{"d_fa", "full_adder"}, {"d_ha", "half_adder"}});
    CHECK(wrappers.find("assign carry_o = ~carry;") != std::string::npos);
    CHECK(wrappers.find("assign carry_o = ~both;") != std::string::npos);
    CHECK(wrappers.find("module d_fa (") != std::string::npos);
    const std::map<std::string, std::string> of_gates{{"d_fg", "full_adder_of_gates"}};
    const auto nands = adder_wrappers(roles, of_gates);
    CHECK(nands.find("plum u_carry_o (.A(both), .B(third), .Y(carry_o));") != std::string::npos);
    std::size_t cells = 0;
    for (auto at = nands.find("plum "); at != std::string::npos; at = nands.find("plum ", at + 1))
        ++cells;
    CHECK(cells == 9);
    roles.exclusive_or = Gate{"melon", {"P", "Q"}, "Z", true};
    const auto gates = adder_wrappers(roles, of_gates);
    CHECK(gates.find("melon u_sum_o (.P(found), .Q(c_i), .Z(sum_o));") != std::string::npos);
    CHECK(gates.find("plum u_carry_o (.A(both), .B(third), .Y(carry_o));") != std::string::npos);
    CHECK(gates.find("assign either = ~found;") != std::string::npos);
    roles.half_adder.reset();
    CHECK(adder_wrappers(roles, {{"d_ha", "half_adder"}}).find("assign sum_o = ~found;") !=
          std::string::npos);
    roles.or_nand = Gate{"kiwi", {"P", "R", "Q"}, "Z", false};
    roles.made_carry = MadeCarry::or_nand;
    const auto carry = adder_wrappers(roles, of_gates);
    CHECK(carry.find("kiwi u_third (.P(a_i), .R(b_i), .Q(c_i), .Z(third));") != std::string::npos);
    CHECK(carry.find("either") == std::string::npos);
    roles.majority = Gate{"pear", {"P", "Q", "R"}, "Z", true};
    roles.made_carry = MadeCarry::majority;
    const auto whole = adder_wrappers(roles, of_gates);
    CHECK(whole.find("pear u_made (.P(a_i), .Q(b_i), .R(c_i), .Z(made));") != std::string::npos);
    CHECK(whole.find("assign carry_o = ~made;") != std::string::npos);
    CHECK_THROWS_AS(adder_wrappers(roles, {{"d_mux", "mux"}}), Error);
}

TEST_CASE("steps of carries are gates of the library, or expressions where it has none") {
    const auto library = make_library(parse_liberty(small_library, "small.lib"), "small.lib");
    auto roles = find_roles(library);
    const auto text = [&](const char* kind) { return adder_wrappers(roles, {{"d_x", kind}}); };
    CHECK(text("carry_step").find("assign carry_o = ~(g_i | (p_i & c_i));") != std::string::npos);
    roles.and_nor = Gate{"kiwi", {"P", "R", "Q"}, "Z", false};
    roles.or_nand = Gate{"pear", {"P", "R", "Q"}, "Z", false};
    CHECK(text("carry_step").find("kiwi u_carry_o (.P(p_i), .R(c_i), .Q(g_i), .Z(carry_o));") !=
          std::string::npos);
    CHECK(text("carry_step_of_complements").find("pear u_carry_o (.P(p_i), .R(c_i), .Q(g_i)") !=
          std::string::npos);
    CHECK(text("propagate_step").find("plum u_propagate_o (.A(p_i), .B(q_i)") != std::string::npos);
    CHECK(text("propagate_step_of_complements").find("~(p_i | q_i)") != std::string::npos);
    CHECK(text("exclusive_or").find("u_propagate_o") != std::string::npos);
    roles.exclusive_or = Gate{"melon", {"P", "Q"}, "Z", true};
    CHECK(text("exclusive_or").find("assign propagate_o = ~found;") != std::string::npos);
}

TEST_CASE("merging trims unwanted cells and wire loads and refuses a cell twice") {
    auto parse = [](const char* text) { return parse_liberty(text, "x"); };
    const char* first =
        "library (x) { default_wire_load : w; wire_load (w) { } cell (a) { area : 1 }"
        "cell (clk_1) { } cell (b) { dont_use : true } }";
    std::vector<Group> groups;
    groups.push_back(parse(first));
    groups.push_back(parse("library (y) { cell (c) { } }"));
    auto merged = merge_liberty(std::move(groups), {"clk*"}, {"x", "y"});
    CHECK(merged.groups.size() == 2);
    CHECK(merged.attributes.empty());
    std::vector<Group> twice;
    twice.push_back(parse(first));
    twice.push_back(parse(first));
    CHECK_THROWS_AS(merge_liberty(std::move(twice), {}, {"x", "y"}), Error);
}
