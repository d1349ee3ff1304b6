// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cstdlib>

#include "sw/fast/accumulate.h"
#include "sw/model/tensorcore.h"

namespace mxgen::fast {
namespace {

/// Products as the fields of their operands, aligned in 64 bits.
class FastTensorcore final : public FastAccumulate {
  public:
    explicit FastTensorcore(const model::DotSpec& spec)
        : FastAccumulate(std::make_unique<model::Tensorcore>(spec)),
          rule_(spec.accumulator),
          a_(spec.a.element),
          b_(spec.b.element) {}

    bool add_products(std::span<const PlainNumber> a, std::span<const PlainNumber> b) override {
        static_cast<model::Tensorcore&>(*exact_).add_groups(
            a.size(), [&](const model::ExactValue& running, std::size_t first, std::size_t count) {
                return group_sum(running, a.subspan(first, count), b.subspan(first, count));
            });
        return true;
    }

  private:
    /// What a nonzero operand adds to the exponent of its products.
    static int exponent(const Format& format, const PlainNumber& x) {
        if (format.kind == Kind::floating) return x.exponent + format.mantissa_bits;
        const auto magnitude = static_cast<std::uint32_t>(std::abs(x.significand));
        return x.exponent + static_cast<int>(std::bit_width(magnitude)) - 1;
    }

    /// The exponent that a group is aligned by.
    int top_exponent(const model::ExactValue& running, std::span<const PlainNumber> a,
                     std::span<const PlainNumber> b) const {
        int top = model::Tensorcore::lowest_exponent;
        if (!running.is_zero()) top = std::max(top, exponent_of(running.number));
        for (std::size_t i = 0; i < a.size(); ++i)
            if (a[i].significand != 0 && b[i].significand != 0)
                top = std::max(top, exponent(a_, a[i]) + exponent(b_, b[i]));
        return top;
    }

    /// A product is below 4 * 2^top and thus below 2^(F + 2) units.
    model::ExactValue group_sum(const model::ExactValue& running, std::span<const PlainNumber> a,
                                std::span<const PlainNumber> b) const {
        if (!running.is_finite()) return running;
        const int unit = top_exponent(running, a, b) - rule_.alignment_bits;
        std::int64_t sum = floor_in_units(abs(running.number), unit).convert_to<std::int64_t>();
        if (running.negative) sum = -sum;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const std::int64_t product = std::int64_t{a[i].significand} * b[i].significand;
            const std::int64_t magnitude = product < 0 ? -product : product;
            const int shift = a[i].exponent + b[i].exponent - unit;
            const std::int64_t aligned = product == 0  ? 0
                                         : shift >= 0  ? magnitude << shift
                                         : shift > -63 ? magnitude >> -shift
                                                       : 0;
            sum += product < 0 ? -aligned : aligned;
        }
        return model::Tensorcore::truncate_result({sum, unit}, rule_.result_bits);
    }

    Accumulator rule_;
    Format a_, b_;
};

}  // namespace

std::unique_ptr<FastAccumulate> make_tensorcore_accumulate(const model::DotSpec& spec) {
    return std::make_unique<FastTensorcore>(spec);
}

}  // namespace mxgen::fast
