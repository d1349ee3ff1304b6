// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/report/compare.h"

namespace mxgen::report {

/// What every projected figure is marked with.
constexpr const char* projected = "projected (literature)";

/// Projects runs by a name of sw/report/projections.toml: `[NODE:]NODE@VOLTS` by polynomials and
/// areas of nodes (without the first NODE a run's technology says it, its voltage its own), or the
/// name of a device. Delays are left out where a polynomial is used beyond where it falls with the
/// voltage. Throws Error (usage): an unknown name, a technology without a node, a run without
/// voltage, a voltage that is none.
Projection project(const std::vector<Run>& runs, const std::string& target);

Json to_json(const Projection& projection);
std::string to_text(const Projection& projection);

}  // namespace mxgen::report
