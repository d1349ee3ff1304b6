// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sw/model/given_scale.h"
#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// The exact value of a number of any of the types.
model::ExactValue value_of(Extended x);

template <std::floating_point Number>
std::vector<model::ExactValue> values_of(std::span<const Number> x) {
    std::vector<model::ExactValue> values;
    values.reserve(x.size());
    for (const Number value : x) values.push_back(value_of(value));
    return values;
}

/// The golden model on such numbers; `tensor_scale` counts where the format has one, `scale` is the
/// code that a user gives the block.
template <std::floating_point Number>
model::ConvertedBlock convert_exactly(const BlockFormat& format, const ConvertRule& rule,
                                      std::span<const Number> x,
                                      std::span<const std::uint32_t> random, float tensor_scale,
                                      std::optional<std::uint32_t> scale = {}) {
    const auto values = values_of(x);
    if (scale)
        return model::convert_block_with_scale(format, values, *scale, rule, random,
                                               value_of(tensor_scale));
    return model::convert_block(format, values, rule, random, value_of(tensor_scale));
}

/// A tensor between two of fp32: each number as far toward zero and as far away from it as fp32
/// demands; equal where it is an fp32 number. Conversions are monotonic: where both have the same
/// code, so has every number between them.
struct Fp32Bounds {
    explicit Fp32Bounds(const Tensor& x);
    Tensor inner, outer;
};

/// x / y, both above zero, to the nearest fp32, ties to even; the largest fp32 number beyond it.
float nearest_quotient(const Dyadic& x, const Dyadic& y);

}  // namespace mxgen::tensor
