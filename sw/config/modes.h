// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/config/config.h"

namespace mxgen {

/// One run-time mode of a design: the design without modes that it equals, and how elements lie on
/// the ports.
struct RuntimeMode {
    Config native;
    int a_bits = 0, b_bits = 0;  ///< from one element of a_i, b_i to the next
};

/// The modes of a design in the order of mode_i; without modes the design itself.
std::vector<RuntimeMode> runtime_modes(const Config& config);

}  // namespace mxgen
