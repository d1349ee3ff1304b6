// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/model/convert.h"
#include "sw/tensor/quantize.h"

namespace mxgen::tensor {

/// The numbers of one block and where in the tensor they stand.
template <typename Number>
struct Gathered {
    std::vector<Number> values;
    std::vector<std::size_t> where;

    void gather(const std::vector<Number>& numbers, const BlockLayout& layout, std::size_t block) {
        values.clear();
        where.clear();
        layout.for_each(block, [&](std::size_t element) {
            values.push_back(numbers[element]);
            where.push_back(element);
        });
    }
};

/// The random bits of the elements in these places, by seed and place alone; none unless the
/// rounding is stochastic.
std::vector<std::uint32_t> random_bits(const QuantizeOptions& options,
                                       std::span<const std::size_t> where);

/// Puts one block into the tensor.
void place(const model::ConvertedBlock& converted, const std::vector<std::size_t>& where,
           std::size_t block, Quantized& out);

/// Converts every block with the scale that `options` gives it, or that a search finds: `out` has
/// its shapes and scale of the tensor already.
void convert_with_given_scales(const Tensor& x, const BlockLayout& layout,
                               const QuantizeOptions& options, Path path, Quantized& out);
void convert_with_searched_scales(const Tensor& x, const BlockLayout& layout,
                                  const QuantizeOptions& options, Path path, Quantized& out);

}  // namespace mxgen::tensor
