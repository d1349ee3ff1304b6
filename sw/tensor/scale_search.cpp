// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/scale_search.h"

#include <algorithm>
#include <cmath>

#include "sw/tensor/block_gather.h"
#include "sw/tensor/exact_quantize.h"

namespace mxgen::tensor {
namespace {

/// Squares of numbers and their errors stay normal in fp64 for elements within
/// 2^+-largest_exponent.
constexpr int largest_search_exponent = 200;

bool is_within_squares(const Format& element) {
    return model::unit_exponent(element) >= -largest_search_exponent &&
           model::max_exponent(element) <= largest_search_exponent;
}

/// Powers of two as scales, and elements whose doubles are elements up to the largest.
bool has_nested_scales(const BlockFormat& format) {
    const Format& element = format.element;
    return format.scale->mantissa_bits == 0 && !format.scale->has_zero &&
           (element.kind == Kind::floating ||
            (element.kind == Kind::integer && !element.asymmetric));
}

/// A little more than the number: what fp64 lost of it does not count.
double above(double x) { return x * (1 + 0x1p-40); }

template <typename Number>
Number largest_of(std::span<const Number> x) {
    Number amax = 0;
    for (const Number value : x) amax = std::max(amax, std::fabs(value));
    return amax;
}

}  // namespace

std::optional<ScaleSearcher> ScaleSearcher::make(const BlockFormat& format, const ConvertRule& rule,
                                                 float tensor_scale) {
    constexpr int max_scale_bits = 8;
    if (!format.scale || format.scale->bits > max_scale_bits) return std::nullopt;
    auto steps = StepQuantizer::make(format, rule, tensor_scale);
    if (!steps || !is_within_squares(format.element)) return std::nullopt;
    ScaleSearcher search(std::move(*steps));
    search.format_ = format;
    search.rule_ = rule;
    search.tensor_scale_ = tensor_scale;
    search.is_nested_ = has_nested_scales(format);
    search.largest_ = search.steps_.largest_element();
    search.first_ = search.steps_.first_beyond_zero();
    search.codes_ = model::scale_candidates(*format.scale);
    for (const std::uint32_t code : search.codes_)
        search.scales_.push_back(to_double(model::decode(*format.scale, code).number));
    return search;
}

/// Given up as soon as it exceeds the limit.
double ScaleSearcher::error_of(std::span<const float> x, double scale, double limit) const {
    double sum = 0;
    for (const float value : x) {
        const auto [wanted, found] = steps_.recovered(value, scale);
        sum += (wanted - found) * (wanted - found);
        if (sum > limit) break;
    }
    return sum;
}

/// False where the scale cannot be the best.
bool ScaleSearcher::consider(std::span<const float> x, std::size_t index) {
    const double error = error_of(x, scales_[index], limit_);
    if (error > limit_) return false;
    finalists_.push_back({index, error});
    if (error >= least_) return true;
    least_ = error;
    const double distance = std::sqrt(least_) + 2 * slack_;
    limit_ = (slack_ == 0 ? least_ : above(distance * distance)) * (1 + tolerance_);
    return true;
}

/// All scales that may be the best, in their order: from the first that clips nothing down to where
/// clipping alone costs too much, and up to where every element becomes zero; nested ones do not
/// improve upward.
void ScaleSearcher::collect(std::span<const float> x, double slack) {
    finalists_.clear();
    least_ = limit_ = HUGE_VAL;
    slack_ = slack;
    tolerance_ = static_cast<double>(x.size() + 4) * 0x1p-51;
    const double amax = double{largest_of(x)} * steps_.gain();
    const auto start = static_cast<std::size_t>(
        std::ranges::lower_bound(scales_, amax, {}, [this](double s) { return largest_ * s; }) -
        scales_.begin());
    for (std::size_t i = std::min(start, scales_.size() - 1) + 1; i-- > 0;) {
        const double clipped = amax - largest_ * scales_[i];
        if (clipped > 0 && clipped * clipped > above(limit_)) break;
        consider(x, i);
    }
    const bool is_done = is_nested_ && slack == 0;
    for (std::size_t i = start + 1; i < scales_.size() && !is_done; ++i) {
        consider(x, i);
        if (above(amax + slack) < first_ * scales_[i]) break;
    }
    std::erase_if(finalists_, [this](const Finalist& f) { return f.error > limit_; });
    std::ranges::sort(finalists_, {}, &Finalist::index);
}

/// Whether the error under one scale is less than under another, exactly.
bool ScaleSearcher::is_less(std::span<const float> x, std::size_t index, std::size_t than) const {
    Dyadic difference;
    for (const float value : x) {
        const auto one = steps_.recovered(value, scales_[index]),
                   other = steps_.recovered(value, scales_[than]);
        if (one.found == other.found) continue;
        const Dyadic wanted = from_double(one.wanted);
        const Dyadic near = wanted - from_double(one.found),
                     far = wanted - from_double(other.found);
        difference = difference + near * near - far * far;
    }
    return difference.is_negative();
}

model::ConvertedBlock ScaleSearcher::block(std::span<const float> x) {
    const bool is_finite = std::ranges::all_of(x, [](float value) { return std::isfinite(value); });
    if (!is_finite)
        return model::convert_block_of_least_error(format_, values_of(x), rule_,
                                                   value_of(tensor_scale_));
    if (largest_of(x) == 0) return steps_.block_with_scale(x, codes_.front(), {});
    collect(x, 0);
    std::size_t best = finalists_.front().index;
    for (const Finalist& finalist : std::span(finalists_).subspan(1))
        if (is_less(x, finalist.index, best)) best = finalist.index;
    return steps_.block_with_scale(x, codes_[best], {});
}

model::ConvertedBlock ScaleSearcher::block(std::span<const Extended> x) {
    std::vector<float> nearest;
    Extended moved = 0;
    for (const Extended value : x) {
        nearest.push_back(static_cast<float>(value));
        const Extended distance = value - Extended{nearest.back()};
        moved += distance * distance;
    }
    const auto values = values_of(x);
    const model::ExactValue tensor_scale = value_of(tensor_scale_);
    // A sum of distances to the nearest elements moves no further than the numbers do.
    if (!is_nearest(rule_.rounding.rounding) || !std::isfinite(moved))
        return model::convert_block_of_least_error(format_, values, rule_, tensor_scale);
    collect(nearest, above(static_cast<double>(std::sqrt(moved)) * steps_.gain()));
    std::optional<model::ConvertedBlock> best;
    Dyadic least;
    for (const Finalist& finalist : finalists_) {
        auto block = model::convert_block_with_scale(format_, values, codes_[finalist.index], rule_,
                                                     {}, tensor_scale);
        Dyadic error = model::squared_error(format_, values, block, tensor_scale);
        if (best && !(error < least)) continue;
        best = std::move(block);
        least = std::move(error);
    }
    return *best;
}

void convert_with_searched_scales(const Tensor& x, const BlockLayout& layout,
                                  const QuantizeOptions& options, Path path, Quantized& out) {
    auto search = path == Path::fast
                      ? ScaleSearcher::make(out.format, options.rule, out.tensor_scale)
                      : std::nullopt;
    const auto convert = [&](const auto& numbers, auto gathered) {
        for (std::size_t block = 0; block < layout.blocks(); ++block) {
            gathered.gather(numbers, layout, block);
            const std::span values(std::as_const(gathered.values));
            place(search ? search->block(values)
                         : model::convert_block_of_least_error(out.format, values_of(values),
                                                               options.rule,
                                                               value_of(out.tensor_scale)),
                  gathered.where, block, out);
        }
    };
    if (x.is_fp32())
        convert(x.data, Gathered<float>{});
    else
        convert(x.exact, Gathered<Extended>{});
}

}  // namespace mxgen::tensor
