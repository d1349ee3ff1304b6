// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::view {

/// The operators of the emitted text; a test that changes one must see every check fail.
struct Operators {
    std::string add = "+", subtract = "-", multiply = "*";
    std::string shift_left = "<<", shift_right = ">>", arithmetic_shift_right = ">>>";
    std::string bit_and = "&", bit_or = "|", bit_xor = "^", bit_not = "~";
    std::string less = "<", equal = "==";
};

/// The SystemVerilog text of one lowered module (binary operations only, see gen/lower), read
/// without a warning by `verilator --lint-only -Wall`, Yosys 0.23 and Icarus 11. Submodules are
/// instantiated by name. Throws ir::CircuitError for an operation that has to be lowered first.
std::string verilog(const ir::Circuit& circuit, const Operators& operators = {});

/// The part of the design that each of a module's wires belongs to, by its name in the text: wires
/// and outputs that the module itself or a compressor cell in it drives.
std::map<std::string, ir::DesignPart> parts_of_wires(const ir::Circuit& circuit);

/// The circuit and its submodules, each once, submodules first; external ones are left out.
std::vector<std::shared_ptr<const ir::Circuit>> modules(
    const std::shared_ptr<const ir::Circuit>& top);

}  // namespace mxgen::view
