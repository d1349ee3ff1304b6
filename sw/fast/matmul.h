// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/model/matmul.h"

namespace mxgen::fast {

/// model::matmul() in machine words where the formats permit: equal in every bit.
model::MatrixProduct matmul(const model::DotSpec& spec, const model::MatrixOperand& a,
                            const model::MatrixOperand& b, std::span<const Integer> c = {},
                            const std::set<std::size_t>& rescaled = {});

}  // namespace mxgen::fast
