// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/decode.h"

#include "sw/model/value.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

struct Decoder {
    view::Interpreter dut;
    int lsb = 0;
};

Decoder decoder(const Format& f) {
    int lsb = 0;
    auto dut = interpreted([&](ir::Module& m) {
        auto u = arith::decode(m, f, m.input("x_i", arith::codes(f)), "x");
        m.output("neg_o", u.neg), m.output("mag_o", u.mag), m.output("exponent_o", u.exponent);
        m.output("nan_o", u.nan), m.output("inf_o", u.inf), m.output("zero_o", u.zero);
        lsb = u.lsb;
    });
    return {std::move(dut), lsb};
}

/// The value that the fields stand for.
model::ExactValue value_of(const Decoder& d) {
    const bool neg = d.dut.get("neg_o") != 0;
    if (d.dut.get("nan_o") != 0) return model::nan_value(neg);
    const auto mag = d.dut.get("mag_o");
    // A table's infinity has its sign in mag.
    if (d.dut.get("inf_o") != 0) return model::infinite_value(neg || mag < 0);
    return model::finite_value(number_of(neg, mag, integer_at(d.dut, "exponent_o") + d.lsb), neg);
}

void check_code(Decoder& d, const Format& f, std::uint32_t code) {
    d.dut.set("x_i", code);
    d.dut.eval();
    const auto expected = model::decode(f, code), got = value_of(d);
    INFO(f.name << " code " << code);
    if (expected.is_nan()) {
        REQUIRE(got.is_nan());
    } else {
        REQUIRE(got == expected);
        REQUIRE((d.dut.get("zero_o") != 0) == expected.is_zero());
    }
}

}  // namespace

TEST_CASE("every code of every format of at most 16 bits is taken apart") {
    auto all = formats();
    for (const auto& f :
         formats_named({"e1m2", "e3m0", "e2m1b-100", "e4m3ieee", "e6m1", "e3m0fn", "int2", "int12",
                        "int16", "mant17", "khot<2,8>", "khot<3,4>", "khot<2,5>s"}))
        all.push_back(f);
    unsigned tried = 0;
    for (const auto& f : all) {
        if (f.bits > 16) continue;
        auto d = decoder(f);
        for (std::uint32_t code = 0; code < model::code_count(f); ++code) check_code(d, f, code);
        ++tried;
    }
    CHECK(tried >= 25);
}

TEST_CASE("codes of wider formats around every exponent are taken apart") {
    auto f = *find_format(GENERATE(as<std::string>{}, "fp32", "tf32"));
    auto d = decoder(f);
    const std::uint32_t hidden = 1u << f.mantissa_bits;
    for (std::uint32_t field = 0; field < 2u << f.exponent_bits; ++field)
        for (std::uint32_t mantissa : {0u, 1u, hidden / 2, hidden / 2 + 1, hidden - 1})
            check_code(d, f, field * hidden + mantissa);
}

TEST_CASE("the reach of decoded ranges holds every number") {
    auto f = *find_format(GENERATE(as<std::string>{}, "e4m3", "e2m1", "e5m2", "int5", "nf4"));
    ir::Module m{"dut", "Ranges."};
    auto u = arith::decode(m, f, m.input("x_i", arith::codes(f)), "x");
    const auto lowest = u.exponent.range().lo;
    const auto reach = arith::reach(u.neg, u.mag, u.exponent, lowest);
    for (std::uint32_t code = 0; code < model::code_count(f); ++code) {
        const auto x = model::decode(f, code);
        if (x.is_finite())
            REQUIRE(reach.contains(floor_in_units(x.number, u.lsb + static_cast<int>(lowest))));
    }
}
