// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <random>
#include <vector>

#include "sw/model/value.h"

namespace mxgen::test {

/// Numbers of every kind of trouble: any bits, subnormals, ties of the format, powers of two and
/// their neighbours, zeros, and now and then NaN or infinity.
inline std::vector<float> hard_numbers(const Format& element, std::size_t count,
                                       std::mt19937& random) {
    std::vector<float> x;
    const int centre = static_cast<int>(random() % 300) - 150;
    while (x.size() < count) {
        const auto code = random() & static_cast<std::uint32_t>(model::code_count(element) - 1);
        const auto value = model::decode(element, code);
        const double step = std::ldexp(1.0, static_cast<int>(random() % 4) - 2);
        float number = 0;
        switch (random() % 8) {
            case 0:
                number = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
                break;
            case 1:
                number = std::bit_cast<float>(static_cast<std::uint32_t>(random() & 0x807FFFFF));
                break;
            case 2:
                number = std::ldexp(1.0f, centre + static_cast<int>(random() % 6) - 3);
                break;
            case 3:
                number = random() % 2 != 0 ? 0.0f : -0.0f;
                break;
            default:
                number = static_cast<float>(
                    std::ldexp((value.is_finite() ? to_double(value.number) : 1) +
                                   step * std::ldexp(1.0, model::unit_exponent(element)),
                               centre));
        }
        // A neighbour of it, so that both sides of each boundary are met.
        number = std::bit_cast<float>(std::bit_cast<std::uint32_t>(number) +
                                      static_cast<std::uint32_t>(random() % 3) - 1);
        if (!std::isfinite(number) && random() % 64 != 0) continue;
        x.push_back(number);
    }
    return x;
}

}  // namespace mxgen::test
