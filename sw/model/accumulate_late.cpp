// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "sw/model/beat_accumulate.h"
#include "sw/model/late.h"
#include "sw/model/round.h"
#include "sw/model/window.h"

namespace mxgen::model {
namespace {

/// M * 2^E with M of W bits: E never falls, what it passes is floored off, and nothing is rounded
/// before the sum leaves. Infinities and NaN stay.
class LateSum {
  public:
    explicit LateSum(const DotSpec& spec)
        : rule_(late_rule(spec)),
          fp32_(spec.accumulator.format),
          unrounded_(unrounded_format(spec)),
          leaves_unrounded_(spec.unrounded),
          starts_from_number_(spec.initial && !spec.unrounded) {}

    void start(const Integer& c);
    void add(std::span<const ScaledSum> blocks);
    int width() const { return leaves_unrounded_ ? unrounded_.bits : fp32_.bits; }
    Integer code() const { return leaves_unrounded_ ? unrounded_code() : rounded_code(); }

  private:
    void start_from(const ExactValue& value, int exponent);
    void align(int exponent);
    Integer rounded_code() const;
    Integer unrounded_code() const;

    LateRule rule_;
    Format fp32_, unrounded_;
    bool leaves_unrounded_, starts_from_number_;
    ExactValue special_;           ///< an infinity or NaN; a finite number until one comes
    std::optional<int> exponent_;  ///< E; none before the first term
    Integer significand_ = 0;      ///< M
};

void LateSum::start(const Integer& c) {
    special_ = {};
    exponent_.reset();
    significand_ = 0;
    if (starts_from_number_) {
        const auto code = c.convert_to<std::uint32_t>();
        start_from(decode(fp32_, code), rule_.initial_exponent(exponent_of_code(fp32_, code)));
    } else if (leaves_unrounded_) {
        const Integer exponent = to_twos_complement(c >> rule_.bits, unrounded_.exponent_bits);
        start_from(unrounded_value(unrounded_, c), unrounded_.lsb + exponent.convert_to<int>());
    }
}

void LateSum::start_from(const ExactValue& value, int exponent) {
    exponent_ = exponent;
    if (!value.is_finite()) special_ = value;
    significand_ = floor_in_units(value.number, exponent);
}

void LateSum::add(std::span<const ScaledSum> blocks) {
    const int highest = std::ranges::max_element(blocks, {}, &ScaledSum::exponent)->exponent;
    align(std::max(exponent_.value_or(highest + rule_.block_shift), highest + rule_.block_shift));
    for (const ScaledSum& block : blocks) {
        if (!block.sum.is_finite()) special_ = special_ + block.sum;
        significand_ += floor_in_units(block.sum.number, *exponent_);
    }
    // Longer sums than the rule has bits for come around.
    significand_ = from_twos_complement(significand_, rule_.bits);
}

void LateSum::align(int exponent) {
    significand_ = floor_in_units(Dyadic(significand_, exponent_.value_or(exponent)), exponent);
    exponent_ = exponent;
}

Integer LateSum::rounded_code() const {
    const Dyadic number(significand_, exponent_.value_or(0));
    return round_to(fp32_, special_.is_finite() ? finite_value(number) : special_);
}

Integer LateSum::unrounded_code() const {
    const int places = unrounded_.exponent_bits + unrounded_.mantissa_bits;
    if (!special_.is_finite())
        return Integer(special_.is_nan() ? 4 : special_.negative ? 1 : 2) << places;
    const Integer exponent = exponent_.value_or(unrounded_.lsb) - unrounded_.lsb;
    return (exponent << rule_.bits) + to_twos_complement(significand_, rule_.bits);
}

}  // namespace

std::unique_ptr<Accumulate> make_late_accumulate(const DotSpec& spec) {
    return std::make_unique<BeatAccumulate<LateSum>>(LateSum(spec), spec.blocks_per_beat);
}

}  // namespace mxgen::model
