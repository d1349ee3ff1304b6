// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/gen/unit/bench.h"

namespace mxgen::testing {

/// A point of the lattice of legal dot products: any formats, sizes, accumulator and lowering.
struct Point {
    unit::DotOptions options;
    Lowering lowering = {};
};

/// What a simulator drives and sees in each cycle: the ports of a circuit in their order, packed
/// from the lowest bit up. Output bits outside the mask have no meaning.
struct Script {
    struct Cycle {
        Integer in, out, mask;
    };
    Point point;
    std::shared_ptr<const ir::Circuit> circuit;
    std::vector<Cycle> cycles;
};

/// Any signed element format of at most 16 bits, fp32 and tf32.
Format sample_element(std::mt19937& random);

/// A random point; equal seeds give equal points.
Point sample_point(std::mt19937& random, const std::string& name, unsigned max_lanes);

/// Random blocks with pauses between beats, and what the golden model makes of them.
Script script_of(const Point& point, unsigned blocks, unsigned seed);

/// Whether the interpreted circuit follows the script; else the first difference in words.
std::optional<std::string> first_difference(const Script& script);

/// "e4m3 int4 lanes 3 block 6 fp32 c_i", for messages.
std::string describe(const Point& point);

}  // namespace mxgen::testing
