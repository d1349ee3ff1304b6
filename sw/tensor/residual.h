// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/tensor/quantize.h"

namespace mxgen::tensor {

/// Throws Error (usage), which names --residual-channels, unless rows of `columns` numbers can have
/// the residuals of their last `channels` behind them.
void check_residuals(const BlockFormat& format, const QuantizeOptions& options, int channels,
                     std::size_t columns);

/// Quantizes along the last axis with the residuals of its last `channels` columns behind them:
/// column K + i is what the codes of column K - channels + i left. Throws as check_residuals().
Quantized quantize_with_residuals(const Tensor& x, const BlockFormat& format,
                                  const QuantizeOptions& options, int channels);

/// The same without the residual columns.
Quantized without_residuals(const Quantized& quantized, int channels);

/// The numbers with each residual added to the column that it is of, to the nearest fp32.
Tensor with_residuals_added(const Tensor& dequantized, int channels);

/// A matrix with its last rows once more behind them: what meets residual columns.
Tensor with_last_rows_repeated(const Tensor& b, int channels);

}  // namespace mxgen::tensor
