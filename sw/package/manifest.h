// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/package/design.h"
#include "sw/support/json_type.h"

namespace mxgen::package {

/// One file of a package.
struct PackageFile {
    std::string path, text;
};

/// parts.json: for each module the part of the design that each of its wires belongs to.
Json parts(const Design& design);

/// A package for tools (docs/schema/manifest.schema.json): interface, resolved
/// configuration, and the hash of every file but the manifest itself.
Json manifest(const Design& design, const std::vector<PackageFile>& files);

}  // namespace mxgen::package
