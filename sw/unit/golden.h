// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sw/unit/beats.h"

namespace mxgen {

/// The results that are due for beats that entered a design.
struct Expected {
    explicit Expected(const std::vector<Port>& ports);

    Beats beats;                           ///< the output ports but handshakes, a record per beat
    std::vector<std::uint8_t> flags_only;  ///< per record: its numbers have no meaning
    std::vector<std::size_t> first_cause;  ///< per record: the first input record it follows from
};

/// The golden model of a design as a machine over its ports: beats in, results out, in the order in
/// which they leave, whatever the latency. Knows a beat by the roles of its ports alone.
class Golden {
  public:
    virtual ~Golden() = default;

    /// Takes record `record` of `in`, a valid beat of the input stream, and appends the results
    /// that it completes.
    virtual void step(const Beats& in, std::size_t record, Expected& out) = 0;

    /// Takes a beat of the stream of weights, where the design has one.
    virtual void load(const Beats& weights, std::size_t record);
};

}  // namespace mxgen
