// SPDX-License-Identifier: Apache-2.0
#include "sw/support/pattern.h"

#include <regex>

#include "sw/support/console.h"

namespace mxgen {

struct Pattern::Compiled {
    std::regex expression;
};

namespace {

constexpr std::size_t max_line = 4096;  // bytes

Pattern::Groups groups_of(const std::smatch& match) {
    Pattern::Groups groups;
    for (const auto& group : match) groups.push_back(group.str());
    return groups;
}

}  // namespace

Pattern::Pattern(const std::string& expression)
    : m_compiled(std::make_shared<Compiled>(Compiled{std::regex(expression)})) {}

std::optional<Pattern::Groups> Pattern::find(std::string_view text) const {
    const std::string lines = cut_lines(text, max_line);
    std::smatch match;
    if (!std::regex_search(lines, match, m_compiled->expression)) return std::nullopt;
    return groups_of(match);
}

std::vector<Pattern::Groups> Pattern::find_all(std::string_view text) const {
    const std::string lines = cut_lines(text, max_line);
    std::vector<Groups> found;
    for (std::sregex_iterator at(lines.begin(), lines.end(), m_compiled->expression), end;
         at != end; ++at)
        found.push_back(groups_of(*at));
    return found;
}

std::optional<Pattern::Groups> Pattern::match(std::string_view text) const {
    const std::string lines = cut_lines(text, max_line);
    std::smatch match;
    if (lines.size() < text.size() || !std::regex_match(lines, match, m_compiled->expression))
        return std::nullopt;
    return groups_of(match);
}

std::string Pattern::replace(std::string_view text, const std::string& by) const {
    return std::regex_replace(std::string(text), m_compiled->expression, by);
}

}  // namespace mxgen
