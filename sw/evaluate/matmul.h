// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/evaluate/matrices.h"
#include "sw/evaluate/metrics.h"
#include "sw/tensor/array.h"
#include "sw/unit/config.h"

namespace mxgen {

/// The product of two matrices as a design gives it.
struct MatmulResult {
    tensor::TypedArray product;  ///< (M x N) in fp32; fp64 where sums leave as integers
    double sqnr_db = 0;          ///< against the product in fp64, of given codes of the numbers
                                 ///< that they mean; infinite without error, NaN with specials
    std::size_t flagged = 0;     ///< sums that overflowed or met a special, blocks that lost NaN
    std::vector<ChangedOperand> changed = {};  ///< integers that quantization changed
};

/// "name", "rows", "cols", "error__sqnr__db" (null: infinite) and "error__flagged__count".
Metrics matmul_metrics(const std::string& name, const MatmulResult& result);

/// Multiplies A by B by the golden model of a dot product or array, in one of its run-time modes
/// as mode_i counts them. Throws Error (usage) for other units, an unknown mode, a depth that the
/// accumulator does not take, and as read_matrices() does.
MatmulResult multiply_matrices(const Config& config, const TensorFiles& tensors,
                               std::size_t mode = 0);

/// The same with matrices in memory, A (M x K) and B (K x N).
MatmulResult multiply_matrices(const Config& config, tensor::Tensor a, tensor::Tensor b,
                               std::size_t mode = 0);

}  // namespace mxgen
