// SPDX-License-Identifier: Apache-2.0
#define SC_DISABLE_API_VERSION_CHECK  // the library is of another C++ standard
#define SC_INCLUDE_FX
#include <catch2/catch.hpp>
#include <cmath>
#include <systemc>

#include "sw/model/convert.h"

using namespace mxgen;

/// The library's own main calls it; the program has another one.
[[gnu::visibility("default")]] int sc_main(int, char*[]) { return 0; }

namespace {

/// A rounding or an overflow by its name here and in SystemC.
template <class Mode>
struct Pair {
    const char* name;
    Mode mode;
};

constexpr Pair<sc_dt::sc_q_mode> roundings[] = {
    {"rnd", sc_dt::SC_RND},           {"rnd_zero", sc_dt::SC_RND_ZERO},
    {"rnd_inf", sc_dt::SC_RND_INF},   {"rnd_min_inf", sc_dt::SC_RND_MIN_INF},
    {"rnd_conv", sc_dt::SC_RND_CONV}, {"trn", sc_dt::SC_TRN},
    {"trn_zero", sc_dt::SC_TRN_ZERO}};
constexpr Pair<sc_dt::sc_o_mode> overflows[] = {{"wrap", sc_dt::SC_WRAP},
                                                {"sat", sc_dt::SC_SAT},
                                                {"sat_zero", sc_dt::SC_SAT_ZERO},
                                                {"sat_sym", sc_dt::SC_SAT_SYM}};

/// The code that sc_fix has.
std::uint32_t by_systemc(const Format& f, double x, sc_dt::sc_q_mode q, sc_dt::sc_o_mode o) {
    const sc_dt::sc_fix number(x, f.bits, f.bits + f.lsb, q, o);
    const auto steps = static_cast<std::int64_t>(std::ldexp(number.to_double(), -f.lsb));
    return static_cast<std::uint32_t>(steps) & ((1u << f.bits) - 1);
}

/// Every finite number of an input format, or one of `stride` with all that is near the range.
void check_all(const Format& input, const Format& f, std::uint32_t stride) {
    for (const auto& [rounding, q] : roundings)
        for (const auto& [overflow, o] : overflows) {
            const RoundingRule rule{find_choice<Rounding>(rounding).value(),
                                    find_choice<Overflow>(overflow).value()};
            for (std::uint32_t code = 0; code < model::code_count(input); code += stride) {
                const model::ExactValue x = model::decode(input, code);
                if (!x.is_finite()) continue;
                INFO(input.name << " " << code << " to " << f.name << ", " << rounding << ", "
                                << overflow);
                const auto cast = model::encode(f, x, rule);
                REQUIRE(cast.code == by_systemc(f, to_double(x.number), q, o));
                REQUIRE(!cast.invalid);
            }
        }
}

}  // namespace

TEST_CASE("fixed-point casts are those of SystemC's sc_fix") {
    const auto name = GENERATE(as<std::string>{}, "bf16", "fp16");
    check_all(*find_format(name), *find_format("sfixed<8,4>"), 1);
    for (const char* target :
         {"sfixed<2,0>", "sfixed<5,-3>", "sfixed<16,8>", "sfixed<4,9>", "sfixed<16,-1>"})
        check_all(*find_format(name), *find_format(target), 7);
}

TEST_CASE("NaN and infinities have no place among fixed-point numbers") {
    const Format f = *find_format("sfixed<8,4>");
    const auto cast = [&](const model::ExactValue& x, Overflow overflow) {
        const auto encoded = model::encode(f, x, {Rounding::trn, overflow});
        return std::pair(encoded.code, encoded.invalid);
    };
    const auto above = model::infinite_value(false), below = model::infinite_value(true);
    for (const Overflow overflow : values_of<Overflow>())
        CHECK(cast(model::nan_value(), overflow) == std::pair(0u, true));
    CHECK(cast(above, Overflow::wrap) == std::pair(0u, true));
    CHECK(cast(below, Overflow::wrap) == std::pair(0u, true));
    CHECK(cast(above, Overflow::sat_zero) == std::pair(0u, false));
    CHECK(cast(above, Overflow::sat) == std::pair(0x7Fu, false));
    CHECK(cast(below, Overflow::sat) == std::pair(0x80u, false));
    CHECK(cast(below, Overflow::saturate) == std::pair(0x81u, false));
}
