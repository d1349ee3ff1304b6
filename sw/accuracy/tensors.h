// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/accuracy/errors.h"
#include "sw/format/multiplier.h"
#include "sw/tensor/quantize.h"

namespace mxgen::accuracy {

/// Errors of a product of two matrices by a multiplier in the lanes; sums are exact.
struct TensorAccuracy {
    Errors products;       ///< of elements, in units of their blocks' scales
    int rows = 0;          ///< of the product that were looked at
    double lane_sqnr_db;   ///< against exact products of the same codes; infinite without error
    double total_sqnr_db;  ///< against the fp64 product of the tensors
    double exact_sqnr_db;  ///< of exact products of the codes against the fp64 product
};

/// A (M x K) times B (K x N), quantized along K. Elements of more than eight bits are multiplied by
/// definition, for the first rows alone.
TensorAccuracy measure(const MultiplySpec& spec, const tensor::Tensor& a, const tensor::Tensor& b,
                       const tensor::Quantized& qa, const tensor::Quantized& qb);

}  // namespace mxgen::accuracy
