// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/block_scale.h"

#include "sw/model/convert.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// The scale of a block of two numbers.
class PowerScale {
  public:
    PowerScale(const Format& input, const Format& element, ScaleRule rule, bool saturates)
        : input_(input),
          dut_(interpreted([&](ir::Module& m) {
              const arith::ScaleChooser chooser(input, element, rule, saturates);
              auto key = [&](const char* port) {
                  return chooser.key(m.input(port, arith::codes(input)));
              };
              const auto scale =
                  chooser.scale(m, ir::max({key("x_i"), key("y_i"), chooser.min_key()}));
              m.output("code_o", scale.code), m.output("top_o", scale.top);
              m.output("clear_o", scale.clear);
          })),
          saturates_(saturates) {
        format_.element = element;
        format_.scale = find_format("e8m0");
        rule_.scale = rule;
        rule_.nonfinite = saturates ? NonFinite::saturate : NonFinite::nan_block;
        origin_ = input.bias + arith::largest(element).exponent - 127;
    }

    void check(std::uint32_t x, std::uint32_t y) {
        const std::vector values{model::decode(input_, x), model::decode(input_, y)};
        const bool nan = values[0].is_nan() || values[1].is_nan();
        // NaN that no element can hold is found beside the scale.
        if (nan && saturates_ && !model::nan_code(format_.element)) return;
        const auto expected = model::convert_block(format_, values, rule_).scale;
        dut_.set("x_i", x), dut_.set("y_i", y);
        dut_.eval();
        INFO(input_.name << " " << x << " " << y << " to " << format_.element.name);
        REQUIRE(dut_.get("code_o") == expected);
        REQUIRE((dut_.get("clear_o") != 0) == (expected == 255));
        const bool is_number = !(values[0].is_zero() && values[1].is_zero()) &&
                               values[0].is_finite() && values[1].is_finite();
        if (is_number && expected != 255)
            REQUIRE(integer_at(dut_, "top_o") == static_cast<int>(expected) + origin_);
    }

  private:
    Format input_;
    view::Interpreter dut_;
    bool saturates_;
    BlockFormat format_;
    ConvertRule rule_;
    int origin_ = 0;
};

ScaleRule any_rule() { return GENERATE(from_range(values_of<ScaleRule>())); }

}  // namespace

TEST_CASE("the scale of every largest number, subnormal ones included, by every rule") {
    const auto input =
        *find_format(GENERATE(as<std::string>{}, "e5m4ieee", "e8m3ieee", "e4m6ieee"));
    const auto element = *find_format(
        GENERATE(as<std::string>{}, "e4m3", "e2m1", "e5m2", "int8", "int4", "e3m0", "e2m5"));
    const auto rule = any_rule();
    for (bool saturates : {false, true}) {
        PowerScale chooser(input, element, rule, saturates);
        const auto codes = static_cast<std::uint32_t>(model::code_count(input));
        for (std::uint32_t x = 0; x < codes; ++x) {
            chooser.check(x, 0);
            chooser.check(x ^ 1, x);
            chooser.check(x * 37 % codes, x);
        }
    }
}

TEST_CASE("the scale of a block of subnormals of the inputs that there are, by every rule") {
    const auto input = *find_format(GENERATE(as<std::string>{}, "fp32", "bf16", "fp16"));
    const auto element = *find_format(GENERATE(as<std::string>{}, "int8", "int4", "e2m1", "e4m3"));
    PowerScale chooser(input, element, any_rule(), false);
    const auto last = (1u << input.mantissa_bits) - 1;
    for (std::uint32_t x = 1; x <= last; x += 1 + x / 60) {
        chooser.check(x, 0);
        chooser.check(last - x, x);
        // The smallest normal numbers.
        chooser.check(last + x, 1);
    }
}

TEST_CASE("a scale that is given puts elements where it says") {
    const auto input = *find_format("fp32");
    const auto element = *find_format(GENERATE(as<std::string>{}, "int16", "e2m1"));
    const int origin = input.bias + arith::largest(element).exponent - 127;
    auto dut = interpreted([&](ir::Module& m) {
        const arith::ScaleChooser chooser(input, element, ScaleRule::floor, false);
        const auto scale = chooser.of_code(m.input("code_i", ir::Range::unsigned_bits(8)));
        m.output("top_o", scale.top), m.output("clear_o", scale.clear);
    });
    for (int code = 0; code < 256; ++code) {
        dut.set("code_i", code);
        dut.eval();
        CHECK((dut.get("clear_o") != 0) == (code == 255));
        if (code < 255) CHECK(integer_at(dut, "top_o") == code + origin);
    }
}
