// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "sw/tensor/quantize.h"

namespace mxgen::tensor {

/// The tensors of a matrix that is quantized already: as `mxgen quantize` writes them, or packed in
/// a layout that find_packed() knows. Each is FILE.npy or FILE:NAME, as tensor_argument() reads it.
struct CodeFiles {
    std::filesystem::path codes;   ///< a code for each element, or a packed tensor with its scales;
                                   ///< empty: none
    std::filesystem::path scales;  ///< a scale code for each block; fp32 or bf16 for each row of an
                                   ///< operand with `scale_per = "row"` without a scale format
    std::optional<float> tensor_scale = {};  ///< g: a number is code * scale / g
};

/// The matrix in these files with its blocks along `axis` (1: A, M x K; 0: B, K x N), every code as
/// it stands there, NaN and codes that no conversion writes included. Codes are unsigned, signed
/// integers of an integer format, or of the format's own type. A packed tensor has its blocks along
/// its last axis: as B it is taken N x K, as layers keep their weights. Throws Error(usage), naming
/// the file, for what is no matrix or is empty, types that are no codes, another format than the
/// packed one, a code wider than the format, scales that are missing, of another shape, not the
/// format's or given beside packed ones, scales of rows that are not finite and above zero, and a
/// tensor scale of a format without one.
Quantized read_quantized(const CodeFiles& files, const BlockFormat& format, int axis);

/// The numbers of codes and scales, code * scale / g, in 64 significant bits: exact but for a
/// division by a g that is no power of two.
Tensor exact_numbers(const Quantized& quantized);

/// The scale codes in FILE.npy or FILE:NAME for a format and its blocks: as read_quantized() takes
/// them.
std::vector<std::uint32_t> read_scales(const std::filesystem::path& file, const Format& scale,
                                       const Shape& shape);

/// Scales of rows in FILE.npy or FILE:NAME, fp32 or bf16, as codes of fp32. Throws Error(usage) for
/// other types and shapes, and for scales that are not finite and above zero.
std::vector<std::uint32_t> read_row_scales(const std::filesystem::path& file, const Shape& shape);

}  // namespace mxgen::tensor
