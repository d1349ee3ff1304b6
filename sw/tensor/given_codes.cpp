// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/given_codes.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <functional>

#include "sw/support/error.h"
#include "sw/tensor/packed.h"
#include "sw/tensor/tensor_slice.h"

namespace mxgen::tensor {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const std::string& fault) {
    throw Error(Exit::usage, fmt::format("{}: {}", file.string(), fault));
}

/// The tensor of that name, its bytes as they stand.
TypedArray read_array(const fs::path& file) {
    TensorArgument argument = tensor_argument(file.string());
    const auto opened = open_tensor_file(argument);
    return opened->read(chosen_name(*opened, argument));
}

bool is_unsigned(DType type) { return type == DType::u1 || type == DType::u2 || type == DType::u4; }
bool is_signed(DType type) { return type == DType::i1 || type == DType::i2 || type == DType::i4; }

/// "[3, 4]", the place of an element in C order.
std::string place_of(const Shape& shape, std::size_t i) {
    std::string text;
    for (std::size_t axis = shape.size(); axis-- > 0; i /= shape[axis])
        text = fmt::format("{}{}{}", i % shape[axis], text.empty() ? "" : ", ", text);
    return "[" + text + "]";
}

/// Refuses the codes that are none of the format, with their count and the first one's place.
void check_codes(const fs::path& file, const Shape& shape, const std::vector<std::uint32_t>& codes,
                 const std::string& allowed, const std::function<bool(std::uint32_t)>& is_code) {
    std::size_t bad = 0, first = 0;
    for (std::size_t i = codes.size(); i-- > 0;) {
        if (is_code(codes[i])) continue;
        first = i;
        ++bad;
    }
    if (bad > 0)
        refuse(file, fmt::format("{} of {} codes are out of range, the first at {}: {:#x}; "
                                 "allowed: {}",
                                 bad, codes.size(), place_of(shape, first), codes[first], allowed));
}

/// Two's complement of an integer format from signed integers.
std::vector<std::uint32_t> signed_codes(const fs::path& file, const TypedArray& array,
                                        const Format& format) {
    auto codes = to_codes(array, file.string());
    const int bits = static_cast<int>(8 * size_of(array.dtype));
    for (std::uint32_t& code : codes)
        code = static_cast<std::uint32_t>(static_cast<std::int32_t>(code << (32 - bits)) >>
                                          (32 - bits));
    const auto half = std::int64_t{1} << (format.bits - 1);
    check_codes(file, array.shape, codes,
                fmt::format("{} to {} of {}", -half, half - 1, format.name), [=](auto code) {
                    const auto value = static_cast<std::int32_t>(code);
                    return -half <= value && value < half;
                });
    for (std::uint32_t& code : codes) code &= static_cast<std::uint32_t>(2 * half - 1);
    return codes;
}

/// Whether the file's type is that of the codes.
bool is_own_type(DType type, const Format& format) {
    return name_of(type) == format.name || (type == DType::e4m3 && format.name == "ue4m3");
}

/// The codes of a format in an array of unsigned integers, of signed ones for integers, or of its
/// own type.
std::vector<std::uint32_t> codes_in(const fs::path& file, const TypedArray& array,
                                    const Format& format) {
    const bool is_integer = format.kind == Kind::integer;
    if (is_signed(array.dtype) && is_integer) return signed_codes(file, array, format);
    if (!is_unsigned(array.dtype) && !is_own_type(array.dtype, format))
        refuse(file,
               fmt::format("holds type {}, not codes of {}; allowed: |u1, <u2, <u4{}; "
                           "nearest: {}",
                           name_of(array.dtype), format.name, is_integer ? ", |i1, <i2, <i4" : "",
                           format.bits > 8 ? "<u2" : "|u1"));
    auto codes = to_codes(array, file.string());
    const std::uint64_t count = model::code_count(format);
    check_codes(file, array.shape, codes,
                fmt::format("0 to {:#x}, the {} bits of {}", count - 1, format.bits, format.name),
                [=](std::uint32_t code) { return code < count; });
    return codes;
}

void check_matrix(const fs::path& file, const Shape& shape) {
    constexpr std::size_t max_extent = 1u << 30;
    const bool fits = shape.size() == 2 && shape[0] > 0 && shape[1] > 0 &&
                      std::max(shape[0], shape[1]) <= max_extent;
    if (!fits)
        refuse(file, fmt::format("has shape {}; allowed: two axes of 1 to {}", to_string(shape),
                                 max_extent));
}

void check_shape(const fs::path& file, const Shape& shape, const Shape& wanted) {
    if (shape != wanted)
        refuse(file, fmt::format("has shape {}; allowed: {}, one scale a block; nearest: {}",
                                 to_string(shape), to_string(wanted), to_string(wanted)));
}

bool holds_floats(DType type) { return type == DType::f4 || type == DType::bf16; }

void read_scales_of(const CodeFiles& files, Quantized& q) {
    const bool is_outside = q.format.per_row && !q.format.scale;
    const std::string& name = q.format.name;
    if (!q.format.scale && !is_outside) {
        if (!files.scales.empty())
            refuse(files.scales, fmt::format("{} has no scales; nearest: without this file", name));
        return;
    }
    if (files.scales.empty())
        refuse(files.codes, fmt::format("{} needs scales beside its codes; allowed: a file of {}",
                                        name, to_string(q.scale_shape)));
    if (!is_outside) {
        q.scales = read_scales(files.scales, *q.format.scale, q.scale_shape);
        return;
    }
    const bool is_floating = holds_floats(read_array(files.scales).dtype);
    q.format.scale = find_format(is_floating ? "fp32" : "e8m0");
    q.scales = is_floating ? read_row_scales(files.scales, q.scale_shape)
                           : read_scales(files.scales, *q.format.scale, q.scale_shape);
    for (std::size_t i = 0; i < q.scales.size(); ++i)
        if (!model::decode(*q.format.scale, q.scales[i]).is_finite())
            refuse(files.scales, fmt::format("scale {} is NaN; allowed: 0 to 0xfe, powers of two",
                                             place_of(q.scale_shape, i)));
}

void set_tensor_scale(const CodeFiles& files, Quantized& q) {
    if (!files.tensor_scale) return;
    const float g = *files.tensor_scale;
    if (!q.format.tensor_scale && !q.format.tensor_exponent)
        refuse(files.codes,
               fmt::format("{} has no scale of the tensor; nearest: without it", q.format.name));
    int exponent = 0;
    const bool fits = std::isfinite(g) && g > 0 &&
                      (!q.format.tensor_exponent || std::frexp(g, &exponent) == 0.5f);
    if (!fits)
        refuse(files.codes,
               fmt::format("{} is no scale of the tensor; allowed: {} above 0; nearest: 1", g,
                           q.format.tensor_exponent ? "powers of two" : "finite numbers"));
    q.tensor_scale = g;
}

/// Refuses a packed tensor that a design does not take, and scales beside its own.
void check_packed(const CodeFiles& files, const PackedTensor& packed, const BlockFormat& format) {
    const BlockFormat held = find_block_format(packed.format).value();
    if (!is_same_format(held, format) || format.per_row)
        refuse(
            files.codes,
            fmt::format("holds {} ({} layout), blocks of {}; the design takes {}, blocks of {}{}; "
                        "allowed: a design of that format; nearest: {}",
                        held.name, name_of(packed.layout), held.block, format.name, format.block,
                        format.per_row ? ", one scale a row" : "", held.name));
    if (!files.scales.empty() || files.tensor_scale)
        refuse(files.codes, fmt::format("{} holds its scales itself ({} layout); nearest: without "
                                        "scales beside it",
                                        held.name, name_of(packed.layout)));
}

/// A packed tensor as A, or its transposed matrix as B.
Quantized packed_matrix(const CodeFiles& files, const TensorFile& file, const PackedTensor& packed,
                        const BlockFormat& format, int axis) {
    check_packed(files, packed, format);
    if (packed.shape.size() > 2)
        refuse(files.codes, fmt::format("has shape {}; allowed: two axes; nearest: one part, "
                                        "FILE:{}[0]",
                                        to_string(packed.shape), packed.name));
    check_matrix(files.codes, packed.shape);
    Quantized q = read_packed(file, packed);
    q.format = format;
    q.blocking.axis = 1;
    return axis == 1 ? q : transposed_matrix(q);
}

Extended number_of(const model::ExactValue& value) {
    if (value.is_nan()) return std::nanl("");
    const Extended magnitude =
        value.is_infinite() ? HUGE_VALL : Extended{to_double(abs(value.number))};
    return value.negative ? -magnitude : magnitude;
}

}  // namespace

std::vector<std::uint32_t> read_scales(const fs::path& file, const Format& scale,
                                       const Shape& shape) {
    const TypedArray array = read_array(file);
    check_shape(file, array.shape, shape);
    return codes_in(file, array, scale);
}

std::vector<std::uint32_t> read_row_scales(const fs::path& file, const Shape& shape) {
    const TypedArray array = read_array(file);
    if (!holds_floats(array.dtype))
        refuse(file, fmt::format("holds type {}, not scales of rows; allowed: fp32 (<f4), bf16; "
                                 "nearest: <f4",
                                 name_of(array.dtype)));
    check_shape(file, array.shape, shape);
    std::vector<std::uint32_t> codes;
    for (const float scale : to_tensor(array).data) {
        if (!std::isfinite(scale) || scale <= 0)
            refuse(file, fmt::format("scale {} is {}; allowed: finite numbers above 0; nearest: 1",
                                     place_of(array.shape, codes.size()), scale));
        codes.push_back(std::bit_cast<std::uint32_t>(scale));
    }
    return codes;
}

Quantized read_quantized(const CodeFiles& files, const BlockFormat& format, int axis) {
    TensorArgument argument = tensor_argument(files.codes.string());
    const auto file = open_tensor_file(argument);
    const std::string name = chosen_name(*file, argument);
    if (const auto packed = find_packed(*file, name))
        return packed_matrix(files, *file, *packed, format, axis);
    const TypedArray array = file->read(name);
    check_matrix(files.codes, array.shape);
    Quantized q;
    q.format = format;
    q.blocking = {format.per_row ? 0 : format.block, axis, false};
    q.shape = array.shape;
    q.codes = codes_in(files.codes, array, format.element);
    if (format.scale || format.per_row)
        q.scale_shape = BlockLayout(q.shape, q.blocking).scale_shape();
    read_scales_of(files, q);
    set_tensor_scale(files, q);
    return q;
}

Tensor exact_numbers(const Quantized& q) {
    Tensor out{q.shape, std::vector<float>(q.codes.size())};
    std::vector<Extended> numbers(q.codes.size());
    const BlockLayout layout(q.shape, q.blocking);
    bool is_fp32 = true;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        const Extended scale =
            q.scales.empty() ? 1 : number_of(model::decode(*q.format.scale, q.scales[block]));
        layout.for_each(block, [&](std::size_t i) {
            const Extended element = number_of(model::decode(q.format.element, q.codes[i]));
            numbers[i] = element * scale * q.tensor_factor / q.tensor_scale;
            out.data[i] = static_cast<float>(numbers[i]);
            is_fp32 = is_fp32 && (Extended{out.data[i]} == numbers[i] || std::isnan(numbers[i]));
        });
    }
    if (!is_fp32) out.exact = std::move(numbers);
    return out;
}

}  // namespace mxgen::tensor
