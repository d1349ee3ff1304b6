// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "sw/evaluate/metrics.h"
#include "sw/tensor/changed_integers.h"
#include "sw/tensor/given_codes.h"
#include "sw/tensor/quantize.h"
#include "sw/unit/design.h"
#include "sw/unit/operand_pair.h"

namespace mxgen {

/// Two matrices in files, and how they become operands of a design.
struct TensorFiles {
    std::filesystem::path a,
        b;  ///< A (M x K) and B (K x N), as tensor::read_tensor() takes them; empty: none
    DataRule rule = {};                      ///< where the unit's own keys say none
    std::string a_dtype = {}, b_dtype = {};  ///< what the elements are (tensor::read_as()); "": as
                                             ///< the files say
    tensor::CodeFiles a_codes = {}, b_codes = {};  ///< in place of a and b: quantized already
    std::vector<int> groups = {};  ///< of the depth, before each but the first sums double

    bool any() const { return !a.empty() || !b.empty() || any_codes(); }
    bool any_codes() const { return !a_codes.codes.empty() || !b_codes.codes.empty(); }
};

/// A (M x K) and B (K x N), and both quantized along K as a design takes them. Of codes that were
/// given the tensor is what they mean.
struct Matrices {
    tensor::Tensor a, b;
    tensor::Quantized qa, qb;
    bool a_is_given = false, b_is_given = false;  ///< codes, never quantized anew
    std::vector<int> groups = {};                 ///< as ProductOperands has them
};

/// The matrix that tensor::read_tensor() reads. Throws Error(usage) when it is no matrix, is
/// empty or not finite.
tensor::Tensor read_matrix(const std::filesystem::path& file, const std::string& dtype = {});

/// How tensors become operands of this design: by the unit's own keys, else by the files' rule.
DataRule data_rule(const UnitDesign& design, const TensorFiles& files);

/// Reads the files, codes as they are, and quantizes what is not. Throws Error(usage) when one is
/// missing, is no matrix, is empty, is not finite, when read_quantized() does, or when they do not
/// fit each other; it calls them --a and --b.
Matrices read_matrices(const Operands& formats, const DataRule& rule, const TensorFiles& files);

/// Takes the codes in the files as they are, in place of the tensors of such operands.
void take_codes(Matrices& matrices, const Operands& formats, const TensorFiles& files);

/// Two matrices in memory, checked as those of files are and quantized. Throws Error(usage), too.
Matrices make_matrices(tensor::Tensor a, tensor::Tensor b, const Operands& formats,
                       const DataRule& rule);

/// Quantizes the matrices anew, but those given as codes, for a design without run-time modes.
void requantize(Matrices& matrices, const Operands& formats, const DataRule& rule);

/// The matrices, quantized to these formats, as a design takes them.
ProductOperands operands_of(const Matrices& matrices, const Operands& formats);

/// A with its columns multiplied by what sums double to after their group: A itself without groups.
tensor::Tensor weighted_by_groups(const tensor::Tensor& a, const std::vector<int>& groups);

/// The factors that stay outside of every sum: each row of A or column of B has been multiplied by
/// such a number, the scale of its tensor or the power of two of its row.
std::vector<double> outer_scales(const tensor::Quantized& quantized, const BlockFormat& operand);

/// Integers of an operand's file that its format changes.
struct ChangedOperand {
    std::string flag;  ///< --a or --b
    tensor::ChangedIntegers integers;
};

/// For each operand whose file holds integers and whose format does, too.
std::vector<ChangedOperand> changed_integers(const Matrices& matrices);

/// The same of the files that a design is given, in its first run-time mode: read on their own.
std::vector<ChangedOperand> changed_integers(const UnitDesign& design, const TensorFiles& files);

/// "data__a__changed__count": how many, for each such operand.
Metrics changed_metrics(const std::vector<ChangedOperand>& changed);

}  // namespace mxgen
