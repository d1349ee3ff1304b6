// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen::tensor {

using Shape = std::vector<std::size_t>;

/// Element types of tensor files. v1: a byte of which the file does not say what it is; e2m1, e2m3,
/// e3m2: a code in the low bits of a byte.
enum class DType {
    f2,
    f4,
    f8,
    i1,
    i2,
    i4,
    i8,
    u1,
    u2,
    u4,
    u8,
    b1,
    v1,
    bf16,
    e4m3,
    e5m2,
    e8m0,
    e4m3fnuz,
    e5m2fnuz,
    e2m1,
    e2m3,
    e3m2
};

/// Bytes of one element in memory.
std::size_t size_of(DType dtype);

/// Bits of one element in files that pack elements without gaps.
std::size_t packed_bits(DType dtype);

/// The NumPy name ("<f4") where there is one, else the format's name.
std::string_view name_of(DType dtype);

/// A tensor as it stands in a file: elements in C order, little-endian.
struct TypedArray {
    DType dtype = DType::f4;
    Shape shape;
    std::vector<std::byte> bytes;

    bool operator==(const TypedArray&) const = default;
};

/// Holds every element of a file as it is: 64 significant bits at least.
using Extended = long double;
static_assert(std::numeric_limits<Extended>::digits >= 64);

/// A tensor's numbers in C order; any value, NaN and infinities included.
struct Tensor {
    Shape shape;
    std::vector<float> data;  ///< to the nearest fp32, ties to even
    /// The numbers as they are, where fp32 does not hold them all (f8, wide integers); else empty.
    std::vector<Extended> exact = {};
    bool holds_integers = false;  ///< the file's type is one of integers

    bool is_fp32() const { return exact.empty(); }
    Extended number(std::size_t i) const { return is_fp32() ? Extended{data[i]} : exact[i]; }
};

/// The number of elements of a shape. Throws Error(usage) prefixed with `where` beyond 2^62 bytes.
std::size_t element_count(const Shape& shape, std::size_t element_bytes, const std::string& where);

/// "(64, 256)".
std::string to_string(const Shape& shape);

/// The same bytes as elements of another type of their size, which a user names: uint8, int8, e4m3,
/// e5m2, e4m3fnuz, e5m2fnuz, e8m0; uint16, int16, fp16, bf16; fp32; fp64. Throws Error(usage)
/// prefixed with `where` for another name or another size.
TypedArray read_as(TypedArray array, const std::string& dtype, const std::string& where);

/// The names that read_as() takes for elements of this many bytes.
std::vector<std::string> dtype_names(std::size_t element_bytes);

/// The numbers of every element; f8 NaN stays NaN. FNUZ formats: bias 8 or 16, every code finite
/// but 0x80, which is NaN (arXiv:2206.02915). Throws Error(usage) for v1, which stands for none.
Tensor to_tensor(const TypedArray& array);

/// Every element as a code. Throws Error(usage) prefixed with `where` unless the type is an integer
/// of at most 32 bits or a format of one byte; signed numbers keep their low bits.
std::vector<std::uint32_t> to_codes(const TypedArray& array, const std::string& where);

TypedArray from_floats(const Shape& shape, std::span<const float> data);
TypedArray from_doubles(const Shape& shape, std::span<const double> data);

/// Codes of `bits` bits as u1, u2 or u4, the narrowest that holds them.
TypedArray from_codes(const Shape& shape, std::span<const std::uint32_t> codes, int bits);

}  // namespace mxgen::tensor
