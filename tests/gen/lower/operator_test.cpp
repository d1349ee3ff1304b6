// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <utility>

#include "gen/ir/module.h"
#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/view/verilog.h"
#include "sw/support/files.h"
#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::ir;

namespace {

/// An operator under a given name.
using Operator = std::function<Module(const std::string&)>;

Operator product(const Range& a, const Range& b) {
    return [=](const std::string& name) {
        Module m{name, "A product."};
        m.output("p_o", m.input("a_i", a) * m.input("b_i", b));
        return m;
    };
}

/// The sum of lanes that each negate their number or not: one heap with counted signs.
Operator signed_sum(const Range& term, unsigned lanes) {
    return [=](const std::string& name) {
        Module lane{name + "_lane", "A term."};
        auto neg = lane.input("neg_i", Range::bit());
        auto x = lane.input("x_i", term);
        lane.output("x_o", mux(neg, -x, x));
        Module m{name, "A sum."};
        auto terms = m.instances(lane, "u_lane", lanes,
                                 {{"neg_i", m.input("neg_i", Range::bit(), lanes)},
                                  {"x_i", m.input("a_i", term, lanes)}});
        m.output("p_o", sum(terms.array("x_o")));
        return m;
    };
}

Operator products_sum(const Range& a, const Range& b, unsigned lanes) {
    return [=](const std::string& name) {
        Module lane{name + "_lane", "A product."};
        lane.output("x_o", lane.input("a_i", a) * lane.input("b_i", b));
        Module m{name, "A sum."};
        auto terms =
            m.instances(lane, "u_lane", lanes,
                        {{"a_i", m.input("a_i", a, lanes)}, {"b_i", m.input("b_i", b, lanes)}});
        m.output("p_o", sum(terms.array("x_o")));
        return m;
    };
}

std::string text_of(const std::shared_ptr<const Circuit>& top) {
    std::string text;
    for (const auto& module : view::modules(top)) text += view::verilog(*module) + "\n";
    return text;
}

/// An input each value of which is a proof of its own: short ones, all in all much shorter.
struct Cases {
    std::string port;
    unsigned bits = 0;
};

/// Whether Yosys' SAT solver proves the lowered operator equal to plain + and *; `fault` replaces
/// one piece of the lowered text.
bool is_proved(const Operator& make, Goal goal, const Cases& cases = {},
               const std::pair<std::string, std::string>& fault = {}) {
    auto gate = text_of(lower::plain(lower::compressed(make("gate").circuit(), goal)));
    CHECK((gate.find("mx_fa") != std::string::npos || gate.find("mx_ha") != std::string::npos));
    if (!fault.first.empty()) {
        auto at = gate.find(fault.first);
        REQUIRE(at != std::string::npos);
        gate.replace(at, fault.first.size(), fault.second);
    }
    const testing::ScratchFolder scratch("operators");
    const auto& folder = scratch.path();
    write_file(folder / "gold.sv", text_of(lower::plain(make("gold").circuit())));
    write_file(folder / "gate.sv", gate);
    auto script = fmt::format(
        "read_verilog -sv {0}/gold.sv {0}/gate.sv; proc; flatten; opt; "
        "miter -equiv -make_outputs gold gate miter; flatten miter; hierarchy -top miter; "
        "opt -full miter",
        folder.string());
    for (unsigned value = 0; value < 1u << cases.bits; ++value)
        script += "; sat -verify -prove trigger 0" +
                  (cases.bits ? fmt::format(" -set in_{} {}", cases.port, value) : "") + " miter";
    auto result = run_process({"yosys", "-p", script}, {.timeout = std::chrono::minutes(15)});
    INFO(tail(result.output, 20));
    auto says = [&](const char* text) { return result.output.find(text) != std::string::npos; };
    // What ends Yosys in any other way is no refutation.
    CHECK(result.ok() != says("Called with -verify and proof did fail!"));
    return result.ok() && says("SAT proof finished - no model found: SUCCESS!");
}

}  // namespace

TEST_CASE("small lowered operators are proved equal to plain ones") {
    auto goal = GENERATE(Goal::balanced, Goal::area);
    CHECK(is_proved(product(Range::unsigned_bits(4), Range::signed_bits(4)), goal));
    CHECK(is_proved(products_sum(Range::signed_bits(3), Range::signed_bits(2), 2), goal));
    CHECK(is_proved(signed_sum(Range::unsigned_bits(3), 4), goal));
}

TEST_CASE("a wrong compressor cell is no proof") {
    CHECK_FALSE(is_proved(product(Range::unsigned_bits(4), Range::signed_bits(4)), Goal::balanced,
                          {}, {"a_i & b_i", "a_i | b_i"}));
}

TEST_CASE("lowered operators of up to 16 input bits, adders of 32, are proved", "[.soak]") {
    auto goal = GENERATE(Goal::balanced, Goal::area, Goal::delay, Goal::energy);
    for (unsigned a = 4; a <= 12; ++a)
        for (unsigned b = 4; b <= std::min(a, 16 - a); ++b) {
            INFO(a << " by " << b << " bits");
            const Cases cases{"b_i", b};
            CHECK(
                is_proved(product(Range::unsigned_bits(a), Range::unsigned_bits(b)), goal, cases));
            CHECK(is_proved(product(Range::signed_bits(a), Range::unsigned_bits(b)), goal, cases));
            CHECK(is_proved(product(Range::signed_bits(a), Range::signed_bits(b)), goal, cases));
        }
    for (unsigned lanes : {3u, 4u, 5u}) {
        INFO(lanes << " terms with signs of their own");
        CHECK(is_proved(signed_sum(Range::unsigned_bits(32 / lanes - 1), lanes), goal,
                        {"neg_i", lanes}));
    }
    CHECK(is_proved(products_sum(Range::signed_bits(4), Range::signed_bits(4), 2), goal));
}
