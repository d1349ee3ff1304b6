// SPDX-License-Identifier: Apache-2.0
#include "sw/support/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/language/keywords.h"

namespace mxgen {

std::string in_quotes(std::string_view text) {
    constexpr size_t longest = 60;
    std::string out = "\"";
    for (const char c : text.substr(0, longest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + (text.size() > longest ? "...\"" : "\"");
}

std::string enumerated(const std::vector<std::string>& choices) {
    std::string out;
    for (size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) out += i + 1 == choices.size() ? " or " : ", ";
        out += choices[i];
    }
    return out;
}

bool is_module_name(std::string_view name) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_legal = [&](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 200 && is_lower(name[0]) &&
           std::all_of(name.begin(), name.end(), is_legal) && !is_keyword(name);
}

}  // namespace mxgen
