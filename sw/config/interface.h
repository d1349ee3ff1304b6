// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen {

/// One port of an emitted top module; a bus of `elements` codes of `element_width` bits has
/// element i in bits [i * element_width +: element_width].
struct Port {
    std::string name;
    bool is_input = true;
    int width = 1;
    int elements = 1;
    int element_width = 1;
};

/// What a user of an emitted design sees of it: the part of manifest.json that test benches need.
struct Interface {
    std::string top;
    std::string unit;
    std::vector<Port> ports;
    int latency_cycles = 0;       ///< 0: combinational, no clock
    int initiation_interval = 1;  ///< cycles between two blocks
    int element_latency = 0;      ///< of an array's processing element, in cycles
    std::string semantics;        ///< one paragraph of words
};

inline bool has_port(const Interface& interface, std::string_view name) {
    return std::any_of(interface.ports.begin(), interface.ports.end(),
                       [&](const Port& port) { return port.name == name; });
}

}  // namespace mxgen
