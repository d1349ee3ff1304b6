// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/liberty/roles.h"
#include "sw/power/event_circuit.h"

namespace mxgen::ppa {

/// Takes the instances of a module out of the netlist's top: what they gave becomes inputs of it,
/// instance by instance, port by port. Returns how many there were.
std::size_t open_instances(Netlist& netlist, const std::string& module);

/// Whether open_instances() made this input.
bool is_opened(const NetlistPort& port);

/// A clocked netlist behind registers, one before each input but the reset, as inside of
/// a larger design: the inputs come when and as steeply as a register brings them. The registers
/// themselves cost no energy; what they drive does.
EventCircuit circuit_behind_registers(const Netlist& netlist, const Library& library,
                                      const Register& cell, const Conditions& conditions);

}  // namespace mxgen::ppa
