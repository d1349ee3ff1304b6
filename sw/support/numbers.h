// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace mxgen {

/// A decimal integer that is the whole text: an optional minus, digits without leading zeros,
/// within the type's range; empty for anything else.
template <std::integral T>
std::optional<T> parse_integer(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.size() > 1 && digits.starts_with('0')) return std::nullopt;
    T x{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return x;
}

/// A decimal number that is the whole text; also inf and nan. Empty for anything else, and beyond
/// the range of double.
inline std::optional<double> parse_number(std::string_view text) {
    double x{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return x;
}

}  // namespace mxgen
