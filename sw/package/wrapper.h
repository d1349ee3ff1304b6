// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/unit/config.h"
#include "sw/unit/interface.h"

namespace mxgen::package {

/// A port of the design in an AXI4-Stream: bits [offset +: width] of its tdata.
struct WrapperField {
    Port port;
    int offset = 0;  ///< a multiple of 8
};

/// One stream of the design as an AXI4-Stream (AMBA AXI-Stream, ARM IHI 0051).
struct AxiStream {
    std::string name;  ///< "s_axis", "s_axis_w", "m_axis": the first part of its ports' names
    Stream stream = Stream::none;
    std::vector<WrapperField> fields;  ///< from the lowest bits on, each from a byte's first bit
    int data_width = 8;                ///< of tdata, whole bytes
    bool has_last = true;              ///< tlast; weights are tiles by their number

    bool is_input() const { return stream != Stream::output; }
};

/// An input that changes between packets only, as a register behind AXI4-Lite.
struct AxiRegister {
    Port port;
    int address = 0;          ///< of its byte 0, a multiple of 4
    unsigned long reset = 0;  ///< its value until it is written: mode 0, scale 1.0
};

/// When results leave a unit that cannot be stopped.
struct Pace {
    int results_per_step = 1, latency = 1;
};

/// A module around a design that speaks AXI4-Stream, and AXI4-Lite where it has registers.
struct AxiWrapper {
    std::string top;  ///< NAME_axi_stream
    std::vector<AxiStream> streams;
    std::vector<AxiRegister> registers;
    int beats_per_step = 1;    ///< tlast counts with the last of them
    std::optional<Pace> pace;  ///< none: the design has ready signals of its own

    const AxiStream& stream(Stream which) const;
};

inline constexpr auto lite_name = "s_axil";  ///< the first part of the register ports' names
inline constexpr int lite_address_bits = 12;

/// The wrapper that a configuration asks for; none: it asks for none.
std::optional<AxiWrapper> wrapper_of(const Config& config, const Interface& interface);

/// Its ports: clock and reset, the streams, the registers.
std::vector<Port> ports_of(const AxiWrapper& wrapper);

/// Its module, around one of `interface`, as SystemVerilog.
std::string wrapper_text(const AxiWrapper& wrapper, const Interface& interface);

/// The hand-written modules that it instantiates.
std::vector<std::string> wrapper_parts(const AxiWrapper& wrapper);

}  // namespace mxgen::package
