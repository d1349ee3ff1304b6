// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen::tensor {

using Shape = std::vector<std::size_t>;

/// Element types of tensor files.
enum class DType { f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, bf16, e4m3, e5m2, e8m0 };

/// Bytes of one element.
std::size_t size_of(DType dtype);

/// The NumPy name ("<f4") where there is one, else the format's name.
std::string_view name_of(DType dtype);

/// A tensor as it stands in a file: elements in C order, little-endian.
struct TypedArray {
    DType dtype = DType::f4;
    Shape shape;
    std::vector<std::byte> bytes;

    bool operator==(const TypedArray&) const = default;
};

/// A tensor of fp32 numbers in C order; any value, NaN and infinities included.
struct Tensor {
    Shape shape;
    std::vector<float> data;
};

/// The number of elements of a shape. Throws Error(usage) prefixed with `where` beyond 2^62 bytes.
std::size_t element_count(const Shape& shape, std::size_t element_bytes, const std::string& where);

/// "(64, 256)".
std::string to_string(const Shape& shape);

/// Every element as fp32, nearest-even where it is not exact (f8 and wide integers); f8 NaN stays
/// NaN.
Tensor to_tensor(const TypedArray& array);

/// Every element as a code. Throws Error(usage) prefixed with `where` unless the type is an integer
/// of at most 32 bits or a format of one byte; signed numbers keep their low bits.
std::vector<std::uint32_t> to_codes(const TypedArray& array, const std::string& where);

TypedArray from_floats(const Shape& shape, std::span<const float> data);
TypedArray from_doubles(const Shape& shape, std::span<const double> data);

/// Codes of `bits` bits as u1, u2 or u4, the narrowest that holds them.
TypedArray from_codes(const Shape& shape, std::span<const std::uint32_t> codes, int bits);

}  // namespace mxgen::tensor
