// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/netlist/aig.h"
#include "sw/unit/port.h"

namespace mxgen::ppa {

/// What a simulation of two circuits side by side found.
struct AigComparison {
    std::int64_t vectors = 0;     ///< input vectors that were compared
    std::string difference = {};  ///< an output that differed; empty: none did
    std::vector<std::string> unmoved =
        {};  ///< outputs of one value in all of them that are not tied
};

/// Simulates two circuits of the same ports, 64 streams of vectors at once, and compares their
/// outputs. Elements of a bus are random or a corner pattern (zero, ones, the sign bit alone, all
/// but it); the reset is low at first and now and then. A register R of a circuit is a latch, or an
/// input R.q with outputs R.d (next value), R.c (its clock, compared as an output) and perhaps R.r
/// (asynchronous reset) and R.v (the value that this gives). Circuits with registers settle before
/// the first vector that counts. Throws Error (tool_failed) when the circuits' inputs or outputs
/// differ or there is no output.
AigComparison compare_aigs(const Aig& gold, const Aig& gate, const std::vector<Port>& ports,
                           std::int64_t vectors);

}  // namespace mxgen::ppa
