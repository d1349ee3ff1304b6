// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sw/unit/beats.h"

namespace mxgen {

/// The beats that a result follows from: records of the streams of values and of weights, and the
/// row of an array whose elements count among them (-1: all rows).
struct Cause {
    std::size_t first = 0, count = 0;  ///< from the first to the last
    std::size_t stride = 1;            ///< every so many count: other sums take turns
    std::size_t turn = 0;              ///< the first that counts of operands that are not held
    std::size_t first_weight = 0, weight_count = 0;
    int row = -1;

    std::size_t last() const { return first + count - 1; }
};

/// The results that are due for beats that entered a design.
struct Expected {
    explicit Expected(const std::vector<Port>& ports) : beats(ports, Stream::output) {}

    /// Appends a record of zeros; `no_number`: only its flags have a meaning.
    void append(const Cause& cause, bool no_number = false) {
        beats.append();
        flags_only.push_back(no_number);
        causes.push_back(cause);
    }
    void clear() {
        beats.clear();
        flags_only.clear();
        causes.clear();
    }
    std::size_t size() const { return causes.size(); }

    Beats beats;                           ///< the output ports but handshakes, a record per result
    std::vector<std::uint8_t> flags_only;  ///< per record
    std::vector<Cause> causes;             ///< per record
};

/// The golden model of a design as a machine over its ports: beats in, results out, in the order in
/// which they leave, whatever the latency. Knows a beat by the roles of its ports alone.
class Golden {
  public:
    virtual ~Golden() = default;

    /// Takes record `record` of `in`, a valid beat of the input stream, and appends the results
    /// that it completes.
    virtual void step(const Beats& in, std::size_t record, Expected& out) = 0;

    /// Takes a beat of the stream of weights; designs without one leave it.
    virtual void load(const Beats& /*weights*/, std::size_t /*record*/) {}
};

}  // namespace mxgen
