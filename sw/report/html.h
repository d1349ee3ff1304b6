// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sw/report/compare.h"

namespace mxgen::report {

/// The page of sw/report/html, part of the program.
const std::map<std::string, std::string, std::less<>>& page_files();

/// One self-contained page: a sortable table with ratios to a chosen baseline, area against delay,
/// errors against energy, energy by part, layouts. It loads nothing from elsewhere.
std::string to_html(const Comparison& comparison);

}  // namespace mxgen::report
