// SPDX-License-Identifier: Apache-2.0
#include "sw/accuracy/exact_sums.h"

#include <algorithm>

#include "sw/model/multiply.h"

namespace mxgen::accuracy {
namespace {

/// An operand's elements and the scales of its blocks, decoded.
struct DecodedOperand {
    DecodedOperand(const BlockFormat& format, const model::MatrixOperand& operand) {
        for (const std::uint32_t code : operand.codes)
            elements.push_back(model::decode(format.element, code));
        for (const std::uint32_t code : operand.scales)
            scales.push_back(model::scale_value(format, code));
    }
    model::ExactValue scale(std::size_t i) const {
        return scales.empty() ? model::finite_value(1) : scales[i];
    }

    std::vector<model::ExactValue> elements, scales;
};

}  // namespace

std::vector<model::ExactValue> exact_sums(const model::DotSpec& spec, const model::MatrixOperand& a,
                                          const model::MatrixOperand& b) {
    const DecodedOperand x(spec.a, a), y(spec.b, b);
    const auto depth = static_cast<std::size_t>(a.depth);
    const auto block = static_cast<std::size_t>(model::block_size(spec));
    const std::size_t blocks = (depth + block - 1) / block;
    std::vector<model::ExactValue> sums;
    for (std::size_t row = 0; row < static_cast<std::size_t>(a.rows); ++row) {
        for (std::size_t col = 0; col < static_cast<std::size_t>(b.rows); ++col) {
            model::ExactValue& total = sums.emplace_back();
            for (std::size_t i = 0; i < blocks; ++i) {
                model::ExactValue sum;
                for (std::size_t k = i * block; k < std::min(depth, (i + 1) * block); ++k)
                    sum = sum + model::product(spec.multiplier, spec.a.element, spec.b.element,
                                               x.elements[row * depth + k],
                                               y.elements[col * depth + k]);
                total = total + sum * x.scale(row * blocks + i) * y.scale(col * blocks + i);
            }
        }
    }
    return sums;
}

}  // namespace mxgen::accuracy
