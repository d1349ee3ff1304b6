// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "sw/package/design.h"

namespace mxgen::package {

/// One file of a package.
struct PackageFile {
    std::string path, text;
};

/// parts.json: for each module the part of the design that each of its wires belongs to.
nlohmann::ordered_json parts(const Design& design);

/// A package for tools (docs/schema/manifest.schema.json): interface, resolved
/// configuration, and the hash of every file but the manifest itself.
nlohmann::ordered_json manifest(const Design& design, const std::vector<PackageFile>& files);

}  // namespace mxgen::package
