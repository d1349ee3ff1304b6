// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/measure.h"

#include <algorithm>

#include "gen/view/verilog.h"
#include "sw/flow/timing.h"
#include "sw/flow/workbench.h"
#include "sw/support/files.h"

namespace mxgen::characterize {

namespace {

Interface interface_of(const ir::Circuit& circuit) {
    Interface interface;
    interface.top = circuit.name;
    if (circuit.is_clocked()) interface.ports.push_back(make_port(Role::clock, Stream::none));
    if (circuit.has_reset()) interface.ports.push_back(make_port(Role::reset, Stream::none));
    for (const auto& port : circuit.ports) {
        int width = static_cast<int>(port.range.width() * std::max(1u, port.elements));
        interface.ports.push_back({.name = port.name, .is_input = port.is_input, .width = width});
    }
    return interface;
}

/// A circuit's modules; its owner keeps it meanwhile.
std::vector<std::shared_ptr<const ir::Circuit>> modules_of(const ir::Circuit& circuit) {
    return view::modules(std::shared_ptr<const ir::Circuit>(&circuit, [](auto) {}));
}

}  // namespace

std::vector<std::string> write_sources(const ir::Circuit& circuit,
                                       const std::filesystem::path& directory) {
    std::filesystem::create_directories(directory);
    std::vector<std::string> files;
    for (const auto& module : modules_of(circuit)) {
        files.push_back(module->name + ".sv");
        write_file(directory / files.back(), view::verilog(*module));
    }
    return files;
}

Measurement measure(const ir::Circuit& circuit, const ppa::Technology& technology,
                    const std::filesystem::path& directory) {
    ppa::Flow flow;
    flow.directory = directory / circuit.name;
    flow.source = ".";
    flow.package.name = circuit.name;
    flow.package.interface = interface_of(circuit);
    for (const auto& file : write_sources(circuit, flow.directory))
        flow.package.files.emplace_back(file);
    for (const auto& module : modules_of(circuit))
        if (module->cell != ir::AdderCell::none)
            flow.package.cells[module->name] = ir::name_of(module->cell);
    flow.prepared = std::make_shared<const ppa::PreparedLibrary>(
        ppa::prepare_library(technology, "library.lib"));
    ppa::lay_library(*flow.prepared, flow.directory);
    flow.roles = ppa::find_roles(flow.prepared->library);
    auto netlist = ppa::synthesise(flow);
    auto timing = ppa::analyse_timing(flow, netlist);
    auto area = ppa::inventory(netlist, flow.library()).area;
    return {area / flow.roles.nand2_area, timing.delay_ns, 1000 / timing.fmax_mhz};
}

}  // namespace mxgen::characterize
