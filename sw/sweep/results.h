// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/support/json_type.h"
#include "sw/sweep/sweep.h"

namespace mxgen::sweep {

/// {"points": [...]}, each with "name", "config" (resolved; of a skipped combination what the axes
/// set), "status", "reason", "cached" and "metrics".
Json results_of(const Space& space, const SweepReport& report);

/// results.json: the same as text, a line a point.
std::string results_text(const Json& results);

/// The names and statuses in a results.json; empty of what is none. Throws Error as read_file().
std::vector<std::pair<std::string, std::string>> read_statuses(const std::filesystem::path& file);

/// results.csv (RFC 4180): a header, a line a point: name, status, cached, reason, the axes, every
/// figure that any point has.
std::string results_csv(const Space& space, const SweepReport& report);

}  // namespace mxgen::sweep
