// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mxgen::sweep {

/// A value of a formula; monostate: what a name stands for is not there.
using FormulaValue = std::variant<std::monostate, bool, double, std::string>;

/// A condition over names: `array.rows * array.cols <= 256 and a.format == b.format`. Numbers,
/// texts in "" or '', true, false, names (letters, digits, "_.", first a letter); + - * / on
/// numbers, comparisons (== and != of texts and truth values, too), not, and, or, parentheses.
/// Weakest first: or, and, not, comparison, sum, product, sign.
class Formula {
  public:
    struct Node;

    /// Throws Error (usage), which says what is wrong after `origin`, and where in the text.
    Formula(const std::string& text, const std::string& origin);

    /// The names in it, in order of their first use.
    const std::vector<std::string>& names() const { return names_; }
    const std::string& text() const { return text_; }

    /// Whether it holds. One that needs a name that is not there holds: it does not speak of such a
    /// design. Throws Error (usage) where kinds of values do not fit each other.
    bool holds(const std::function<FormulaValue(const std::string&)>& value_of) const;

  private:
    std::string text_, origin_;
    std::vector<std::string> names_;
    std::shared_ptr<const Node> root_;
};

}  // namespace mxgen::sweep
