// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/sw/power/reference_energy.h"

namespace mxgen::ppa::tests {

// Circuits of reference cells with registers behind all inputs.

/// Inverters and gates on one path, each with a load of its own. Inputs: the path's, the
/// other ones of all NANDs and of all XORs.
ReferenceCircuit reference_chain();

/// Two words of three bits, one written in each cycle, one read. Inputs: the word that is written,
/// the one that is read, data.
ReferenceCircuit reference_register_file();

/// The sum of two products of two bits, in a register: three levels of ripple, so that it glitches.
/// Inputs: a and b of either product, the lowest bit first.
ReferenceCircuit reference_dot_product();

}  // namespace mxgen::ppa::tests
