// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "sw/netlist/aig.h"

namespace mxgen::ppa {

/// The instance and the bit that a name is of: gen_lane[3].u_lane.term_o[5] is bit term_o[5] of
/// gen_lane[3].u_lane. A port of the design is of no instance.
std::pair<std::string, std::string> instance_and_bit(const std::string& name);

/// Whether inputs are values of the design's ports alone: those of registers and of sums that were
/// cut may be ones that they never have.
bool is_free(const Aig& circuit);

/// Whether all outputs of the first half equal those of the second: by all values of a few inputs;
/// by random ones a difference may be found. None: open.
std::optional<bool> equal_by_values(const Aig& both);

}  // namespace mxgen::ppa
