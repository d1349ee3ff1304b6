// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/config.h"
#include "sw/model/convert.h"

namespace mxgen {

/// How tensors are converted for a design: the choices of its [convert] section.
model::ConvertRule convert_rule(const Config::Convert& convert);

/// The block format [a] with the clip of [convert].
BlockFormat clipped_format(const Config& config);

/// Beats that a block of a converter takes.
int beats_a_block(const Config& config);

/// Whether a converter makes its own random bits.
bool has_lfsr(const Config& config);

}  // namespace mxgen
