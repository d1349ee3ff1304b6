// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/unit/convert.h"
#include "gen/unit/deconvert.h"
#include "sw/config/config.h"

namespace mxgen::package {

/// What a configuration of unit convert asks of the circuit.
unit::ConvertOptions convert_options(const Config& config);

/// What an array's results in a block format ask of the circuit, from numbers of format `input`.
unit::ConvertOptions result_options(const Config& config, const Format& input,
                                    const BlockFormat& output);

/// What a configuration of unit deconvert asks of the circuit.
unit::DeconvertOptions deconvert_options(const Config& config);

}  // namespace mxgen::package
