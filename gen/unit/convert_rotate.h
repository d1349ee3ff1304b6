// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/unit/convert_stream.h"

namespace mxgen::unit {

/// The numbers behind a rotation as floats: exactly what its sums can be. Its name is the input's.
Format rotated_format(const Format& input, const Rotation& rotation);

/// Rotates the numbers of a converter (docs/numerics.md, "Rotation"): every beat, or where a
/// rotation or a block takes several, from the cycle after the last one on. What goes along with a
/// beat leaves with it.
ConvertInputs rotate(ir::Module& m, const ConvertOptions& options, const ConvertInputs& inputs);

}  // namespace mxgen::unit
