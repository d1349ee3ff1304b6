// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/support/json_type.h"
#include "sw/tensor/packed.h"
#include "sw/tensor/tensor_file.h"

namespace mxgen::tensor {

/// What a tensor of a file can be read as.
enum class Meaning {
    numbers,  ///< its elements
    codes,    ///< of a block format, with the parts of `packed`
    scales,   ///< of such codes: of blocks, or of the tensor
    bytes,    ///< whatever --dtype says
    unknown,  ///< nothing
};

/// One tensor of a file.
struct InventoryRow {
    TensorEntry entry;
    Meaning meaning = Meaning::unknown;
    std::optional<PackedTensor> packed;  ///< of codes and scales
};

/// All tensors of a file, in its order. Throws Error(usage), for shards that are absent too.
std::vector<InventoryRow> inventory(const TensorFile& file);

/// "nvfp4 codes (compressed-tensors) with w_scale, w_global_scale"
std::string describe(const InventoryRow& row);

/// {"tensors": [...]}, each with name, dtype, shape, bytes (null: unknown), `as` (numbers, codes,
/// scales, bytes, unknown); codes and scales have format, layout, codes, scales and tensor_scale
/// (null: none), bytes and numbers of at most 16 bits the names that --dtype takes.
Json inventory_json(const std::vector<InventoryRow>& rows);

/// Writes codes.npy, scales.npy and dequantized.npy as `quantize` does, and tensor.json with
/// format, shape, block, and, of formats with one, tensor_scale: the divisor g, or tensor_factor, a
/// factor. Returns that document.
Json write_codes(const std::filesystem::path& folder, const Quantized& quantized,
                 const Tensor& dequantized);

}  // namespace mxgen::tensor
