// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/config.h"
#include "sw/format/multiplier.h"

namespace mxgen {

/// How a resolved configuration multiplies two elements; L-Mul's l counts by the mantissa of a.
Multiplier multiplier_of(const Config& config);

/// The multiplier that unit multiply is.
MultiplySpec multiply_spec(const Config& config);

}  // namespace mxgen
