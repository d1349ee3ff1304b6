// SPDX-License-Identifier: Apache-2.0
#include "sw/format/parse.h"

#include <charconv>
#include <string>

namespace mxgen {

bool take(std::string_view& text, std::string_view token) {
    if (!text.starts_with(token)) return false;
    text.remove_prefix(token.size());
    return true;
}

std::optional<int> take_integer(std::string_view& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || std::to_string(number) != text.substr(0, length))
        return std::nullopt;
    text.remove_prefix(length);
    return number;
}

}  // namespace mxgen
