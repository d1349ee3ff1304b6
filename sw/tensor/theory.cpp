// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/theory.h"

#include <cmath>
#include <numbers>

#include "sw/model/value.h"

namespace mxgen::tensor {
namespace {

/// Effect of a scale on the theory: how far on average it exceeds the ideal one, and, where it has
/// a mantissa, that the largest element of a block is met without error.
struct ScaleModel {
    double excess;  ///< rho
    bool meets_largest;

    /// The share of a block's energy that is without error.
    double exact_share(double crest, int block) const {
        return meets_largest ? crest * crest / block : 0;
    }
};

ScaleModel scale_model(const Format& scale) {
    return scale.mantissa_bits == 0 ? ScaleModel{1.5, false} : ScaleModel{1.05, true};
}

/// 4.78 + 6.02 bits - 20 log10(rho * crest): the paper's constants, two decimals of 10 log10(3) and
/// 20 log10(2). The largest of `block` elements is without error where the scale meets it.
double integer_qsnr_db(int bits, const ScaleModel& scale, double crest, int block) {
    const double noisy = scale.meets_largest ? 1 - 1.0 / block : 1;
    return 4.78 + 6.02 * bits - 20 * std::log10(scale.excess * crest) - 10 * std::log10(noisy);
}

/// Noise to signal: relative in the binades of normal numbers, uniform below the smallest normal
/// number.
double floating_noise(const Format& f, const ScaleModel& scale, double crest, int block) {
    const double largest = to_double(model::max_finite(f));
    const double span = scale.excess * crest / largest;
    const double smallest_normal = span * std::exp2(1 - f.bias);
    const double density =
        std::exp(-smallest_normal * smallest_normal / 2) / std::sqrt(2 * std::numbers::pi);
    const double below = std::erf(smallest_normal / std::numbers::sqrt2);
    const double normal_energy = 2 * smallest_normal * density + (1 - below);
    const double relative = std::exp2(-2 * f.mantissa_bits) / 24;
    const double unit = span * std::exp2(1 - f.bias - f.mantissa_bits);
    return relative * (normal_energy - scale.exact_share(crest, block)) + unit * unit / 12 * below;
}

}  // namespace

std::optional<double> theoretical_qsnr_db(const BlockFormat& format, double crest) {
    const Format& f = format.element;
    if (!format.scale || f.kind == Kind::table) return std::nullopt;
    const ScaleModel scale = scale_model(*format.scale);
    if (f.kind == Kind::integer) return integer_qsnr_db(f.bits, scale, crest, format.block);
    const double noise = floating_noise(f, scale, crest, format.block);
    if (noise <= 0) return std::nullopt;
    return -10 * std::log10(noise);
}

std::optional<double> crossover_crest(const BlockFormat& integer, const BlockFormat& floating) {
    const auto advantage = [&](double crest) {
        return theoretical_qsnr_db(floating, crest).value_or(0) -
               theoretical_qsnr_db(integer, crest).value_or(0);
    };
    // A block's largest element is part of its energy; the theory uses that for scales with
    // mantissa.
    const bool bounded = floating.scale && floating.scale->mantissa_bits > 0;
    double low = 1, high = bounded ? std::sqrt(floating.block) : 100;
    if (!(advantage(low) < 0 && advantage(high) > 0)) return std::nullopt;
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        (advantage(middle) < 0 ? low : high) = middle;
    }
    return low;
}

}  // namespace mxgen::tensor
