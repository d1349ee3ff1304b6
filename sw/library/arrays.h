// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sw/library/mxgen.h"
#include "sw/tensor/array.h"

/// Arrays and numbers by name.
struct mxgen_result {
    std::map<std::string, mxgen::tensor::TypedArray, std::less<>> arrays;
    std::map<std::string, double, std::less<>> numbers;
};

namespace mxgen::library {

/// What functions of the C interface fail with: Error (usage).
[[noreturn]] void refuse(const std::string& message);

/// The shape of an array in memory. Throws Error (usage), which names it `where`, for null pointers
/// and ranks that are none.
tensor::Shape shape_of(const mxgen_array* array, const std::string& where);

/// Its numbers. Throws Error (usage) for integers, and for a shape that no memory holds.
tensor::Tensor numbers_of(const mxgen_array* array, const std::string& where);

/// Its elements as codes of so many bits, up to 32; of F32 the bits. Throws Error (usage) for F64,
/// an empty array and a code that is wider.
std::vector<std::uint32_t> codes_of(const mxgen_array* array, int bits, const std::string& where);

}  // namespace mxgen::library
