// SPDX-License-Identifier: Apache-2.0
// What is measured of an array by parts, against the whole of a small one.
#include <catch2/catch.hpp>

#include "sw/netlist/timing_model.h"
#include "tests/sw/flow/generated.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

Mapped small(const Flags& more, const std::string& directory) {
    auto flags = small_array();
    flags.insert(flags.end(), more.begin(), more.end());
    return map_package(write_generated(flags, directory));
}

/// One element of each kind is as slow as the whole, and no faster.
void check_timing(const Mapped& mapped) {
    const auto& [flow, netlist] = mapped;
    const auto whole = analyse_timing(flow, netlist, 1000);
    CHECK(whole.model == "flat");
    const auto reduced = analyse_timing(flow, netlist, 0);
    INFO(reduced.model << "; " << whole.delay_ns << " ns whole, " << reduced.delay_ns << " ns");
    CHECK(reduced.model.find("6 grid_pe by one") != std::string::npos);
    CHECK(reduced.delay_ns >= whole.delay_ns - 1e-3);
    CHECK(reduced.delay_ns <= 1.01 * whole.delay_ns);
    CHECK(1 / reduced.fmax_mhz >= 1 / whole.fmax_mhz - 1e-6);
    CHECK(1 / reduced.fmax_mhz <= 1.01 / whole.fmax_mhz);
    const auto model = make_timing_model(netlist, flow.library(), 0);
    CHECK(count_instances(model.netlist) < count_instances(netlist) / 2);
}

/// The netlist with three more gates before the operands of one element.
Netlist with_slow_element(const Flow& flow, Netlist netlist, int element) {
    auto& top = netlist.modules.at(netlist.top);
    int next = 1 << 24;
    std::vector<NetlistInstance> buffers;
    for (auto& instance : top.instances) {
        if (instance.type != "grid_pe" || element-- != 0) continue;
        for (auto& bit : instance.pins.at("a_i"))
            for (int i = 0; i < 3; ++i) {
                buffers.push_back(
                    {"slow_" + std::to_string(next),
                     flow.roles.buffer->cell,
                     {{flow.roles.buffer->input, {bit}}, {flow.roles.buffer->output, {next}}}});
                bit = next++;
            }
    }
    REQUIRE_FALSE(buffers.empty());
    top.instances.insert(top.instances.end(), buffers.begin(), buffers.end());
    return netlist;
}

void check_slower_element_is_seen(const Mapped& mapped) {
    const auto& [flow, netlist] = mapped;
    const auto before = analyse_timing(flow, netlist, 0);
    for (const int element : {0, 5}) {
        INFO("element " << element);
        const auto after = analyse_timing(flow, with_slow_element(flow, netlist, element), 0);
        CHECK(after.delay_ns > before.delay_ns + 0.2);
    }
}

/// The energy of sampled elements and of what surrounds them is that of the whole.
void check_energy(const Mapped& mapped, const std::string& part) {
    const auto& [flow, netlist] = mapped;
    const auto workload = random_workload(2000);
    const auto parts = design_energy(netlist, flow.library(), flow.roles.plain_register, workload);
    CHECK(parts.sample.find("4 of 6 grid_pe") != std::string::npos);
    const auto circuit = make_event_circuit(netlist, flow.library(), {});
    std::vector<NetlistPort> inputs;
    for (const auto& port : circuit.ports)
        if (port.is_input && port.name != circuit.clock_port) inputs.push_back(port);
    const auto whole = compute_energy(circuit, workload.stimulus(inputs, 0), 1);
    INFO("whole " << whole.total() << " pJ, by parts " << parts.energy.total() << " pJ");
    CHECK(parts.energy.total() == Approx(whole.total()).epsilon(0.03));
    CHECK(parts.energy.clock() == Approx(whole.clock()).epsilon(0.01));
    CHECK(parts.energy.leakage == Approx(whole.leakage).epsilon(0.001));
    CHECK(parts.energy.parts.at(part) > 0.5 * whole.parts.at(part));
    CHECK(parts.energy.parts.at(part) < 2 * whole.parts.at(part));
}

}  // namespace

TEST_CASE("an array by its elements has the delay and the energy of the whole") {
    const auto mapped = small({}, "array_whole");
    check_timing(mapped);
    check_slower_element_is_seen(mapped);
    check_energy(mapped, "registers");
}

TEST_CASE("converters behind an array see what leaves its elements") {
    check_energy(small({{"--output", "mxint8_b3"}}, "array_converted"), "converters");
}
