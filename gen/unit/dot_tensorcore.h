// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/unit/dot.h"

namespace mxgen::unit {

/// Completes a dot product whose accumulator sees products, not sums: `m` has its name only. Groups
/// that several beats bring together are collected as codes first. ir::CircuitError for operands
/// that are scaled or no floats.
void tensorcore_dot(ir::Module& m, const DotOptions& options);

}  // namespace mxgen::unit
