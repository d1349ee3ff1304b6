// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/report/compare.h"

namespace mxgen::report {

/// One self-contained page: a sortable table with ratios to a chosen baseline, area against delay,
/// errors against energy, energy by part, layouts. It loads nothing from elsewhere.
std::string to_html(const Comparison& comparison);

}  // namespace mxgen::report
