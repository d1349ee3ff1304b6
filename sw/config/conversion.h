// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/config.h"
#include "sw/config/settings.h"
#include "sw/model/convert.h"

namespace mxgen {

/// How tensors are converted for a design: the choices of its [convert] section.
ConvertRule convert_rule(const Config::Convert& convert);

/// Throws Error (usage) for a scale rule or a policy that the format [a] has no use for.
void check_conversion(const Config& config, const Settings& settings);

/// The block format [a] with the clip of [convert].
BlockFormat clipped_format(const Config& config);

/// The block format [a] with the power of two of a tensor as an E8M0 scale: what `deconvert` reads.
BlockFormat decoded_format(const Config& config);

/// Whether a converter makes its own random bits.
bool has_lfsr(const Config& config);

}  // namespace mxgen
