// SPDX-License-Identifier: Apache-2.0
#include "sw/package/interface.h"

#include <vector>

#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

std::vector<Port> all_ports(const Config& config, const ir::Circuit& top) {
    std::vector<Port> ports;
    if (top.is_clocked()) ports.push_back(make_port(Role::clock, Stream::none));
    if (top.has_reset()) ports.push_back(make_port(Role::reset, Stream::none));
    for (Port& port : unit_of(config).ports(config.design, config.timing.is_pipelined()))
        ports.push_back(std::move(port));
    return ports;
}

}  // namespace

Interface interface_of(const Config& config, const ir::Circuit& top, int latency) {
    const Unit& unit = unit_of(config);
    return {.top = config.name,
            .unit = std::string(unit.name()),
            .ports = all_ports(config, top),
            .latency_cycles = latency,
            .initiation_interval = unit.beats(config.design).beats_per_step(),
            .semantics = unit.meaning(config.design)};
}

}  // namespace mxgen::package
