// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "sw/format/choices.h"

namespace mxgen {

/// A Hadamard rotation of numbers before their conversion (docs/numerics.md, "Rotation").
struct Rotation {
    static constexpr int sizes[] = {16, 32, 64, 128};

    int size = 0;               ///< numbers, one of `sizes`; 0: none
    std::string signs = "0x0";  ///< hexadecimal: bit i negates number i of every rotation;
                                ///< "port": given with the numbers
    int window = 24;            ///< places kept below the largest exponent, 1 to 40
    RotateHalf half = RotateHalf::floor;

    explicit operator bool() const { return size > 0; }
    bool operator==(const Rotation&) const = default;
    bool has_sign_port() const { return signs == "port"; }

    /// log2(size): steps of the fast transform.
    int steps() const {
        int count = 0;
        while (1 << count < size) ++count;
        return count;
    }
    /// The results are divided by 2^shift: by sqrt(size), half a place rounded.
    int shift() const { return (steps() + (half == RotateHalf::ceil)) / 2; }

    /// Numbers with one largest exponent: whole rotations and whole blocks.
    int group(int block) const { return std::max(size, block); }
    bool fits(int block) const { return block % size == 0 || size % block == 0; }

    /// The rotation that undoes it in a product of two rotated operands: half a place goes to the
    /// one or to the other.
    Rotation counterpart() const {
        Rotation other = *this;
        other.half = half == RotateHalf::floor ? RotateHalf::ceil : RotateHalf::floor;
        return other;
    }

    /// Bit i of a mask, "0x..." as in `signs`.
    bool negates(int i) const {
        const int place = static_cast<int>(signs.size()) - 1 - i / 4;
        return place >= 2 && (digit(signs[static_cast<std::size_t>(place)]) >> i % 4 & 1) != 0;
    }

    /// Whether the text is a mask of so many bits.
    static bool is_mask(std::string_view text, int bits) {
        if (!text.starts_with("0x") || text.size() < 3) return false;
        const std::string_view digits = text.substr(2);
        const auto count = static_cast<std::size_t>(bits) / 4;
        const bool is_hex = std::ranges::all_of(digits, [](char c) { return digit(c) >= 0; });
        const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
        return is_hex && digits.size() - zeros <= count;
    }

  private:
    static constexpr int digit(char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    }
};

}  // namespace mxgen
