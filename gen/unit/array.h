// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "gen/unit/dot.h"

namespace mxgen::unit {

/// An output-stationary array of rows x cols dot products.
struct ArrayOptions {
    std::string name;  ///< of the top module
    DotOptions dot;    ///< of one processing element; array_dot() fills in its name
    unsigned rows = 1, cols = 1;
};

/// The dot product inside every processing element: holds while en_i is 0.
ir::Module array_dot(const ArrayOptions& options);

/// The array around a lowered and scheduled array_dot() of the given latency: packs an element's
/// codes and scale into one word, which the hand-written mx_array carries to the mx_pe that takes
/// it apart. Ports as in docs/interfaces.md.
ir::Module array(const ArrayOptions& options, const std::shared_ptr<const ir::Circuit>& dot,
                 unsigned latency);

}  // namespace mxgen::unit
