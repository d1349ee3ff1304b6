// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/format/dyadic.h"
#include "sw/package/design.h"

namespace mxgen::package {

inline constexpr auto stimulus_path = "vectors/stimulus.hex";
inline constexpr auto expected_path = "vectors/expected.hex";
inline constexpr auto weights_path = "vectors/weights.hex";

/// What the bench drives and what must leave: one number a beat, the ports side by side, the first
/// port in the lowest bits. Beats of stimulus are those of the input ports but clock, reset and
/// ready_i; an expected beat holds the output ports but ready_o.
struct Vectors {
    std::vector<Integer> stimulus, expected;
    std::vector<Integer> weights;  ///< beats of the weights' stream, where there is one
    int first_due = 1;             ///< beats after which the first output is due, one latency later
};

/// Ports that a beat of stimulus, of weights or of results is made of, in order.
std::vector<Port> driven_ports(const Interface& interface);
std::vector<Port> weight_ports(const Interface& interface);
std::vector<Port> checked_ports(const Interface& interface);

/// Values of ports by name.
using Ports = std::map<std::string, Integer>;

/// A beat of these ports, the first in the lowest bits; a port without a value is zero.
Integer packed(const std::vector<Port>& ports, const Ports& values);

/// Bits of such a beat.
int beat_width(const std::vector<Port>& ports);

/// "vectors/NAME_tb.sv"
std::string bench_path(const Design& design);

/// A self-checking test bench that Icarus 11 and Verilator 5.006 run: offers the stimulus, compares
/// every valid output with the expected beats, ends with "PASS" or with $fatal.
std::string bench(const Design& design, const Vectors& vectors);

/// One line of hexadecimal digits a beat, as $readmemh reads it.
std::string hex_lines(const std::vector<Integer>& beats, int width);

}  // namespace mxgen::package
