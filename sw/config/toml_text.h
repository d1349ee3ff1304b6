// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <vector>

#include "sw/config/settings.h"

namespace mxgen {

/// "FILE:LINE:COLUMN" of something in a file that errors call `source`.
std::string place(const std::string& source, const toml::source_region& region);

/// Parses TOML. Throws Error (usage) with the place and in words of its own where the text is none,
/// or where a key has more parts than a configuration may need.
toml::table parse_toml(std::string_view text, const std::string& source);

/// The value of a key as a node gives it. Throws Error (usage) for a wrong type and as
/// check_value() does.
Setting read_setting(const Key& key, const toml::node& node, const std::string& source);

/// Adds the keys of one section. Throws Error (usage) for unknown ones and as read_setting() does.
void read_section(const Keys& keys, Settings& settings, const std::string& section,
                  const toml::table& table, const std::string& source);

/// What each table of a list `[[section]]` sets. Throws Error (usage) where the node is no such
/// list and as read_section() does.
std::vector<Settings> read_tables(const Keys& keys, const std::string& section,
                                  const toml::node& node, const std::string& source);

/// Throws Error (usage): `written` is no such `kind` ("key", "section"); with the legal ones.
[[noreturn]] void reject_unknown(const std::string& at, const std::string& kind,
                                 std::string_view written, const std::vector<std::string>& legal);

}  // namespace mxgen
