// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sw/tensor/quantize.h"

namespace mxgen::tensor {

/// Errors of a quantized tensor, over its finite elements; sums in fp64.
struct Statistics {
    double qsnr_db = 0;       ///< 10 log10(sum x^2 / sum (x - q)^2); infinite without error
    double mse = 0;           ///< mean of (x - q)^2
    double max_error = 0;     ///< largest |x - q|
    double crest_factor = 0;  ///< mean over the nonzero blocks of max|x| / rms(x)
    double clipped = 0;       ///< share of elements beyond the largest number of their block
    double flushed = 0;       ///< share of nonzero elements that became zero
    std::size_t elements = 0;
    std::size_t nonfinite = 0;  ///< elements left out: NaN or infinite before or after
};

Statistics statistics(const Tensor& x, const Quantized& quantized, const Tensor& dequantized);

/// 10 log10 of signal to error power, in dB; infinite when nothing differs.
double sqnr_db(std::span<const double> reference, std::span<const double> measured);

/// A (M x K) times B (K x N) in fp64, summed in order of K: the reference for sqnr_db.
/// Throws Error(usage) when the shapes do not fit.
std::vector<double> matmul_fp64(const Tensor& a, const Tensor& b);

}  // namespace mxgen::tensor
