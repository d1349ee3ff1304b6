// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/tensor/quantize.h"
#include "sw/tensor/tensor_file.h"

namespace mxgen::tensor {

/// How a file lays out a matrix in a block format, told by names and types; K is the last axis.
enum class PackedLayout {
    gpt_oss,             ///< X_blocks U8 (..., K/32, 16), low nibble first; X_scales U8: MXFP4
    compressed_tensors,  ///< X_packed U8 (..., K/2), low nibble first; X_scale F8_E4M3 (..., K/16)
                         ///< and the divisor X_global_scale F32: NVFP4; X_scale U8 (..., K/32)
                         ///< without it: MXFP4
    modelopt,  ///< X U8 (..., K/2); X_scale F8_E4M3 (..., K/16), the factor X_scale_2 F32:
               ///< NVFP4
    mx,        ///< X F8, F6 or F4 (..., K) or U8 (..., K/2); X_scale, X_scales or
               ///< X_scale_inv U8 or F8_E8M0 (..., K/32): MXFP8, MXFP6, MXFP4
    gguf,      ///< X, type MXFP4: scales stand among the codes
};

/// "gpt-oss"
std::string_view name_of(PackedLayout layout);

/// A tensor in a block format, of one or several tensors of a file.
struct PackedTensor {
    std::string name;  ///< X
    PackedLayout layout = PackedLayout::mx;
    std::string format;                       ///< "mxfp4"
    std::string codes, scales, tensor_scale;  ///< tensors of the file; "": there is none
    Shape shape;                              ///< in elements

    bool has_part(const std::string& tensor) const {
        return tensor == codes || tensor == scales || tensor == tensor_scale;
    }
};

/// What a name stands for: X itself or one of its parts; empty where names, types and shapes are of
/// no such layout.
std::optional<PackedTensor> find_packed(const TensorFile& file, const std::string& name);

/// Bytes whose name or company says that they are codes or scales, of whatever layout.
bool looks_packed(const TensorFile& file, const TensorEntry& entry);

/// Its codes, one an element, its scales and the scale of the tensor, blocks along the last axis.
/// Throws Error(usage) for scales that are below zero and tensor scales that are no finite number
/// above it.
Quantized read_packed(const TensorFile& file, const PackedTensor& packed);

/// The same for FILE:NAME. Throws Error(usage), also for a tensor that is not packed.
Quantized read_quantized(const std::string& argument);

/// The format of that name, whatever this one is called: elements, block and scales.
bool is_same_format(const BlockFormat& x, const BlockFormat& y);

/// The quantized transposed matrix: A's rows (N x K, blocks along axis 1) as B's columns (K x N,
/// blocks along axis 0). Throws Error(usage) where it is no matrix.
Quantized transposed_matrix(const Quantized& quantized);

}  // namespace mxgen::tensor
