// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/package/design.h"

namespace mxgen::package {

/// README.md of a package: meaning in words, ports, latency, and how to run the bench.
std::string readme(const Design& design);

}  // namespace mxgen::package
