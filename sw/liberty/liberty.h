// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen::ppa {

/// One statement of a Liberty file that is no group: `name : value;` or `name (value, ...);`.
struct Attribute {
    std::string name;
    std::vector<std::string> values;  ///< as written, without quotes
    bool complex = false;             ///< written with parentheses
};

/// A group of a Liberty file (Liberty User Guide, "General Syntax"): `kind (arguments) { ... }`.
struct Group {
    std::string kind;
    std::vector<std::string> arguments;
    int line = 0;
    std::vector<Attribute> attributes;
    std::vector<Group> groups;

    /// The first argument, or an empty text.
    std::string_view name() const;

    /// The last attribute of that name, as in the tools that read Liberty; null when there is none.
    const Attribute* find(std::string_view attribute) const;

    /// The attribute's first value, or `otherwise`.
    std::string_view text(std::string_view attribute, std::string_view otherwise = "") const;

    /// The attribute's first value as a number, or `otherwise` when absent or no number.
    double number(std::string_view attribute, double otherwise) const;
};

/// Parses the text of a Liberty file to its `library` group. Throws Error (usage) with `file`:line
/// for text that is no Liberty, that ends too early, or that nests deeper than 32 groups.
Group parse_liberty(std::string_view text, const std::string& file);

/// The numbers of a list such as "0.06, 0.18 0.42"; what is no number ends the list.
std::vector<double> numbers(std::string_view list);

/// Writes a group as Liberty text that parse_liberty() reads back the same.
std::string to_liberty(const Group& group);

}  // namespace mxgen::ppa
