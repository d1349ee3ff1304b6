// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/package/design.h"

namespace mxgen::package {

/// A file list for simulators, paths relative to the package.
std::string file_list(const Design& design);

/// FuseSoC core description (CAPI2): RTL, bench and constraints, and targets that check the RTL,
/// run the bench and synthesise.
std::string fusesoc_core(const Design& design);

/// Bender manifest with the RTL.
std::string bender_manifest(const Design& design);

std::string constraints_path(const Design& design);

/// Timing constraints: the configured clock, or the whole path where there is no clock.
std::string constraints(const Design& design);

}  // namespace mxgen::package
