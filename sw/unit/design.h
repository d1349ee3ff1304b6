// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>

#include "sw/unit/array.h"
#include "sw/unit/convert.h"
#include "sw/unit/deconvert.h"
#include "sw/unit/dot.h"
#include "sw/unit/multiply.h"

namespace mxgen {

/// The specifications, one per unit: each holds what that unit has and nothing else.
using UnitDesign =
    std::variant<DotDesign, ArrayDesign, MultiplyDesign, ConvertDesign, DeconvertDesign>;

}  // namespace mxgen
