// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/sweep/sweep.h"

namespace mxgen::sweep {

/// results.json: {"points": [...]}, a line a point with "name", "config" (resolved; of a skipped
/// combination what the axes set), "status", "reason", "cached" and "metrics".
std::string results_json(const Space& space, const SweepReport& report);

/// results.csv (RFC 4180): a header, a line a point: name, status, cached, reason, the axes, every
/// figure that any point has.
std::string results_csv(const Space& space, const SweepReport& report);

}  // namespace mxgen::sweep
