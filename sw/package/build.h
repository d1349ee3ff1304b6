// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "gen/ir/circuit.h"
#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

class EstimateMemo;

/// A circuit ready to print: lowered for a technology, registers in place.
struct Built {
    std::shared_ptr<const ir::Circuit> top;
    int latency = 0;                                      ///< cycles from an input to its result
    int tensor_load_cycles = 0;                           ///< as in the interface
    std::shared_ptr<const ir::Circuit> element = {};      ///< of an array: its processing element
    int elements = 1;                                     ///< so many of them
    int element_latency = 0;                              ///< of one of them
    std::map<std::string, unsigned> part_latencies = {};  ///< of what has registers, by module
};

/// The configured unit as a circuit for a target. Throws ir::CircuitError when it is legal but
/// cannot be built. With a memo the element of an array may be that of another, for estimates: its
/// modules have that one's names.
Built build(const Config& config, const view::Target& target, EstimateMemo* memo = nullptr);

/// The same design with sums and products left to + and *: equal modules but for those that only
/// the lowered one has, equal ports and latencies. The top itself where nothing was lowered
/// otherwise.
std::shared_ptr<const ir::Circuit> plain_form(const Config& config, const view::Target& target,
                                              const Built& built);

/// The same as build(); throws Error (usage) instead.
Built build_or_refuse(const Config& config, const view::Target& target,
                      EstimateMemo* memo = nullptr);

}  // namespace mxgen::package
