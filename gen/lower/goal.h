// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/format/choices.h"

namespace mxgen::lower {

/// The estimated cost of a structure: area in two-input gates, delay in those of such a gate.
struct CostEstimate {
    double gates = 0, delay = 0;

    /// Smaller is better: the one figure, the other only among equals; balanced is their product.
    /// Energy counts gates, and with a small weight the depth in which glitches multiply.
    double merit(Goal goal) const {
        constexpr double among_equals = 1e-4, glitches = 0.005;
        switch (goal) {
            case Goal::area:
                return gates * (1 + among_equals * delay);
            case Goal::delay:
                return delay * (1 + among_equals * 1e-2 * gates);
            case Goal::energy:
                return gates * (1 + glitches * delay);
            case Goal::balanced:
                break;
        }
        return gates * delay;
    }
};

}  // namespace mxgen::lower
