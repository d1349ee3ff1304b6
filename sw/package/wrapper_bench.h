// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/package/design.h"
#include "sw/package/manifest.h"
#include "sw/package/vectors.h"

namespace mxgen::package {

inline constexpr auto axi_stimulus_path = "vectors/axi_stream_stimulus.hex";
inline constexpr auto axi_expected_path = "vectors/axi_stream_expected.hex";
inline constexpr auto axi_weights_path = "vectors/axi_stream_weights.hex";

/// Examples as the streams of a wrapper carry them, a number per beat.
struct AxiVectors {
    std::vector<Integer> stimulus;  ///< from the lowest bits: tdata, tlast, 32 bits per register
    std::vector<Integer> expected;  ///< tdata, tlast
    std::vector<Integer> weights;   ///< tdata
};

/// A packet is a tile of an array or a sum of a dot product; of designs without either it ends
/// where a register changes, and with every third step.
AxiVectors axi_vectors(const Design& design, const Examples& examples);

/// "vectors/NAME_axi_stream_tb.sv"
std::string axi_bench_path(const Design& design);

/// A self-checking test bench of the wrapper: random pauses on both sides, what waits must not
/// change, nothing may be lost or come twice; registers are written and read back.
std::string axi_bench(const Design& design, const AxiVectors& vectors);

/// The bench and its vectors.
std::vector<PackageFile> axi_bench_files(const Design& design, const AxiVectors& vectors);

}  // namespace mxgen::package
