// SPDX-License-Identifier: Apache-2.0
#include "sw/model/rotate.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <stdexcept>

namespace mxgen::model {

namespace {

std::optional<int> largest_exponent(std::span<const ExactValue> x) {
    std::optional<int> largest;
    for (const ExactValue& value : x) {
        if (value.is_zero()) continue;
        const int exponent = exponent_of(value.number);
        largest = std::max(largest.value_or(exponent), exponent);
    }
    return largest;
}

}  // namespace

std::vector<ExactValue> rotate(std::span<const ExactValue> x, const Rotation& rotation,
                               const std::vector<bool>& negated) {
    const auto size = static_cast<std::size_t>(rotation.size);
    if (x.size() % size != 0) throw std::invalid_argument("not a multiple of the rotation");
    if (!std::ranges::all_of(x, [](const ExactValue& value) { return value.is_finite(); }))
        return std::vector<ExactValue>(x.size(), nan_value());
    const std::optional<int> largest = largest_exponent(x);
    if (!largest) return std::vector<ExactValue>(x.size(), finite_value(0));
    const int unit = *largest - rotation.window;
    std::vector<Integer> terms;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const Integer magnitude = floor_in_units(abs(x[i].number), unit);
        const bool is_negative = x[i].number.is_negative() != negated[i % size];
        terms.push_back(is_negative ? Integer(-magnitude) : magnitude);
    }
    std::vector<ExactValue> rotated;
    for (std::size_t at = 0; at < x.size(); ++at) {
        const std::size_t first = at / size * size, j = at % size;
        Integer sum = 0;
        for (std::size_t i = 0; i < size; ++i)
            sum += std::popcount(i & j) % 2 != 0 ? Integer(-terms[first + i]) : terms[first + i];
        rotated.push_back(finite_value(Dyadic(sum, unit - rotation.shift())));
    }
    return rotated;
}

std::vector<ExactValue> rotate(std::span<const ExactValue> x, const Rotation& rotation) {
    std::vector<bool> negated;
    for (int i = 0; i < rotation.size; ++i) negated.push_back(rotation.negates(i));
    return rotate(x, rotation, negated);
}

}  // namespace mxgen::model
