// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "sw/config/settings.h"

namespace mxgen {

/// "FILE:LINE:COLUMN" of something in a file that errors call `source`.
std::string place(const std::string& source, const toml::source_region& region);

/// Parses TOML. Throws Error (usage) with the place and in words of its own where the text is none,
/// or where a key has more parts than a configuration may need.
toml::table parse_toml(std::string_view text, const std::string& source);

/// Adds the settings of a table, whose keys are those of a section. Throws Error (usage) with
/// FILE:LINE:COLUMN as parse_settings() does.
void add_table(const Keys& keys, Settings& settings, const std::string& section,
               const toml::table& table, const std::string& source);

/// Throws Error (usage): at `at` stands something that is no `kind` ("key"); with what is legal and
/// the nearest of it.
[[noreturn]] void reject_name(const std::string& at, const std::string& kind,
                              std::string_view written, const std::vector<std::string>& legal);

}  // namespace mxgen
