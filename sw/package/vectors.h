// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/package/bench.h"

namespace mxgen::package {

/// A few beats for the package's bench with what the golden model says must leave (Unit::examples):
/// extreme codes and zeros first, then random ones; sums of one block and more, all of a fixed
/// seed.
Vectors golden_vectors(const Design& design);

}  // namespace mxgen::package
