// SPDX-License-Identifier: Apache-2.0
#include "sw/network/length.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::network {

namespace {

struct NamedLength {
    const char* name;
    std::uint64_t (*value)(const Lengths&);
    bool counts_tokens;
};

constexpr std::array<NamedLength, 4> named{{
    {"tokens", [](const Lengths& l) { return l.tokens(); }, true},
    {"sequence", [](const Lengths& l) { return l.sequence; }, true},
    {"context", [](const Lengths& l) { return l.context; }, true},
    {"batch", [](const Lengths& l) { return l.batch; }, false},
}};

constexpr std::uint64_t largest = std::uint64_t{1} << 53;

const NamedLength* find(std::string_view name) {
    const auto found = std::ranges::find(named, name, &NamedLength::name);
    return found == named.end() ? nullptr : found;
}

[[noreturn]] void refuse(std::string_view word, const std::string& origin) {
    std::vector<std::string> names;
    for (const auto& length : named) names.emplace_back(length.name);
    throw Error(
        Exit::usage,
        fmt::format("{} has {}; allowed: integers from 1, {}, joined by * and /; nearest: {}",
                    origin, in_quotes(word), enumerated(names), nearest(word, names)));
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

Length Length::parse(std::string_view text, const std::string& origin) {
    Length length;
    bool divides = false;
    while (true) {
        const auto end = text.find_first_of("*/");
        const auto word = trimmed(text.substr(0, end));
        Factor factor{.divides = divides};
        const auto [stop, error] =
            std::from_chars(word.data(), word.data() + word.size(), factor.integer);
        const bool is_integer = error == std::errc{} && stop == word.data() + word.size();
        if (is_integer ? factor.integer == 0 : find(word) == nullptr) refuse(word, origin);
        if (!is_integer) factor.integer = 0, factor.name = word;
        length.factors_.push_back(std::move(factor));
        if (end == std::string_view::npos) return length;
        divides = text[end] == '/';
        text.remove_prefix(end + 1);
    }
}

std::uint64_t Length::at(const Lengths& lengths, const std::string& origin) const {
    std::uint64_t value = 1;
    for (const Factor& factor : factors_) {
        const std::uint64_t by =
            factor.integer > 0 ? factor.integer : find(factor.name)->value(lengths);
        if (factor.divides) {
            value = (value + by - 1) / by;
            continue;
        }
        if (by > largest / value)
            throw Error(Exit::usage, fmt::format("{} is too large; allowed: 1 to {}; nearest: {}",
                                                 origin, largest, largest));
        value *= by;
    }
    return value;
}

bool Length::counts_tokens() const {
    return std::ranges::any_of(factors_, [](const Factor& factor) {
        return factor.integer == 0 && find(factor.name)->counts_tokens;
    });
}

}  // namespace mxgen::network
