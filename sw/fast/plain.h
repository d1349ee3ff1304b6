// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sw/fast/wide.h"
#include "sw/model/value.h"

namespace mxgen::fast {

/// A finite number as the format writes it: significand * 2^exponent, in floating formats with the
/// exponent of the lowest mantissa bit, so that a subnormal has the smallest normal's exponent.
struct PlainNumber {
    std::int32_t significand = 0;
    std::int32_t exponent = 0;
};

/// The number of a code of at most 16 bits; zero for specials. Empty where 31 bits do not hold it.
std::optional<PlainNumber> to_plain(const Format& format, const model::ExactValue& value);

/// The exact sum of a[i] * b[i]; empty where the products lie too far apart for 128 bits.
std::optional<Wide> sum_of_products(std::span<const PlainNumber> a, std::span<const PlainNumber> b);

}  // namespace mxgen::fast
