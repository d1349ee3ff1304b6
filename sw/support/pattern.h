// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen {

/// A regular expression (ECMAScript grammar of ISO C++ [re.grammar]), compiled once. Lines of a
/// text count to their 4,096th character: the library's matcher takes stack by length. This is the
/// one place that compiles the library's templates.
class Pattern {
  public:
    /// The text of a match, then that of each group (empty where a group took no part).
    using Groups = std::vector<std::string>;

    /// Throws std::regex_error where the expression is none.
    explicit Pattern(const std::string& expression);

    /// The first match within the text; empty where there is none.
    std::optional<Groups> find(std::string_view text) const;
    /// All matches within the text, from its beginning on, without overlap.
    std::vector<Groups> find_all(std::string_view text) const;
    /// The match of the whole text; empty where it does not match or has a longer line.
    std::optional<Groups> match(std::string_view text) const;
    /// Whether the whole text matches.
    bool matches(std::string_view text) const { return match(text).has_value(); }
    /// The text with each match replaced by `by`, where $1 is the first group.
    std::string replace(std::string_view text, const std::string& by) const;

  private:
    struct Compiled;
    std::shared_ptr<const Compiled> m_compiled;
};

}  // namespace mxgen
