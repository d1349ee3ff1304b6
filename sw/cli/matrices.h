// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sw/config/config.h"
#include "sw/tensor/quantize.h"

namespace mxgen::cli {

/// A (M x K) and B (K x N), and both quantized along K as a design takes them.
struct Matrices {
    tensor::Tensor a, b;
    tensor::Quantized qa, qb;
};

/// Reads and quantizes the files given with --a and --b. Throws Error(usage) when one is missing,
/// is no matrix, is not finite, or when they do not fit each other.
Matrices read_matrices(const Config& config, const std::filesystem::path& a,
                       const std::filesystem::path& b);

}  // namespace mxgen::cli
