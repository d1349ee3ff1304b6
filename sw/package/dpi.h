// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/package/design.h"
#include "sw/package/manifest.h"

namespace mxgen::package {

/// The golden model for benches in SystemVerilog (IEEE 1800-2017, clause 35), all names after the
/// design's: sim/NAME_dpi.sv with the package NAME_dpi of imported functions and the module
/// NAME_checker, which stands beside the design and compares what leaves it; sim/NAME_dpi.c, which
/// holds the configuration and calls libmxgen. Throws Error (usage) for a configuration that rests
/// on other files.
std::vector<PackageFile> dpi_files(const Design& design);

}  // namespace mxgen::package
