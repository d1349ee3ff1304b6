// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "gen/unit/dot.h"

namespace mxgen::unit {

/// An array of rows x cols dot products.
struct ArrayOptions {
    std::string name;  ///< of the top module
    DotOptions dot;    ///< of one processing element; array_dot() fills in its name
    unsigned rows = 1, cols = 1;
    unsigned cluster = 1;            ///< side of the squares of elements that share operands
    bool weight_stationary = false;  ///< else the sums stay
};

/// A lowered and scheduled circuit, and its latency in cycles.
struct ScheduledCircuit {
    std::shared_ptr<const ir::Circuit> circuit;
    unsigned latency = 0;
};

/// The dot product inside every processing element. With stationary weights it holds while en_i is
/// 0, and adds to the sum that comes from the element above. Sums that are normalised at their end
/// leave as they are.
DotOptions element_options(const ArrayOptions& options);
ir::Module array_dot(const ArrayOptions& options);

/// The array around a lowered and scheduled array_dot(): packs an element's codes and scale into
/// one word, which the hand-written mx_array or mx_weight_array carries to the mx_pe that takes it
/// apart. `result` makes a row of sums into what leaves, all its outputs (array_result.h); without
/// a circuit the sums leave themselves. Ports as in docs/interfaces.md.
ir::Module array(const ArrayOptions& options, const ScheduledCircuit& dot,
                 const ScheduledCircuit& result = {});

}  // namespace mxgen::unit
