// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/package/bench.h"
#include "sw/package/design.h"
#include "sw/package/manifest.h"
#include "sw/support/files.h"

namespace mxgen::package {

/// Every file of the package, the manifest last; equal designs and vectors give equal bytes.
/// `more`: files that the package carries besides.
std::vector<PackageFile> package_files(const Design& design, const Vectors& vectors,
                                       const std::vector<PackageFile>& more = {});

/// Writes rtl.f, rtl_plain.f and the files that they list, for tools that need no more.
void write_rtl(const Design& design, const std::filesystem::path& directory);

}  // namespace mxgen::package
