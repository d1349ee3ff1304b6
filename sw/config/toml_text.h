// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

namespace mxgen {

/// "FILE:LINE:COLUMN" of something in a file that errors call `source`.
std::string place(const std::string& source, const toml::source_region& region);

/// Parses TOML. Throws Error (usage) with the place and in words of its own where the text is none,
/// or where a key has more parts than a configuration may need.
toml::table parse_toml(std::string_view text, const std::string& source);

}  // namespace mxgen
