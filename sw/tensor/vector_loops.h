// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sw/tensor/vector_clones.h"

namespace mxgen::tensor {

/// fp32 numbers as bits: without the sign, and from where on they are not finite.
inline constexpr std::uint32_t magnitude_mask = 0x7FFFFFFF, infinity_bits = 0x7F800000;

/// The largest of n fp32 numbers with their signs cleared, as bits; NaN counts as larger than
/// infinity.
MXGEN_INLINED std::uint32_t largest_magnitude(const float* x, std::size_t n) {
    std::int32_t largest = 0;
    for (std::size_t i = 0; i < n; ++i)
        largest = std::max(
            largest, std::bit_cast<std::int32_t>(x[i]) & static_cast<std::int32_t>(magnitude_mask));
    return static_cast<std::uint32_t>(largest);
}

/// Writes code(i) for i below n: in groups that fill a vector of words before they become bytes.
template <class Code>
MXGEN_INLINED void write_codes(std::size_t n, std::uint8_t* codes, const Code& code) {
    constexpr std::size_t group = 16;
    std::size_t first = 0;
    for (; first + group <= n; first += group) {
        std::int32_t words[group];
        for (std::size_t i = 0; i < group; ++i) words[i] = code(first + i);
        for (std::size_t i = 0; i < group; ++i)
            codes[first + i] = static_cast<std::uint8_t>(words[i]);
    }
    for (; first < n; ++first) codes[first] = static_cast<std::uint8_t>(code(first));
}

}  // namespace mxgen::tensor
