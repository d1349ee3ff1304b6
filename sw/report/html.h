// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/report/compare.h"

namespace mxgen::report {

/// One self-contained page: a sortable table with ratios to a chosen baseline, area against delay,
/// errors against energy, energy by part, layouts. It loads nothing from elsewhere.
std::string to_html(const Comparison& comparison);

/// One self-contained page of the results of a sweep ({"points": [{"name", "status", "reason",
/// "config", "metrics"}]}): any two figures against each other with their front, filters by keys,
/// parallel coordinates, a table, and a card a design. It loads nothing from elsewhere.
std::string to_explorer(const Json& results);

}  // namespace mxgen::report
