// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace mxgen::sim {

/// Points of a kind in the design, and how many of them were reached.
struct CoverageCount {
    std::uint64_t points = 0, reached = 0;

    double share() const { return points ? double(reached) / double(points) : 0.0; }
};

/// Line (statement block) and toggle (both edges of every bit) coverage.
struct Coverage {
    CoverageCount line, toggle;
};

/// Reads the counts that a verilated model wrote; points of several instances of one place in the
/// source count once. Throws Error(tool_failed) when the file has no points.
Coverage read_coverage(const std::filesystem::path& file);

}  // namespace mxgen::sim
