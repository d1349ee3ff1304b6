// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/array.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <mutex>

#include "sw/model/round.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::tensor {
namespace {

struct ElementTypeRow {
    DType dtype;
    std::size_t size;
    std::string_view name;
    std::size_t bits = 0;  ///< where fewer than its bytes have
};

constexpr ElementTypeRow rows[] = {
    {DType::f2, 2, "<f2"},
    {DType::f4, 4, "<f4"},
    {DType::f8, 8, "<f8"},
    {DType::i1, 1, "|i1"},
    {DType::i2, 2, "<i2"},
    {DType::i4, 4, "<i4"},
    {DType::i8, 8, "<i8"},
    {DType::u1, 1, "|u1"},
    {DType::u2, 2, "<u2"},
    {DType::u4, 4, "<u4"},
    {DType::u8, 8, "<u8"},
    {DType::b1, 1, "|b1"},
    {DType::v1, 1, "|V1"},
    {DType::bf16, 2, "bf16"},
    {DType::e4m3, 1, "e4m3"},
    {DType::e5m2, 1, "e5m2"},
    {DType::e8m0, 1, "e8m0"},
    {DType::e4m3fnuz, 1, "e4m3fnuz"},
    {DType::e5m2fnuz, 1, "e5m2fnuz"},
    {DType::e2m1, 1, "e2m1", 4},
    {DType::e2m3, 1, "e2m3", 6},
    {DType::e3m2, 1, "e3m2", 6},
};

/// Types by the names that users know them by.
constexpr std::pair<std::string_view, DType> user_types[] = {
    {"uint8", DType::u1},  {"int8", DType::i1},           {"e4m3", DType::e4m3},
    {"e5m2", DType::e5m2}, {"e4m3fnuz", DType::e4m3fnuz}, {"e5m2fnuz", DType::e5m2fnuz},
    {"e8m0", DType::e8m0}, {"uint16", DType::u2},         {"int16", DType::i2},
    {"fp16", DType::f2},   {"bf16", DType::bf16},         {"fp32", DType::f4},
    {"fp64", DType::f8},
};

const ElementTypeRow& row_of(DType dtype) { return rows[static_cast<std::size_t>(dtype)]; }

template <typename T>
T element(const TypedArray& array, std::size_t i) {
    T x;
    std::memcpy(&x, array.bytes.data() + i * sizeof(T), sizeof(T));
    return x;
}

bool holds_integers(DType dtype) { return dtype >= DType::i1 && dtype <= DType::u8; }

/// The fp32 number of every code of a format of at most 16 bits.
std::vector<float> make_float_table(std::string_view dtype) {
    const bool is_fnuz = dtype.ends_with("fnuz");
    const std::string_view name = !is_fnuz ? dtype : dtype == "e4m3fnuz" ? "e4m3b8" : "e5m2b16";
    const Format format = find_format(name).value(), fp32 = find_format("fp32").value();
    std::vector<float> table;
    for (std::uint32_t code = 0; code < model::code_count(format); ++code)
        table.push_back(std::bit_cast<float>(model::round_to(fp32, model::decode(format, code))));
    // Codes below a byte repeat: bits above theirs do not count.
    while (table.size() < 256) table.push_back(table[table.size() - model::code_count(format)]);
    if (is_fnuz) table[0x80] = std::numeric_limits<float>::quiet_NaN();
    return table;
}

/// The same, made once: files hold thousands of tensors.
const std::vector<float>& float_table(std::string_view dtype) {
    static std::mutex mutex;
    static std::map<std::string_view, std::vector<float>> tables;
    const std::lock_guard lock(mutex);
    auto& table = tables[dtype];
    if (table.empty()) table = make_float_table(dtype);
    return table;
}

/// Numbers of C++'s own types: fp32, and themselves where that changes one.
template <typename T>
void append_numbers(const TypedArray& array, std::size_t count, Tensor& out) {
    bool is_fp32 = true;
    for (std::size_t i = 0; i < count; ++i) {
        const T x = element<T>(array, i);
        const auto narrow = static_cast<float>(x);
        out.data.push_back(narrow);
        is_fp32 = is_fp32 && (Extended{narrow} == static_cast<Extended>(x) || std::isnan(narrow));
    }
    if (is_fp32) return;
    out.exact.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        out.exact.push_back(static_cast<Extended>(element<T>(array, i)));
}

template <typename Code>
void append_by_table(const TypedArray& array, std::size_t count, const std::vector<float>& table,
                     std::vector<float>& out) {
    for (std::size_t i = 0; i < count; ++i) out.push_back(table[element<Code>(array, i)]);
}

template <typename T>
std::vector<std::byte> bytes_of(std::span<const T> data) {
    const auto bytes = std::as_bytes(data);
    return {bytes.begin(), bytes.end()};
}

template <typename T>
std::vector<std::byte> narrowed(std::span<const std::uint32_t> codes) {
    const std::vector<T> narrow(codes.begin(), codes.end());
    return bytes_of(std::span<const T>(narrow));
}

}  // namespace

std::size_t size_of(DType dtype) { return row_of(dtype).size; }

std::size_t packed_bits(DType dtype) {
    const ElementTypeRow& row = row_of(dtype);
    return row.bits > 0 ? row.bits : 8 * row.size;
}

std::string_view name_of(DType dtype) { return row_of(dtype).name; }

std::vector<std::string> dtype_names(std::size_t element_bytes) {
    std::vector<std::string> names;
    for (const auto& [name, dtype] : user_types)
        if (size_of(dtype) == element_bytes) names.emplace_back(name);
    return names;
}

TypedArray read_as(TypedArray array, const std::string& dtype, const std::string& where) {
    const std::size_t size = size_of(array.dtype);
    const auto* const type =
        std::ranges::find(user_types, dtype, [](const auto& t) { return t.first; });
    if (type == std::end(user_types) || size_of(type->second) != size) {
        const auto allowed = dtype_names(size);
        throw Error(
            Exit::usage,
            fmt::format("{}: {} is no type of its elements of {} ({}); allowed: {}; "
                        "nearest: {}",
                        where, in_quotes(dtype),
                        size == 1 ? "a byte" : fmt::format("{} bytes", size), name_of(array.dtype),
                        enumerated(allowed), nearest(dtype, allowed)));
    }
    array.dtype = type->second;
    return array;
}

std::size_t element_count(const Shape& shape, std::size_t element_bytes, const std::string& where) {
    const std::size_t max_elements = (std::size_t{1} << 62) / element_bytes;
    std::size_t count = 1;
    for (const std::size_t extent : shape) {
        if (extent != 0 && count > max_elements / extent)
            throw Error(Exit::usage,
                        fmt::format("{}: shape {} is too large", where, to_string(shape)));
        count *= extent;
    }
    return count;
}

std::string to_string(const Shape& shape) {
    return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

Tensor to_tensor(const TypedArray& array) {
    Tensor tensor{array.shape, {}};
    const std::size_t count = array.bytes.size() / size_of(array.dtype);
    tensor.data.reserve(count);
    tensor.holds_integers = holds_integers(array.dtype);
    switch (array.dtype) {
        case DType::f2:
            append_by_table<std::uint16_t>(array, count, float_table("fp16"), tensor.data);
            break;
        case DType::bf16:
            append_by_table<std::uint16_t>(array, count, float_table("bf16"), tensor.data);
            break;
        case DType::e4m3:
        case DType::e5m2:
        case DType::e8m0:
        case DType::e4m3fnuz:
        case DType::e5m2fnuz:
        case DType::e2m1:
        case DType::e2m3:
        case DType::e3m2:
            append_by_table<std::uint8_t>(array, count, float_table(name_of(array.dtype)),
                                          tensor.data);
            break;
        case DType::v1:
            throw Error(Exit::usage, "bytes of a type that the file does not name are no numbers");
        case DType::f4:
            append_numbers<float>(array, count, tensor);
            break;
        case DType::f8:
            append_numbers<double>(array, count, tensor);
            break;
        case DType::i1:
            append_numbers<std::int8_t>(array, count, tensor);
            break;
        case DType::i2:
            append_numbers<std::int16_t>(array, count, tensor);
            break;
        case DType::i4:
            append_numbers<std::int32_t>(array, count, tensor);
            break;
        case DType::i8:
            append_numbers<std::int64_t>(array, count, tensor);
            break;
        case DType::u1:
        case DType::b1:
            append_numbers<std::uint8_t>(array, count, tensor);
            break;
        case DType::u2:
            append_numbers<std::uint16_t>(array, count, tensor);
            break;
        case DType::u4:
            append_numbers<std::uint32_t>(array, count, tensor);
            break;
        case DType::u8:
            append_numbers<std::uint64_t>(array, count, tensor);
            break;
    }
    return tensor;
}

std::vector<std::uint32_t> to_codes(const TypedArray& array, const std::string& where) {
    switch (array.dtype) {
        case DType::f2:
        case DType::f4:
        case DType::f8:
        case DType::bf16:
        case DType::i8:
        case DType::u8:
            throw Error(
                Exit::usage,
                fmt::format("{}: codes of type {}; allowed are |u1, <u2, <u4, |i1, <i2, <i4", where,
                            name_of(array.dtype)));
        default:
            break;
    }
    const std::size_t size = size_of(array.dtype);
    std::vector<std::uint32_t> codes(array.bytes.size() / size);
    for (std::size_t i = 0; i < codes.size(); ++i)
        std::memcpy(&codes[i], array.bytes.data() + i * size, size);
    return codes;
}

TypedArray from_floats(const Shape& shape, std::span<const float> data) {
    return {DType::f4, shape, bytes_of(data)};
}

TypedArray from_doubles(const Shape& shape, std::span<const double> data) {
    return {DType::f8, shape, bytes_of(data)};
}

TypedArray from_codes(const Shape& shape, std::span<const std::uint32_t> codes, int bits) {
    if (bits <= 8) return {DType::u1, shape, narrowed<std::uint8_t>(codes)};
    if (bits <= 16) return {DType::u2, shape, narrowed<std::uint16_t>(codes)};
    return {DType::u4, shape, bytes_of(codes)};
}

}  // namespace mxgen::tensor
