// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/convert_blocks.h"

#include <algorithm>
#include <cmath>

#include "sw/model/convert.h"

namespace mxgen {

namespace {

/// Thresholds of one scale are many blocks for formats of many codes: that many in all.
constexpr std::size_t max_threshold_blocks = 20000;

std::uint32_t sign_of(const Format& f) { return 1u << (f.bits - 1); }
std::uint32_t infinity_of(const Format& f) {
    return ((1u << f.exponent_bits) - 1) << f.mantissa_bits;
}

std::uint32_t rounded(const Format& f, double x) {
    return model::round_to(f, model::finite_value(from_double(x)));
}

bool is_scaled_finely(const BlockFormat& format) { return format.scale && format.scale->has_zero; }

/// The scale that a block chooses, or is given for its tensor.
std::optional<Format> scale_of(const BlockFormat& format) {
    return format.tensor_exponent ? find_format("e8m0") : format.scale;
}

/// Scales of a tensor that are none, or at the ends of fp32.
constexpr std::uint32_t corner_scales[] = {0,          0x80000000, 0x7F800000, 0xFF800000,
                                           0x7FC00000, 0x7F800001, 0xBF800000, 0x00000001,
                                           0x00000003, 0x007FFFFF, 0x00800000, 0x7F7FFFFF};

/// Mantissas by which small numbers divide evenly, or nearly.
constexpr std::uint32_t corner_mantissas[] = {0,        1,        0x7FFFFF, 0x400000, 0x200000,
                                              0x600000, 0x100000, 0x150000, 0x680000, 0x2AAAAB,
                                              0x124925, 0x555555, 0x3A0000, 0x4CCCCD};

const Format& fp32() {
    static const Format format = find_format("fp32").value();
    return format;
}

/// The codes worth a mark each: those of more bits are too many.
constexpr int max_marked_bits = 19;

}  // namespace

ConvertBlocks::ConvertBlocks(const ConvertDesign& convert, const StimulusOptions& options)
    : format_(convert.clipped()),
      source_(convert.input),
      loads_(convert.loads_tensor()),
      random_(options.seed),
      vectors_(options.vectors),
      is_exhaustive_(source_.bits <= options.exhaustive_bits && source_.bits <= 16) {
    format_.block = convert.group();
    const int random_bits = convert.is_stochastic() ? convert.rule.rounding.random_bits : 0;
    farthest_ = model::max_exponent(format_.element) - model::unit_exponent(format_.element) + 3 +
                random_bits;
    collect_marks();
}

/// The positive values of the format and the midpoints between them.
void ConvertBlocks::collect_marks() {
    const Format& element = format_.element;
    if (element.bits > max_marked_bits) return;
    for (std::uint32_t code = 0; code < model::code_count(element); ++code) {
        const model::ExactValue value = model::decode(element, code);
        if (value.is_finite()) marks_.push_back(std::fabs(to_double(value.number)));
    }
    std::ranges::sort(marks_);
    marks_.erase(std::unique(marks_.begin(), marks_.end()), marks_.end());
    for (std::size_t i = marks_.size(); i-- > 1;) marks_.push_back((marks_[i - 1] + marks_[i]) / 2);
}

Codes ConvertBlocks::block(Codes codes) {
    codes.resize(static_cast<std::size_t>(format_.block));
    std::rotate(codes.begin(), codes.begin() + static_cast<long>(random_() % codes.size()),
                codes.end());
    return codes;
}

std::uint32_t ConvertBlocks::with_exponent(std::uint32_t exponent) {
    const auto bits = static_cast<std::uint32_t>(random_());
    const std::uint32_t mantissa = bits >> 8 & ((1u << source_.mantissa_bits) - 1);
    return exponent << source_.mantissa_bits | mantissa | (bits & 1 ? sign_of(source_) : 0);
}

ConvertInput ConvertBlocks::with_tensor_scale(Codes x) {
    const std::uint32_t scale = scale_for(x);
    return with_scale(std::move(x), scale);
}

/// A scale that the block is given, or loaded for it and those that follow.
std::uint32_t ConvertBlocks::scale_for(const Codes& x) {
    if (!takes_new_scale()) return loaded_;
    if (!loads_) return random_tensor_scale(x);
    const std::uint64_t kind = random_();
    if (kind % 8 == 0) return corner_scales[kind / 8 % std::size(corner_scales)];
    const std::uint32_t scale = random_tensor_scale(x);
    if (kind % 2 == 0) return scale;
    return (scale & infinity_of(fp32())) | corner_mantissas[kind / 8 % std::size(corner_mantissas)];
}

ConvertInput ConvertBlocks::with_scale(Codes x, std::uint32_t scale) {
    const bool loads = loads_ && takes_new_scale();
    if (takes_new_scale()) loaded_ = scale;
    ++blocks_;
    return {std::move(x), loaded_, loads};
}

std::optional<ConvertInput> ConvertBlocks::exhaustive() {
    for (; stage_ != Stage::end; stage_ = static_cast<Stage>(static_cast<int>(stage_) + 1)) {
        const auto input = stage_ == Stage::largest  ? largest()
                           : stage_ == Stage::beside ? beside()
                                                     : specials();
        if (input) return input;
        code_ = 0, distance_ = 1, step_ = 0;
    }
    return std::nullopt;
}

/// Each magnitude with both signs, below it what is smaller.
std::optional<ConvertInput> ConvertBlocks::largest() {
    if (code_ == sign_of(source_)) return std::nullopt;
    Codes codes{code_, code_ | sign_of(source_)};
    while (code_ > 0 && codes.size() < static_cast<std::size_t>(format_.block) && random_() % 4)
        codes.push_back(static_cast<std::uint32_t>(random_()) % code_);
    if (format_.block == 1) std::rotate(codes.begin(), codes.begin() + step_ % 2, codes.end());
    if (format_.block > 1 || step_ % 2) ++code_;
    ++step_;
    return with_tensor_scale(block(std::move(codes)));
}

/// The codes of one exponent after the other, below a largest one so many exponents above.
std::optional<ConvertInput> ConvertBlocks::beside() {
    const std::uint32_t half = 1u << source_.mantissa_bits, last = infinity_of(source_);
    // Without a scale numbers do not know each other.
    if (company() == 0 || !format_.scale) return std::nullopt;
    for (; distance_ <= farthest_; ++distance_, code_ = 0) {
        const std::uint32_t exponent =
            (code_ >> (source_.mantissa_bits + 1)) + static_cast<std::uint32_t>(distance_);
        if (exponent << source_.mantissa_bits >= last) continue;
        Codes codes{with_exponent(exponent)};
        // Counted with the sign below the exponent, so that neighbours have one exponent.
        for (std::size_t i = 0; i < company(); ++i, ++code_) {
            const std::uint32_t low = code_ % (2 * half), high = code_ / (2 * half);
            codes.push_back(high * half + low % half + (low < half ? 0 : sign_of(source_)));
            if (low + 1 == 2 * half) {
                ++code_;
                break;
            }
        }
        return with_tensor_scale(block(std::move(codes)));
    }
    return std::nullopt;
}

/// All codes three times: with infinity, with NaN, with zeros.
std::optional<ConvertInput> ConvertBlocks::specials() {
    if (step_ == 3 || company() == 0) return std::nullopt;
    const std::uint32_t infinity = infinity_of(source_);
    const std::uint32_t companion = step_ == 0 ? infinity : step_ == 1 ? infinity + 1 : 0;
    Codes codes{random_() % 2 ? companion : companion | sign_of(source_)};
    const std::uint32_t count = 1u << source_.bits;
    for (std::size_t i = 0; i < company() && code_ < count; ++i) codes.push_back(code_++);
    if (code_ == count) code_ = 0, ++step_;
    return with_tensor_scale(block(std::move(codes)));
}

/// A number that a tensor scale of the next block is rounded from.
double ConvertBlocks::threshold_gain() {
    if (!takes_new_scale()) {
        const model::ExactValue g = model::decode(fp32(), loaded_);
        return g.is_finite() && Dyadic() < g.number ? to_double(g.number) : 1;
    }
    if (!format_.tensor_scale || scale_ % 2 == 0) return 1;
    return std::ldexp(1 + static_cast<double>(random_() >> 41) / 0x1p23,
                      static_cast<int>(random_() % 60) - 30);
}

/// Around each mark one ulp to its sides, below the number that makes the scale what is wanted.
std::optional<ConvertInput> ConvertBlocks::thresholds() {
    const auto scale = scale_of(format_);
    if (marks_.empty() || company() == 0) return std::nullopt;
    const auto value_of = [&](std::uint32_t code) {
        return scale ? model::decode(*scale, code) : model::finite_value(1);
    };
    const std::size_t blocks_per_scale = (marks_.size() * 3 + company() - 1) / company();
    const std::size_t codes = scale ? model::code_count(*scale) : 1, all = codes * blocks_per_scale;
    const auto stride = static_cast<std::uint32_t>(
        std::max<std::size_t>(1, (all + max_threshold_blocks - 1) / max_threshold_blocks));
    while (scale_ < codes && (!value_of(scale_).is_finite() || value_of(scale_).is_zero()))
        ++scale_;
    if (scale_ >= codes) return std::nullopt;
    const std::uint32_t shared = scale_;
    const double s = to_double(value_of(scale_).number);
    const double g = threshold_gain();
    const double unit = static_cast<double>(static_cast<float>(g));
    const Dyadic top = is_scaled_finely(format_) ? model::max_finite(format_.element)
                                                 : Dyadic(1, model::max_exponent(format_.element));
    Codes x{rounded(source_, to_double(top) * s / unit)};
    while (x.size() <= company() && mark_ < marks_.size() * 3) {
        const std::uint32_t at = rounded(source_, marks_[mark_ / 3] * s / unit);
        const std::uint32_t code = mark_ % 3 == 0 ? at : mark_ % 3 == 1 ? at + 1 : at - (at > 0);
        x.push_back(random_() % 2 ? code : code | sign_of(source_));
        ++mark_;
    }
    if (mark_ == marks_.size() * 3) mark_ = 0, scale_ += stride;
    return with_scale(block(std::move(x)),
                      format_.tensor_exponent ? shared : rounded(fp32(), unit));
}

/// Codes of neighbouring exponents, one in eight anything.
std::optional<ConvertInput> ConvertBlocks::random() {
    if (vectors_ == 0) return std::nullopt;
    --vectors_;
    const std::uint64_t mask = (std::uint64_t{1} << source_.bits) - 1;
    if (takes_new_scale()) centre_ = random_() & mask;
    const std::uint64_t centre = centre_, spread = random_() % 12 + 1;
    Codes x;
    for (int i = 0; i < format_.block; ++i) {
        const std::uint64_t down = random_() % spread << source_.mantissa_bits;
        const std::uint64_t noise = random_() >> (64 - source_.mantissa_bits);
        const std::uint64_t sign = (random_() & 1) << (source_.bits - 1);
        const std::uint64_t near = (((centre & (mask >> 1)) - down) & mask) ^ noise ^ sign;
        const bool zero = centre % 16 == 0 && random_() % 4;
        x.push_back(zero ? 0 : static_cast<std::uint32_t>(random_() % 8 ? near : random_() & mask));
    }
    return with_tensor_scale(std::move(x));
}

/// Mostly one that brings the scale of the block into its range, sometimes anything.
std::uint32_t ConvertBlocks::random_tensor_scale(const Codes& x) {
    if (!format_.tensor_scale && !format_.tensor_exponent) return 0;
    const auto bits = static_cast<std::uint32_t>(random_());
    if (random_() % 16 == 0) return format_.tensor_exponent ? bits % 256 : bits;
    int largest = 0;
    for (const std::uint32_t code : x) {
        const int exponent =
            static_cast<int>((code & (sign_of(source_) - 1)) >> source_.mantissa_bits);
        if (exponent < (1 << source_.exponent_bits) - 1) largest = std::max(largest, exponent);
    }
    if (format_.tensor_exponent) {
        const int top = largest - source_.bias - model::max_exponent(format_.element);
        return static_cast<std::uint32_t>(
            std::clamp(top + 127 + static_cast<int>(bits % 24) - 6, 0, 254));
    }
    const int wanted = model::max_exponent(*format_.scale) + model::max_exponent(format_.element);
    const int exponent = wanted - static_cast<int>(bits % 20) + 1 - (largest - source_.bias);
    return rounded(fp32(), std::ldexp(1 + (bits >> 9) / 0x1p23, exponent));
}

}  // namespace mxgen
