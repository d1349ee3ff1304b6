// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gen/view/target.h"

namespace mxgen::characterize {

/// A circuit to synthesise.
struct Sample {
    std::string name;
    std::shared_ptr<const ir::Circuit> circuit;
    view::Use use = {};       ///< of the one operation that is measured
    unsigned input_bits = 0;  ///< exclusive ors in front of it
};

/// Single operations of several widths, each behind a layer of exclusive ors: in a circuit, too, an
/// operation's inputs come from gates, which have to drive it. `alone`: without that layer, which
/// LUTs would swallow.
std::vector<Sample> operations(bool alone = false);

/// Registers: two in a row, the same with enable, the same with reset.
std::vector<Sample> registers();

/// `count` full (three inputs) or half adders in a row, each one's sum going into the next.
Sample adder_chain(unsigned inputs, unsigned count);

/// Circuits of many operations, on which estimate and synthesis are compared: with adder cells and
/// without, or, where the technology has none, only without.
std::vector<Sample> composites(bool has_cells = true);

/// Accumulators whose loop is the longest stage by far, and the period that the schedule expects.
struct Loop {
    Sample sample;
    double estimated_ns = 0;
};
std::vector<Loop> loops(const view::Target& target);

}  // namespace mxgen::characterize
