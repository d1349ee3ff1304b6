// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/model/matmul.h"
#include "sw/tensor/quantize.h"

namespace mxgen::tensor {

/// The two sides of a golden matrix product from quantized matrices: A (M x K) with blocks along
/// axis 1 gives its M rows, B (K x N) with blocks along axis 0 its N columns. Tensor scales stay
/// outside. Throws Error(usage) when the tensor is no matrix or its blocks lie otherwise.
model::MatrixOperand rows_of(const Quantized& a);
model::MatrixOperand columns_of(const Quantized& b);

}  // namespace mxgen::tensor
