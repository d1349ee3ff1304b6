// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/format/dyadic.h"
#include "sw/package/design.h"

namespace mxgen::package {

inline constexpr auto stimulus_path = "vectors/stimulus.hex";
inline constexpr auto expected_path = "vectors/expected.hex";
inline constexpr auto weights_path = "vectors/weights.hex";

/// Inputs of the bench and expected outputs: one number per beat, the ports of a stream but its
/// ready side by side, the first port in the lowest bits.
struct Vectors {
    std::vector<Integer> stimulus, expected;
    std::vector<Integer> weights;  ///< beats of the weights' stream, where there is one
    int first_due = 1;             ///< beats after which the first output is due, one latency later
};

/// Ports that a beat of a stream is made of, in order: all of the stream but its ready.
std::vector<Port> beat_ports(const Interface& interface, Stream stream);

/// Bits of such a beat.
int beat_width(const Interface& interface, Stream stream);

/// "vectors/NAME_tb.sv"
std::string bench_path(const Design& design);

/// A self-checking test bench that Icarus 11 and Verilator 5.006 run: offers the stimulus, compares
/// every valid output with the expected beats, ends with "PASS" or with $fatal.
std::string bench(const Design& design, const Vectors& vectors);

/// One line of hexadecimal digits per beat, as $readmemh reads it.
std::string hex_lines(const std::vector<Integer>& beats, int width);

}  // namespace mxgen::package
