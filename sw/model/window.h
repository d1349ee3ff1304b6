// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/model/accumulate.h"

namespace mxgen::model {

/// The exponent of the unit of which every product of two elements is a multiple: the lowest bit of
/// the product of the two smallest operands.
int product_unit(const DotSpec& spec);

/// Bits of a two's complement integer that holds every sum of `products` products of elements, in
/// units of product_unit; any code counts, such as -128 of int8.
int sum_width(const DotSpec& spec, std::int64_t products);

/// The largest magnitude of a block's sum of products, scales left out; any code counts.
Dyadic largest_block_sum(const DotSpec& spec);

/// A two's complement code read as a number, and a number as a code (modulo 2^width).
Integer from_twos_complement(const Integer& code, int width);
Integer to_twos_complement(const Integer& number, int width);

/// The ends of the two's complement range.
Integer lowest(int width);
Integer highest(int width);

}  // namespace mxgen::model
