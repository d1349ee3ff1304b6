// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/element.h"

#include "gen/arith/ladder.h"
#include "sw/model/convert.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

const std::vector<std::string> element_names{"e4m3",     "e2m1", "e5m2", "e3m4", "e3m0",
                                             "e4m3ieee", "int4", "int8", "int3", "nf4"};

/// Scales that put the largest element at, above and below the numbers of an e4m4 format.
const std::vector<int> tops{1, 3, 8, 14, 15, 21};

/// One element from a number and the exponent field of the element's largest exponent.
class Encoder {
  public:
    explicit Encoder(const arith::ElementRule& rule)
        : rule_(rule), dut_(interpreted([&](ir::Module& m) {
              const ir::Range range{tops.front(), tops.back()};
              auto chosen = rule;
              chosen.rounding.random =
                  m.input("random_i", ir::Range::unsigned_bits(rule.rounding.random_bits));
              const auto x = arith::normalize(input_, m.input("x_i", arith::codes(input_)),
                                              arith::shift_limit(rule.format, tops.front()));
              m.output("code_o", arith::encode_element(chosen, x, m.input("top_i", range),
                                                       m.input("clear_i", ir::Range::bit())));
          })) {}

    void check(std::uint32_t code, int top) {
        const auto x = model::decode(input_, code);
        if (!rule_.keeps_specials && !x.is_finite()) return;
        const int field = static_cast<int>(code >> input_.mantissa_bits) & 15;
        if (!rule_.may_exceed && field > top) return;
        const auto random = code * 7 % (1u << rule_.rounding.random_bits);
        const Dyadic scale(1, top - input_.bias - arith::largest(rule_.format).exponent);
        dut_.set("x_i", code), dut_.set("top_i", top), dut_.set("random_i", random);
        dut_.set("clear_i", 0);
        dut_.eval();
        INFO(rule_.format.name << " from " << code << ", top " << top << ", random " << random);
        REQUIRE(dut_.get("code_o") ==
                model::convert_element(rule_.format, x, 1, scale, golden(), random).code);
        ++checked;
    }
    /// Without a number.
    void check_clear(std::uint32_t code) {
        dut_.set("x_i", code), dut_.set("top_i", tops.back()), dut_.set("random_i", 0);
        dut_.set("clear_i", 1);
        dut_.eval();
        REQUIRE(dut_.get("code_o") == arith::code_of_zero(rule_.format));
    }

    const Format& input() const { return input_; }
    unsigned checked = 0;

  private:
    RoundingRule golden() const {
        return {rule_.rounding.rounding, rule_.propagate ? Overflow::propagate : Overflow::saturate,
                static_cast<int>(rule_.rounding.random_bits)};
    }

    Format input_ = *find_format("e4m4ieee");
    arith::ElementRule rule_;
    view::Interpreter dut_;
};

}  // namespace

TEST_CASE("every number becomes the nearest element at every scale, or is rounded as asked") {
    const auto rounding = GENERATE(from_range(general_roundings));
    const auto name = GENERATE(from_range(element_names));
    for (unsigned choice = 0; choice < 8; ++choice) {
        arith::ElementRule rule{.format = *find_format(name), .rounding = {rounding, 3}};
        rule.format.asymmetric = rule.format.kind == Kind::integer && choice & 1;
        rule.propagate = choice & 1;
        rule.may_exceed = choice & 2;
        rule.keeps_specials = choice & 4;
        Encoder encoder(rule);
        for (std::uint32_t code = 0; code < model::code_count(encoder.input()); ++code)
            for (int top : tops) encoder.check(code, top);
        for (std::uint32_t code = 0; code < 32; ++code) encoder.check_clear(code);
        CHECK(encoder.checked > 1000);
    }
}

TEST_CASE("largest elements and codes of NaN are those of the formats") {
    auto all = formats();
    for (const auto& f : formats_named({"e1m2", "e3m0", "e4m3fn", "e6m1", "int3", "mant17"}))
        all.push_back(f);
    for (const auto& f : all) {
        INFO(f.name);
        const auto max_number = arith::largest(f);
        CHECK(Dyadic(max_number.significand, max_number.exponent - max_number.fraction_bits) ==
              model::max_finite(f));
        CHECK(max_number.exponent == model::max_exponent(f));
        const auto nan = arith::nan_code(f);
        REQUIRE(nan.has_value() == model::nan_code(f).has_value());
        if (nan) CHECK(*nan == *model::nan_code(f));
        if (f.kind == Kind::table) continue;
        const auto code = static_cast<std::uint32_t>(arith::largest_code(f));
        CHECK(model::decode(f, code).number == model::max_finite(f));
    }
}

TEST_CASE("numbers of a format reach from its lowest to its largest") {
    for (const auto& f : formats_named({"e4m3", "e2m1", "e5m2", "e3m4", "int5", "nf4", "e4m3fn"})) {
        ir::Module m{"dut", "Ranges."};
        const auto u = arith::decode(m, f, m.input("x_i", arith::codes(f)), "x");
        const auto numbers = arith::numbers(f, u);
        const int unit = u.lsb + static_cast<int>(u.exponent.range().lo);
        INFO(f.name);
        for (std::uint32_t code = 0; code < model::code_count(f); ++code) {
            const auto x = model::decode(f, code);
            if (x.is_finite()) REQUIRE(numbers.contains(floor_in_units(x.number, unit)));
        }
        if (f.kind == Kind::floating && f.specials == Specials::fn)
            CHECK(numbers.hi == floor_in_units(model::max_finite(f), unit));
    }
}
