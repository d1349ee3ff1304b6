// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gen/gates/cells.h"
#include "gen/ir/circuit.h"
#include "gen/lower/costs.h"

namespace mxgen::view {

/// A quantity that grows with a width n >= 1: fixed + per_log * log2(n) + per_bit * n, but never
/// less than 0. Only `fixed` may be negative, so that wider is never cheaper or faster.
struct Growth {
    double fixed = 0, per_log = 0, per_bit = 0;
    double at(double n) const;
};

/// Cost of an operation: delay in ns, and area in NAND2 equivalents or LUTs.
struct OperationData {
    Growth delay, gates;
};

/// A module that the technology has as one cell; a schedule never cuts inside.
struct CellData {
    double delay_ns = 0, gates = 0;
};

struct Target;

/// In what kind of circuit synthesis works across the borders of operations: anywhere, or in the
/// loop of an accumulator, whose alignment, sum and normalisation share more.
enum class Merging { whole, loop };

/// How synthesis works on a loop: what aligns and normalises shares much, what only adds does not.
Merging merging_of(const ir::Circuit& circuit, const std::vector<ir::NodeId>& loop);

/// How a node uses a row of the data: `depth` times one after the other in delay, `copies` times in
/// area; the widths are the rows' n.
struct Use {
    OperationData Target::*row = nullptr;  ///< null: wiring, ports and registers
    double delay_n = 1, gates_n = 1;
    double depth = 1, copies = 1;
};

/// The row that serves a node, the same for every target.
Use use_of(const ir::Circuit& circuit, const ir::Node& node);

/// Delay and area of a technology: data only, and the rules that apply it to a node.
/// The n of each row:
///   gate, exclusive, select   delay: bits driven by a select (else 1); gates: bits of the result
///   add, less, equal          bits of the operands
///   product                   delay: bits of both factors; gates: product of the factors' bits
///   shift                     delay: bits shifted, a select stage a doubling; gates: bits * stages
///   lookup                    delay: bits of the index; gates: table bits (entries * width)
struct Target {
    std::string name;
    std::string source;  ///< where the numbers come from
    std::string area_unit = "NAND2";
    OperationData gate, exclusive, select, add, less, equal, product, shift, lookup;
    /// Shares of single operations' delay and area that remain when synthesis crosses borders.
    double merged_delay = 1, merged_gates = 1;
    double loop_delay = 1;  ///< merged_delay of what lies in an accumulator's loop
    double clock_to_q_ns = 0, setup_ns = 0;
    double enable_ns = 0;       ///< added to the setup of a register with clock enable
    double register_gates = 0;  ///< a bit, without reset and enable
    double reset_gates = 0, enable_gates = 0;
    std::map<ir::AdderCell, CellData> cells = {};
    lower::Costs costs = {};                                ///< what its sums are lowered by
    std::shared_ptr<const gates::CellSet> gate_cells = {};  ///< what gates it has; null: unknown

    /// Delay in ns from the latest argument of a node to its value; 0 for wiring and registers.
    double delay(const ir::Circuit& circuit, const ir::Node& node,
                 Merging merging = Merging::whole) const;
    /// Area of a node in `area_unit`, registers included, submodules left out.
    double gates(const ir::Circuit& circuit, const ir::Node& node) const;
    /// The cell that a module is mapped to, or null.
    const CellData* cell(const ir::Circuit& module) const;
    /// Share of a clock period besides logic, ns: clk-to-q, setup and the enable of the circuit.
    double register_overhead(bool has_enable) const;
};

/// The targets that `make characterize` has fitted, in gen/view/target_data.cpp.
std::vector<Target> fitted_targets();

/// The target of that name, or null.
const Target* find_target(const std::string& name);

/// The target of that name; throws ir::CircuitError with the known names.
const Target& target(const std::string& name);

}  // namespace mxgen::view
