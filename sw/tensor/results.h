// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sw/support/json_type.h"
#include "sw/tensor/quantize.h"

namespace mxgen::tensor {

/// A number for JSON, which has no infinity: null in its place.
Json json_number(double x);

/// Format, shape, statistics() and the scale of the tensor, as stats.json has them; `theory` adds
/// the QSNR that theory gives, null where it gives none.
Json statistics_json(const Tensor& x, const Quantized& quantized, const Tensor& dequantized,
                     bool theory);

/// The scale codes as `quantize` writes them; of scales of rows in fp32 or bf16 the numbers (f4).
TypedArray scale_array(const Quantized& quantized);

/// Writes codes.npy, scales.npy (of a format with a scale), dequantized.npy and stats.json into a
/// folder, which is made where it is absent. Throws Error(usage) when they cannot be written.
void write_results(const std::filesystem::path& folder, const Quantized& quantized,
                   const Tensor& dequantized, const Json& statistics);

}  // namespace mxgen::tensor
