// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/module.h"
#include "gen/unit/dot.h"

namespace mxgen::unit {

/// The sums that take turns, a beat each: beat after beat belongs to sum 0, 1, ... count - 1, 0,
/// ... With one sum all of it vanishes.
class TurnCounter {
  public:
    TurnCounter(ir::Module& m, unsigned count, const ir::Value& valid);

    /// A valid beat of the last turn.
    ir::Value round() const { return round_; }
    /// A beat of the last turn, valid or not.
    ir::Value is_last() const { return is_last_; }
    /// From now on the module keeps its states once for each turn. `leaves`: a sum leaves in this
    /// cycle, that of turn 0 first; undriven: sums leave with their beats.
    void begin(const ir::Value& leaves = {}) const;

  private:
    ir::Value counter(const std::string& name, const ir::Value& steps) const;

    ir::Module& m_;
    unsigned count_;
    ir::Value valid_, current_, is_last_, round_;
};

/// Port read_i where sums leave on request, else undriven.
ir::Value requests(ir::Module& m, const DotOptions& options);

/// Ports valid_o and acc_o: a sum `code` on request or, one cycle after its `last` beat, registered
/// already.
void output_sum(ir::Module& m, const ir::Value& requested, const ir::Value& last,
                const ir::Value& code);

}  // namespace mxgen::unit
