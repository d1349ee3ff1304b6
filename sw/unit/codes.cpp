// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/codes.h"

#include <algorithm>

#include "sw/model/round.h"

namespace mxgen {

namespace {

bool is_finite(const Format& format, std::uint32_t code) {
    return model::decode(format, code).is_finite();
}

Codes all_codes(const Format& format) {
    Codes codes(model::code_count(format));
    for (std::uint32_t code = 0; code < codes.size(); ++code) codes[code] = code;
    return codes;
}

std::uint32_t mask_of(const Format& format) {
    return static_cast<std::uint32_t>(model::code_count(format) - 1);
}

/// Both signs of the edges of the exponent range, of one, and what follows the largest number.
Codes floating_corners(const Format& f) {
    const std::uint32_t one = static_cast<std::uint32_t>(f.bias) << f.mantissa_bits;
    const std::uint32_t normal = 1u << f.mantissa_bits;
    const std::uint32_t top = (1u << (f.exponent_bits + f.mantissa_bits)) - 1;
    Codes codes{0, 1, normal - 1, normal, normal + 1, one, one + 1, top >> 1, top, top - 1};
    const std::uint32_t last_exponent = top & ~(normal - 1);
    codes.insert(codes.end(), {last_exponent, last_exponent - 1});
    std::erase_if(codes, [&](std::uint32_t code) { return code > top; });
    if (f.is_signed)
        for (std::size_t i = codes.size(); i-- > 0;) codes.push_back(codes[i] | (top + 1));
    return codes;
}

Codes integer_corners(const Format& f) {
    const std::uint32_t mask = mask_of(f), sign = 1u << (f.bits - 1);
    return {0, 1, mask, sign - 1, sign, (sign + 1) & mask, sign >> 1, mask ^ (sign >> 1)};
}

Codes of_finiteness(const Format& format, Codes codes, bool finite) {
    std::erase_if(codes, [&](std::uint32_t code) { return is_finite(format, code) != finite; });
    return codes;
}

bool tells(Random& random, int percent) { return static_cast<int>(random() % 100) < percent; }

std::uint32_t one_of(Random& random, const Codes& codes) { return codes[random() % codes.size()]; }

}  // namespace

Codes corner_codes(const Format& format) {
    Codes codes = format.kind == Kind::floating  ? floating_corners(format)
                  : format.kind == Kind::integer ? integer_corners(format)
                                                 : all_codes(format);
    std::ranges::sort(codes);
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

Codes special_codes(const Format& format) {
    return of_finiteness(format, corner_codes(format), false);
}

std::uint32_t zero_code(const Format& format) {
    return model::encode(format, model::finite_value(0)).code;
}

std::uint32_t one_code(const Format& format) {
    return model::encode(format, model::finite_value(1)).code;
}

std::uint32_t negated(const Format& format, std::uint32_t code) {
    if (format.kind == Kind::integer) return (~code + 1) & mask_of(format);
    if (format.kind == Kind::floating && format.is_signed)
        return code ^ (1u << (format.exponent_bits + format.mantissa_bits));
    return code;
}

Codes random_codes(std::mt19937& random, int count, int bits) {
    Codes codes;
    for (int i = 0; i < count; ++i)
        codes.push_back(static_cast<std::uint32_t>(random()) >> (32 - bits));
    return codes;
}

BlockSource::Pool::Pool(const Format& of)
    : format(of),
      corners(corner_codes(of)),
      finite_corners(of_finiteness(of, corners, true)),
      mask(mask_of(of)),
      zero(zero_code(of)),
      one(one_code(of)) {
    if (of.bits > 16) return;
    for (const std::uint32_t code : all_codes(of)) finite.push_back(mxgen::is_finite(of, code));
}

bool BlockSource::Pool::is_finite(std::uint32_t code) const {
    return finite.empty() ? mxgen::is_finite(format, code) : finite[code];
}

BlockSource::BlockSource(const BlockFormat& format) : elements_(format.element) {
    if (format.scale) scales_.emplace(*format.scale);
}

void BlockSource::elements(Random& random, bool specials, std::span<std::uint32_t> codes) const {
    constexpr Draw draws[] = {Draw::uniform, Draw::uniform, Draw::near, Draw::sparse,
                              Draw::extreme};
    const Draw draw = draws[random() % std::size(draws)];
    const auto center = static_cast<std::uint32_t>(random());
    for (std::uint32_t& code : codes) {
        code = element(random, draw, center);
        if (!specials && !elements_.is_finite(code))
            code = one_of(random, elements_.finite_corners);
    }
    // Neighbours that cancel, as far as the other operand lets them.
    if (tells(random, 15))
        for (std::size_t i = 1; i < codes.size(); i += 2)
            codes[i] = negated(elements_.format, codes[i - 1]);
}

std::uint32_t BlockSource::element(Random& random, Draw draw, std::uint32_t center) const {
    const auto bits = static_cast<std::uint32_t>(random());
    switch (draw) {
        case Draw::near: {
            const std::uint32_t code = (center + bits % 8) & elements_.mask;
            return bits >> 31 ? negated(elements_.format, code) : code;
        }
        case Draw::sparse:
            return bits >> 29 ? elements_.zero : bits & elements_.mask;
        case Draw::extreme:
            return one_of(random, elements_.corners);
        case Draw::uniform:
            break;
    }
    return bits & elements_.mask;
}

std::uint32_t BlockSource::scale(Random& random, bool specials) const {
    if (!scales_) return 0;
    std::uint32_t code;
    if (tells(random, 70))
        code = scales_->one + random() % 17 - 8;
    else if (tells(random, 60))
        code = random();
    else
        code = one_of(random, scales_->corners);
    code &= scales_->mask;
    return specials || scales_->is_finite(code) ? code : one_of(random, scales_->finite_corners);
}

FirstValues::FirstValues(const DotDesign& dot)
    : sum_(sum_format(dot)), small_(dot.accumulator.is_exact()) {
    if (sum_.kind == Kind::floating) corners_ = corner_codes(sum_);
    const model::DotSpec spec = dot_spec(dot);
    if (spec.unrounded)
        largest_ = ((Integer(1) << (sum_.mantissa_bits - 1)) - 1) / model::summed_terms(spec);
}

/// As one term leaves it, near the middle of the exponents or anywhere; now and then a special.
Integer FirstValues::unrounded(Random& random) const {
    const int places = sum_.exponent_bits + sum_.mantissa_bits;
    Integer significand = random() % (2 * largest_ + 1) - largest_;
    if (significand < 0) significand += Integer(1) << sum_.mantissa_bits;
    const std::uint64_t exponents = (std::uint64_t{1} << sum_.exponent_bits) - 1;
    const std::uint64_t exponent =
        random() % 4 ? (exponents / 2 + random() % 17 - 8) & exponents : random() & exponents;
    const Integer flags = random() % 16 ? 0 : random() % 8;
    return (flags << places) + (Integer(exponent) << sum_.mantissa_bits) + significand;
}

Integer FirstValues::operator()(Random& random) const {
    if (largest_ > 0) return unrounded(random);
    if (small_) return random() % (1u << std::min(6, sum_.bits - 1));
    const bool extreme = random() % 4 == 0;
    if (extreme && !corners_.empty()) return corners_[random() % corners_.size()];
    const Integer sign = Integer(1) << (sum_.bits - 1);
    if (extreme) return random() % 2 ? sign : sign - 1;
    Integer code = 0;
    for (int bits = 0; bits < sum_.bits; bits += 64) code = (code << 64) | random();
    return code % (2 * sign);
}

}  // namespace mxgen
