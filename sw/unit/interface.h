// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/unit/port.h"

namespace mxgen {

/// The outside of an emitted design: the part of manifest.json that test benches need.
struct Interface {
    std::string top;
    std::string unit;
    std::vector<Port> ports;
    int latency_cycles = 0;       ///< 0: combinational, no clock
    int initiation_interval = 1;  ///< cycles between two blocks
    int tensor_load_cycles = 0;   ///< from a beat that loads a tensor to the next; 0: there is none
    int element_latency = 0;      ///< of an array's processing element, in cycles
    std::string semantics;        ///< one paragraph of words

    bool has(Role role, Stream stream = Stream::none) const {
        return find_port(ports, role, stream) != nullptr;
    }
};

}  // namespace mxgen
