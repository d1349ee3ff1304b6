// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "sw/model/matmul.h"

namespace mxgen::model {

/// Random codes; scales spread over `spread` binades about one, specials included when asked for.
inline MatrixOperand random_operand(const BlockFormat& format, int rows, int depth, int block,
                                    bool specials, std::mt19937& random) {
    MatrixOperand operand{rows, depth, {}, {}};
    for (int i = 0; i < rows * depth; ++i) {
        std::uint32_t code = 0;
        do code = random() & static_cast<std::uint32_t>(code_count(format.element) - 1);
        while (!specials && !decode(format.element, code).is_finite());
        operand.codes.push_back(code);
    }
    if (!format.scale) return operand;
    const bool wild = random() % 2 == 0;
    for (int i = 0; i < rows * ((depth + block - 1) / block); ++i)
        operand.scales.push_back(wild ? random() % 256 : 120 + random() % 16);
    return operand;
}

}  // namespace mxgen::model
