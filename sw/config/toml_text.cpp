// SPDX-License-Identifier: Apache-2.0
#include "sw/config/toml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen {

namespace {

/// The end of the string that begins at `at`, a single line or several.
std::size_t string_end(std::string_view text, std::size_t at) {
    const std::string quote(1, text[at]);
    const std::string triple = quote + quote + quote;
    const bool is_long = text.substr(at).starts_with(triple);
    const std::string_view closing = is_long ? triple : quote;
    for (std::size_t i = at + closing.size(); i < text.size(); ++i) {
        if (text[i] == '\\' && quote == "\"")
            ++i;
        else if (text.substr(i).starts_with(closing))
            return i + closing.size() - 1;
        else if (text[i] == '\n' && !is_long)
            return i;
    }
    return text.size();
}

/// The parser nests a table for every part of a dotted key, on the stack: there are as many dots on
/// a line at most as a configuration may need.
void check_nesting(std::string_view text, const std::string& source) {
    constexpr int max_dots = 32;
    int line = 1, dots = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"' || text[i] == '\'') {
            const std::size_t end = std::min(string_end(text, i), text.size() - 1);
            line += static_cast<int>(std::count(&text[i], &text[end], '\n'));
            i = end;
        }
        if (text[i] == '#') i = std::min(text.find('\n', i), text.size() - 1);
        if (text[i] == '\n') ++line, dots = 0;
        if (text[i] == '.' && ++dots > max_dots)
            throw Error(Exit::usage, fmt::format("{}:{}:1: a key of more than {} parts; allowed: a "
                                                 "section and a name",
                                                 source, line, max_dots));
    }
}

/// What is wrong, by what the parser's description contains; it says the rest for TOML's authors.
std::string fault_in_words(std::string_view description) {
    using Row = std::pair<std::string_view, std::string_view>;
    constexpr std::array rows{
        Row{"redefine", "is written twice; allowed: each key and each [section] once"},
        Row{"utf-8", "is no text; allowed: UTF-8"},
        Row{"control character", "has a control character; allowed: \\n, \\t and \\u0007 in texts"},
        Row{"end-of-file", "ends too early; allowed: quotes and brackets that are closed"},
        Row{"nested value depth", "is nested too deep; allowed: a section and a name"},
    };
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) {
        return description.find(one.first) != description.npos;
    });
    return std::string(row != rows.end() ? row->second
                                         : "is no TOML; allowed: [section] and, below it, key = "
                                           "\"text\", key = 8, key = true or key = [\"text\"]");
}

/// The line of that number, from 1, without spaces around it.
std::string_view line_of(std::string_view text, std::size_t number) {
    while (--number > 0 && text.find('\n') != text.npos) text.remove_prefix(text.find('\n') + 1);
    text = text.substr(0, text.find('\n'));
    const auto first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
    return first == text.npos ? "" : text.substr(first, last - first + 1);
}

}  // namespace

std::string place(const std::string& source, const toml::source_region& region) {
    return fmt::format("{}:{}:{}", source, region.begin.line, region.begin.column);
}

toml::table parse_toml(std::string_view text, const std::string& source) {
    check_nesting(text, source);
    try {
        return toml::parse(text, source);
    } catch (const toml::parse_error& error) {
        throw Error(Exit::usage, fmt::format("{}: {} {}", place(source, error.source()),
                                             in_quotes(line_of(text, error.source().begin.line)),
                                             fault_in_words(error.description())));
    }
}

}  // namespace mxgen
