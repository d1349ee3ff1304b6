// SPDX-License-Identifier: Apache-2.0
#include "sw/package/wrapper.h"

#include <algorithm>

#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

constexpr int byte = 8;

int whole_bytes(int bits) { return (bits + byte - 1) / byte * byte; }

/// Inputs that stand still for a whole packet.
bool is_setting(const Port& port) {
    return port.is_input && (port.role == Role::mode || port.role == Role::tensor_scale);
}

/// What travels in tdata: not the handshake, nor what tlast says, nor registers.
bool is_data(const Port& port) {
    return !is_handshake(port.role) && port.role != Role::first && port.role != Role::last &&
           !is_setting(port);
}

AxiStream axi_stream(const Interface& interface, Stream stream, std::string name) {
    AxiStream axi{.name = std::move(name), .stream = stream, .fields = {}};
    int at = 0;
    for (const Port& port : interface.ports) {
        if (port.stream != stream || !is_data(port)) continue;
        axi.fields.push_back({port, at});
        at += whole_bytes(port.width);
    }
    axi.data_width = std::max(byte, at);
    axi.has_last = stream != Stream::weights;
    return axi;
}

/// The code of 1 in a float format without a leading sign that matters: scales are positive.
unsigned long code_of_one(const Format& format) {
    return static_cast<unsigned long>(format.bias) << format.mantissa_bits;
}

std::vector<AxiRegister> registers_of(const Interface& interface) {
    std::vector<AxiRegister> registers;
    for (const Port& port : interface.ports) {
        if (!is_setting(port)) continue;
        const int address = 4 * static_cast<int>(registers.size());
        registers.push_back({port, address, port.format ? code_of_one(*port.format) : 0});
    }
    return registers;
}

Port plain_port(std::string name, bool is_input, int width = 1) {
    return {.name = std::move(name), .is_input = is_input, .width = width, .element_width = width};
}

struct LitePort {
    const char* name;
    bool is_input;
    int width;
};

/// AXI4-Lite with 32 bits (AMBA AXI, ARM IHI 0022, chapter B1).
constexpr LitePort lite_ports[] = {{"awvalid", true, 1},
                                   {"awready", false, 1},
                                   {"awaddr", true, lite_address_bits},
                                   {"awprot", true, 3},
                                   {"wvalid", true, 1},
                                   {"wready", false, 1},
                                   {"wdata", true, 32},
                                   {"wstrb", true, 4},
                                   {"bvalid", false, 1},
                                   {"bready", true, 1},
                                   {"bresp", false, 2},
                                   {"arvalid", true, 1},
                                   {"arready", false, 1},
                                   {"araddr", true, lite_address_bits},
                                   {"arprot", true, 3},
                                   {"rvalid", false, 1},
                                   {"rready", true, 1},
                                   {"rdata", false, 32},
                                   {"rresp", false, 2}};

}  // namespace

const AxiStream& AxiWrapper::stream(Stream which) const {
    return *std::find_if(streams.begin(), streams.end(),
                         [&](const AxiStream& axi) { return axi.stream == which; });
}

std::optional<AxiWrapper> wrapper_of(const Config& config, const Interface& interface) {
    if (config.wrapper == BusWrapper::none) return std::nullopt;
    const Unit& unit = unit_of(config.design);
    AxiWrapper wrapper{
        .top = interface.top + "_axi_stream",
        .streams = {axi_stream(interface, Stream::input, "s_axis")},
        .registers = registers_of(interface),
        .beats_per_step = unit.beats(config.design).beats_per_step() * unit.turns(config.design),
        .pace = {}};
    if (interface.has(Role::valid, Stream::weights))
        wrapper.streams.push_back(axi_stream(interface, Stream::weights, "s_axis_w"));
    wrapper.streams.push_back(axi_stream(interface, Stream::output, "m_axis"));
    if (!interface.has(Role::ready, Stream::input)) {
        wrapper.pace = Pace{.results_per_step = unit.results_per_step(config.design),
                            .latency = interface.latency_cycles};
    }
    return wrapper;
}

std::vector<Port> ports_of(const AxiWrapper& wrapper) {
    std::vector<Port> ports{make_port(Role::clock, Stream::none),
                            make_port(Role::reset, Stream::none)};
    for (const AxiStream& axi : wrapper.streams) {
        const bool in = axi.is_input();
        ports.push_back(plain_port(axi.name + "_tvalid", in));
        ports.push_back(plain_port(axi.name + "_tready", !in));
        ports.push_back(plain_port(axi.name + "_tdata", in, axi.data_width));
        if (axi.has_last) ports.push_back(plain_port(axi.name + "_tlast", in));
    }
    if (wrapper.registers.empty()) return ports;
    for (const LitePort& port : lite_ports)
        ports.push_back(
            plain_port(std::string(lite_name) + "_" + port.name, port.is_input, port.width));
    return ports;
}

}  // namespace mxgen::package
