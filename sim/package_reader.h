// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "sw/unit/config.h"
#include "sw/unit/interface.h"

namespace mxgen::sim {

/// The design of a package directory.
struct ReadPackage {
    Interface interface;
    std::vector<std::filesystem::path> files;  ///< of rtl.f, in order
};

/// Reads manifest.json and rtl.f of a package, whose files may have been edited since. Throws
/// Error(usage) when they are missing or malformed, or when the package was made from another
/// configuration.
ReadPackage read_package(const std::filesystem::path& directory, const Config& config);

}  // namespace mxgen::sim
