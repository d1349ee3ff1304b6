// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/package/design.h"

namespace mxgen::package {

/// A file list for simulators, paths relative to the package.
std::string file_list(const Design& design);

/// FuseSoC core description (CAPI2): the RTL, and a target that runs the bench.
std::string fusesoc_core(const Design& design);

/// Bender manifest with the RTL.
std::string bender_manifest(const Design& design);

/// Timing constraints: the configured clock, or the whole path where there is no clock.
std::string constraints(const Design& design);

}  // namespace mxgen::package
