// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "sw/model/beat_accumulate.h"
#include "sw/model/round.h"
#include "sw/model/window.h"

namespace mxgen::model {
namespace {

/// One nearest-even rounding of the exact acc + sum S_k a beat; infinities and NaN stay. With a
/// `window` of F bits every S_k is floored to F bits below the largest that any could have.
class FloatingSum {
  public:
    /// `lowest`: the unit of the window less the largest exponent of the scales; none: exact sums.
    FloatingSum(const Format& format, std::optional<int> lowest)
        : format_(format), lowest_(lowest) {}

    void start(const Integer& c) { code_ = c.convert_to<std::uint32_t>(); }
    void add(std::span<const ScaledSum> blocks) {
        ExactValue total = decode(format_, code_);
        for (const ScaledSum& block : blocks) total = total + floored(block.sum, blocks);
        code_ = round_to(format_, total);
    }
    int width() const { return format_.bits; }
    Integer code() const { return code_; }

  private:
    ExactValue floored(const ExactValue& sum, std::span<const ScaledSum> blocks) const {
        if (!lowest_ || !sum.is_finite()) return sum;
        const int highest = std::ranges::max_element(blocks, {}, &ScaledSum::exponent)->exponent;
        const int unit = highest + *lowest_;
        return finite_value(Dyadic(floor_in_units(sum.number, unit), unit));
    }

    Format format_;
    std::optional<int> lowest_;
    std::uint32_t code_ = 0;
};

}  // namespace

std::unique_ptr<Accumulate> make_floating_accumulate(const DotSpec& spec) {
    const bool by_block = spec.round.kind == SumRounding::Kind::block;
    std::optional<int> lowest;
    if (spec.round.kind == SumRounding::Kind::window)
        lowest = exponent_of(largest_block_sum(spec)) - spec.round.fraction_bits;
    return std::make_unique<BeatAccumulate<FloatingSum>>(
        FloatingSum(spec.accumulator.format, lowest), by_block ? 1 : spec.blocks_per_beat);
}

}  // namespace mxgen::model
