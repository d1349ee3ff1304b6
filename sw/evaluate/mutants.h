// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/evaluate/metrics.h"
#include "sw/evaluate/workpiece.h"
#include "sw/support/json.h"
#include "sw/unit/stimulus.h"

namespace mxgen {

/// What became of circuits with one fault each.
struct MutantReport {
    std::uint64_t possible = 0;               ///< faults that the circuit can have
    std::uint64_t tried = 0;                  ///< of these
    std::uint64_t killed = 0;                 ///< whose results differed
    std::uint64_t killed_by_package = 0;      ///< by the vectors of its package already
    std::uint64_t equivalent = 0;             ///< shown to be equal for all inputs
    std::vector<std::string> survivors = {};  ///< the others: what was changed, and where

    Metrics metrics() const;
};

/// Makes up to `count` mutants of the lowered circuit, of all that there are or drawn evenly from
/// them, and plays to each the vectors of the design's package and then those of a co-simulation,
/// until a result, or valid_o, is not what it should be. The circuit is interpreted; survivors are
/// proved equivalent where all inputs were played or MutantProver can. Throws Error:
/// usage for a unit with streams that wait, check_failed where the circuit itself is wrong.
MutantReport try_mutants(Workpiece& design, std::uint64_t count, const StimulusOptions& options,
                         const ProgressFunction& progress);

}  // namespace mxgen
