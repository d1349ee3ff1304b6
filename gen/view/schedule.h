// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "gen/gates/cells.h"
#include "gen/ir/circuit.h"
#include "gen/view/target.h"

namespace mxgen::view {

/// Constraint of a schedule. Neither: only the registers that the circuit itself asks for.
struct Constraint {
    std::optional<double> period_ns = {};  ///< clock period that every stage must fit
    std::optional<unsigned> stages = {};   ///< registers between inputs and outputs, exactly
    gates::FamilyFit fit = {};             ///< of the gates by which stages are judged
};

/// A constraint that cannot be met, and the nearest that can.
class ConstraintError : public ir::CircuitError {
  public:
    ConstraintError(const std::string& message, const Constraint& nearest)
        : CircuitError(message), nearest_(nearest) {}
    const Constraint& nearest() const { return nearest_; }

  private:
    Constraint nearest_;
};

/// A circuit with pipeline registers in place.
struct Scheduled {
    std::shared_ptr<const ir::Circuit> circuit;
    unsigned latency = 0;              ///< clock cycles from inputs to outputs, equal for all
    unsigned initiation_interval = 1;  ///< clock cycles from one beat to the next
    double period_ns = 0;              ///< longest stage with register overhead, as estimated
};

/// Places pipeline registers. Before, a circuit speaks of one beat at a time: inputs and outputs
/// belong to the same beat, a state is read as its value before the beat, and a registered value
/// asks for a cut. Afterwards every value has a stage; what a later stage reads goes through
/// delay registers, which a control value's reset follows, and outputs leave in the last stage. The
/// values on a state's loop lie in one stage, or in as many as it takes turns. Operations are
/// placed as early as the period permits; `stages` looks for the shortest period that needs no more
/// of them. Where the target knows its gates, operations are then taken for as long as the gates of
/// their stages are, until these fit: by gates a period may still be missed. Submodules are cut
/// inside and copied where their cuts differ; in a design with a clock enable they get one, too.
/// The circuit must be lowered. Throws ConstraintError when an operation or a state's loop is
/// longer than the period or `stages` is too small, ir::CircuitError for hand-written submodules.
Scheduled schedule(const std::shared_ptr<const ir::Circuit>& circuit, const Target& target,
                   const Constraint& constraint = {});

}  // namespace mxgen::view
