// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "gen/ir/mutate.h"
#include "sw/support/tools.h"

namespace mxgen {

/// Proves by Yosys' SAT solver that a fault changes nothing of what its module makes, whatever
/// enters it.
class MutantProver {
  public:
    /// Without Yosys nothing is proved.
    MutantProver();

    /// Whether the printed module and the one with the fault are equal for all inputs. A module
    /// with registers, one that takes longer than 20 seconds, and one that is the same only for
    /// the inputs that its design gives it, are not shown to be.
    bool proves_equal(const ir::Mutation& mutation) const;

  private:
    std::optional<FoundTool> yosys_;
};

}  // namespace mxgen
