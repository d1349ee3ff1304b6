// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace mxgen::package {

/// Why a directory may not be replaced: what in it is not what mxgen wrote. Its manifest must be
/// one of mxgen, every file that the manifest lists must be as it was written, and nothing else may
/// lie there but metrics.json, accuracy.json and synthesis/ of a run. Empty: all of it is ours.
std::string foreign_content(const std::filesystem::path& directory);

}  // namespace mxgen::package
