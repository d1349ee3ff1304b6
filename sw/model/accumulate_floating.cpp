// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "sw/model/accumulate.h"
#include "sw/model/round.h"

namespace mxgen::model {
namespace {

/// One nearest-even rounding of the exact acc + S a block; infinities and NaN stay.
class Floating final : public Accumulate {
  public:
    explicit Floating(const Format& format)
        : format_(format), mantissas_(std::uint32_t{1} << format.mantissa_bits) {}

    void start(const Integer& c) override { code_ = c.convert_to<std::uint32_t>(); }
    void add(const Block& block) override { add_sum(product_sum(block), block.scale); }
    void add_sum(const Value& sum, const Value& scale) override {
        code_ = round_to(format_, decode(format_, code_) + sum * scale);
    }
    void add_wide(const Wide& sum, const Wide& scale) override {
        const auto acc = wide_accumulator();
        const Wide scaled{sum.num * scale.num, sum.exp + scale.exp};
        if (const auto total = acc ? mxgen::model::add(*acc, scaled) : std::nullopt)
            code_ = round_to(format_, *total);
        else
            Accumulate::add_wide(sum, scale);
    }
    int width() const override { return format_.bits; }
    Integer code() const override { return code_; }

  private:
    /// The accumulator's number, or nothing when it is special.
    std::optional<Wide> wide_accumulator() const {
        const std::uint32_t exponents = std::uint32_t{1} << format_.exponent_bits;
        const std::uint32_t exponent = code_ / mantissas_ % exponents;
        if (exponent == exponents - 1) return std::nullopt;
        const std::int64_t significand = code_ % mantissas_ + (exponent > 0 ? mantissas_ : 0);
        const bool negative = code_ / mantissas_ / exponents % 2 == 1;
        const int power = static_cast<int>(std::max(exponent, 1u)) - format_.bias;
        return Wide{negative ? -significand : significand, power - format_.mantissa_bits};
    }

    Format format_;
    std::uint32_t mantissas_;
    std::uint32_t code_ = 0;
};

}  // namespace

std::unique_ptr<Accumulate> make_floating_accumulate(const DotSpec& spec) {
    return std::make_unique<Floating>(spec.accumulator.format);
}

}  // namespace mxgen::model
