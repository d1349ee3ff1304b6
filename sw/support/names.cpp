// SPDX-License-Identifier: Apache-2.0
#include "sw/support/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/language/keywords.h"
#include "sw/support/console.h"

namespace mxgen {

std::string in_quotes(std::string_view text) {
    constexpr size_t max_length = 60;
    const bool is_long = text.size() > max_length;
    // A character that the limit would divide goes as a whole.
    size_t end = std::min(text.size(), max_length);
    while (is_long && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return fmt::format("\"{}{}\"", visible_line(text.substr(0, end)), is_long ? "..." : "");
}

std::string list_in_quotes(const std::vector<std::string>& items) {
    constexpr size_t max_items = 4;
    std::string out;
    for (size_t i = 0; i < items.size() && i < max_items; ++i)
        out += (i > 0 ? ", " : "") + in_quotes(items[i]);
    return fmt::format("[{}{}]", out, items.size() > max_items ? ", ..." : "");
}

std::string enumerated(const std::vector<std::string>& choices) {
    std::string out;
    for (size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) out += i + 1 == choices.size() ? " or " : ", ";
        out += choices[i];
    }
    return out;
}

std::string shell_word(const std::string& word) {
    constexpr auto plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=,+:@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

bool is_module_name(std::string_view name) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_legal = [&](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 200 && is_lower(name[0]) &&
           std::all_of(name.begin(), name.end(), is_legal) && !is_keyword(name);
}

}  // namespace mxgen
