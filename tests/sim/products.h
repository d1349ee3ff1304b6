// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "sw/model/value.h"
#include "sw/unit/units.h"

namespace mxgen::test {

/// Of a matrix product: A is rows x depth, B depth x cols.
struct Extent {
    int rows, depth, cols;
};

/// Finite codes, under scales from one upward.
inline model::MatrixOperand random_operand(const BlockFormat& format, int rows, int depth,
                                           unsigned seed) {
    std::mt19937 random(seed);
    model::MatrixOperand x{rows, depth, {}, {}};
    const auto codes = static_cast<std::uint32_t>(model::code_count(format.element) - 1);
    while (x.codes.size() < std::size_t(rows) * depth) {
        const std::uint32_t code = random() & codes;
        if (model::decode(format.element, code).is_finite()) x.codes.push_back(code);
    }
    if (!format.scale) return x;
    const std::uint32_t one = std::uint32_t(format.scale->bias) << format.scale->mantissa_bits;
    const int blocks = (depth + format.block - 1) / format.block;
    for (int i = 0; i < rows * blocks; ++i) x.scales.push_back(one + random() % 9);
    return x;
}

inline Operands formats_of(const UnitDesign& design) {
    return unit_of(design).operands(design).value();
}

inline ProductOperands random_product(const UnitDesign& native, const Extent& extent,
                                      unsigned seed = 1) {
    const auto [a, b] = formats_of(native);
    return {random_operand(a, extent.rows, extent.depth, seed),
            random_operand(b, extent.cols, extent.depth, seed + 1)};
}

}  // namespace mxgen::test
