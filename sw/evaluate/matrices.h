// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sw/tensor/quantize.h"
#include "sw/unit/design.h"
#include "sw/unit/operand_pair.h"

namespace mxgen {

/// Two matrices in files, and how they become operands of a design.
struct TensorFiles {
    std::filesystem::path a,
        b;  ///< A (M x K) and B (K x N), FILE.npy or FILE.safetensors[:NAME]; empty: none
    DataRule rule = {};  ///< where the unit's own keys say none

    bool any() const { return !a.empty() || !b.empty(); }
};

/// A (M x K) and B (K x N), and both quantized along K as a design takes them.
struct Matrices {
    tensor::Tensor a, b;
    tensor::Quantized qa, qb;
};

/// The matrix in FILE.npy or FILE.safetensors[:NAME]. Throws Error(usage) when it is no matrix, is
/// empty or not finite.
tensor::Tensor read_matrix(const std::filesystem::path& file);

/// How tensors become operands of this design: by the unit's own keys, else by the files' rule.
DataRule data_rule(const UnitDesign& design, const TensorFiles& files);

/// Reads and quantizes both files. Throws Error(usage) when one is missing, is no matrix, is empty,
/// is not finite, or when they do not fit each other; it calls them --a and --b.
Matrices read_matrices(const Operands& formats, const DataRule& rule, const TensorFiles& files);

/// Two matrices in memory, checked as those of files are and quantized. Throws Error(usage), too.
Matrices make_matrices(tensor::Tensor a, tensor::Tensor b, const Operands& formats,
                       const DataRule& rule);

/// Quantizes the matrices anew, for a design without run-time modes.
void requantize(Matrices& matrices, const Operands& formats, const DataRule& rule);

/// The matrices, quantized to these formats, as a design takes them.
ProductOperands operands_of(const Matrices& matrices, const Operands& formats);

/// The factors that stay outside of every sum: each row of A or column of B has been multiplied by
/// such a number, the scale of its tensor or the power of two of its row.
std::vector<double> outer_scales(const tensor::Quantized& quantized, const BlockFormat& operand);

}  // namespace mxgen
