// SPDX-License-Identifier: Apache-2.0
#include "sw/accuracy/multiplier.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <stdexcept>

#include "sw/model/multiply.h"

namespace mxgen::accuracy {
namespace {

using model::ExactValue;

/// The positive normal codes of a format are those from `first` to `last`.
struct NormalCodes {
    std::uint32_t first, last;

    explicit NormalCodes(const Format& f)
        : first(1u << f.mantissa_bits),
          last(model::encode(f, model::finite_value(model::max_finite(f))).code) {}
    std::uint32_t count() const { return last - first + 1; }
};

using Visit = std::function<void(std::uint32_t, std::uint32_t)>;

/// One seed for every use, so that each figure has random pairs of its own.
std::mt19937_64 random_from(const MultiplierOptions& options, std::uint64_t use) {
    return std::mt19937_64(options.seed * 16 + use);
}

/// Every pair of codes in the two ranges, or `options.samples` random ones.
void for_pairs(const NormalCodes& a, const NormalCodes& b, bool all,
               const MultiplierOptions& options, std::uint64_t use, const Visit& visit) {
    if (all) {
        for (std::uint32_t x = a.first; x <= a.last; ++x)
            for (std::uint32_t y = b.first; y <= b.last; ++y) visit(x, y);
        return;
    }
    std::mt19937_64 random = random_from(options, use);
    for (std::uint64_t i = 0; i < options.samples; ++i) {
        const auto x = static_cast<std::uint32_t>(random() % a.count());
        visit(a.first + x, b.first + static_cast<std::uint32_t>(random() % b.count()));
    }
}

/// Exact and approximate products of two positive numbers.
class LaneProducts {
  public:
    explicit LaneProducts(const MultiplySpec& spec) : spec_(spec) {}

    double exact(std::uint32_t a, std::uint32_t b) const {
        return to_double(number(spec_.a, a) * number(spec_.b, b));
    }
    Dyadic product(std::uint32_t a, std::uint32_t b) const {
        return model::product(spec_.multiplier, spec_.a, spec_.b, model::decode(spec_.a, a),
                              model::decode(spec_.b, b))
            .number;
    }
    /// As the multiplier that stands alone keeps it, but for underflow and overflow.
    double stored(const Dyadic& product) const {
        const bool is_exact = spec_.multiplier.kind == Multiplier::Kind::exact;
        const auto rounding = is_exact ? Rounding::rne : Rounding::rtz;
        return to_double(model::round_significand(product, spec_.result().mantissa_bits, rounding));
    }

  private:
    static Dyadic number(const Format& f, std::uint32_t code) {
        return model::decode(f, code).number;
    }

    const MultiplySpec& spec_;
};

/// Adds up relative errors by the leading bits of both mantissas.
class HistogramSums {
  public:
    explicit HistogramSums(const MultiplySpec& spec)
        : spec_(spec),
          bits_(std::min({spec.a.mantissa_bits, spec.b.mantissa_bits, 3})),
          sums_(std::size_t{1} << (2 * bits_)),
          counts_(sums_.size()) {}

    void add(std::uint32_t a, std::uint32_t b, double relative_error) {
        const std::size_t bin = leading(spec_.a, a) << bits_ | leading(spec_.b, b);
        sums_[bin] += relative_error;
        ++counts_[bin];
    }
    MantissaHistogram histogram() const {
        MantissaHistogram result{bits_, sums_};
        for (std::size_t i = 0; i < sums_.size(); ++i)
            if (counts_[i] > 0) result.mean_relative_bias[i] /= static_cast<double>(counts_[i]);
        return result;
    }

  private:
    std::size_t leading(const Format& f, std::uint32_t code) const {
        const std::uint32_t mantissa = code % (1u << f.mantissa_bits);
        return mantissa >> (f.mantissa_bits - bits_);
    }

    const MultiplySpec& spec_;
    int bits_;
    std::vector<double> sums_;
    std::vector<std::uint64_t> counts_;
};

/// Mean relative error of sums of 64 products of positive normal numbers.
double dot_error(const MultiplySpec& spec, const MultiplierOptions& options) {
    constexpr int terms = 64, dots = 1000;
    const NormalCodes a(spec.a), b(spec.b);
    const LaneProducts lane(spec);
    std::mt19937_64 random = random_from(options, 1);
    double total = 0;
    for (int dot = 0; dot < dots; ++dot) {
        double exact = 0, approximate = 0;
        for (int i = 0; i < terms; ++i) {
            const auto x = a.first + static_cast<std::uint32_t>(random() % a.count());
            const auto y = b.first + static_cast<std::uint32_t>(random() % b.count());
            exact += lane.exact(x, y);
            approximate += to_double(lane.product(x, y));
        }
        total += std::abs(approximate - exact) / exact;
    }
    return total / dots;
}

/// Range errors of the multiplier that stands alone, over pairs of finite nonzero codes.
void measure_range(const MultiplySpec& spec, const MultiplierOptions& options,
                   MultiplierAccuracy& result) {
    NormalCodes a(spec.a), b(spec.b);
    a.first = b.first = 1;
    const Format format = spec.result();
    const Dyadic largest = model::max_finite(format);
    std::uint64_t pairs = 0, zeroed = 0, saturated = 0;
    for_pairs(a, b, result.exhaustive, options, 2, [&](std::uint32_t x, std::uint32_t y) {
        ++pairs;
        const Integer code = model::multiply(spec, x, y);
        zeroed += code == 0;
        if (spec.full) return;
        const ExactValue p = model::decode(format, code.convert_to<std::uint32_t>());
        const ExactValue lane = model::product(spec.multiplier, spec.a, spec.b,
                                               model::decode(spec.a, x), model::decode(spec.b, y));
        saturated += !p.is_finite() || (p.number == largest && largest < lane.number);
    });
    result.zeroed_share = static_cast<double>(zeroed) / static_cast<double>(pairs);
    result.saturated_share = static_cast<double>(saturated) / static_cast<double>(pairs);
}

}  // namespace

MultiplierAccuracy measure(const MultiplySpec& spec, const MultiplierOptions& options) {
    MultiplierAccuracy result;
    result.exhaustive = std::max(spec.a.bits, spec.b.bits) <= options.exhaustive_bits;
    const LaneProducts lane(spec);
    ErrorSums in_lane, stored;
    HistogramSums histogram(spec);
    for_pairs(NormalCodes(spec.a), NormalCodes(spec.b), result.exhaustive, options, 0,
              [&](std::uint32_t a, std::uint32_t b) {
                  const double exact = lane.exact(a, b);
                  const Dyadic product = lane.product(a, b);
                  const double approximate = to_double(product);
                  in_lane.add(exact, approximate);
                  stored.add(exact, lane.stored(product));
                  histogram.add(a, b, (approximate - exact) / exact);
              });
    result.lane = in_lane.errors(result.exhaustive);
    result.stored = stored.errors(result.exhaustive);
    result.histogram = histogram.histogram();
    result.dot_error = dot_error(spec, options);
    measure_range(spec, options, result);
    return result;
}

double uniform_mantissa_error(const MultiplySpec& spec) {
    constexpr int max_bits = 10;
    if (spec.a.mantissa_bits > max_bits || spec.b.mantissa_bits > max_bits)
        throw std::invalid_argument("too many pairs of mantissas");
    const std::uint32_t a = 1u << spec.a.mantissa_bits, b = 1u << spec.b.mantissa_bits;
    const LaneProducts lane(spec);
    ErrorSums sums;
    for (std::uint32_t x = a; x < 2 * a; ++x)
        for (std::uint32_t y = b; y < 2 * b; ++y)
            sums.add(lane.exact(x, y), to_double(lane.product(x, y)));
    return sums.errors(true).mean_relative.value;
}

}  // namespace mxgen::accuracy
