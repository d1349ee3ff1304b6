// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "sw/format/format.h"

namespace mxgen {

/// Reads a user's table format from TOML: `name` (small letters, digits, underscores) and `values`,
/// the number of each code (4 to 256, a power of two; nan is NaN). Throws Error (usage) with
/// FILE:LINE:COLUMN.
Format read_table_format(const std::filesystem::path& file);

/// The same from text; `source` is what errors call it.
Format parse_table_format(std::string_view toml, const std::string& source);

}  // namespace mxgen
