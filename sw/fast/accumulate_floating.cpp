// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "sw/fast/accumulate.h"

namespace mxgen::fast {
namespace {

/// Holds the code itself; the definition is started from it where words do not do.
class FastFloating final : public FastAccumulate {
  public:
    explicit FastFloating(const model::DotSpec& spec)
        : FastAccumulate(model::make_accumulate(spec)),
          format_(spec.accumulator.format),
          mantissas_(std::uint32_t{1} << format_.mantissa_bits) {}

    void start(const Integer& c) override { code_ = c.convert_to<std::uint32_t>(); }
    void add(const model::Block& block) override {
        exact_->start(code_);
        exact_->add(block);
        code_ = exact_->code().convert_to<std::uint32_t>();
    }
    void add_sum(const Wide& sum, const WideScale& scale) override {
        const auto acc = number();
        const Wide scaled{sum.num * scale.value.num, sum.exp + scale.value.exp};
        if (const auto total = acc ? fast::sum(*acc, scaled) : std::nullopt)
            code_ = round_to(format_, *total);
        else
            FastAccumulate::add_sum(sum, scale);
    }
    Integer code() const override { return code_; }

  private:
    /// The accumulator's number, or nothing when it is special.
    std::optional<Wide> number() const {
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

std::unique_ptr<FastAccumulate> make_floating_accumulate(const model::DotSpec& spec) {
    return std::make_unique<FastFloating>(spec);
}

}  // namespace mxgen::fast
