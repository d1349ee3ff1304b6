// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/tensor/gguf.h"
#include "sw/tensor/packed.h"
#include "sw/tensor/packing.h"
#include "sw/tensor/tensor_slice.h"

namespace mxgen::tensor {
namespace {

/// Scales and codes of ggml's blocks.
void split_ggml_blocks(const std::vector<std::byte>& bytes, Quantized& out) {
    constexpr std::size_t half = ggml_mxfp4_block / 2;
    for (std::size_t at = 0; at < bytes.size(); at += ggml_mxfp4_bytes) {
        out.scales.push_back(std::to_integer<std::uint32_t>(bytes[at]));
        for (std::size_t i = 0; i < ggml_mxfp4_block; ++i) {
            const auto pair = std::to_integer<std::uint32_t>(bytes[at + 1 + i % half]);
            out.codes.push_back(i < half ? pair & 0xF : pair >> 4);
        }
    }
}

/// Scales of NVFP4 are above zero: with the sign bit a code would be read as another number.
void check_signs(const TensorFile& file, const std::string& name,
                 const std::vector<std::uint32_t>& scales) {
    const auto bad = std::ranges::find_if(scales, [](std::uint32_t code) { return code > 0x7F; });
    if (bad != scales.end())
        file.refuse(name, fmt::format("scale {} has the sign bit (code {:#04x}); allowed: scales "
                                      "that are not negative",
                                      bad - scales.begin(), *bad));
}

void set_tensor_scale(const TensorFile& file, const PackedTensor& packed, Quantized& out) {
    const float scale = to_tensor(file.read(packed.tensor_scale)).data.front();
    if (!std::isfinite(scale) || scale <= 0)
        file.refuse(packed.tensor_scale,
                    fmt::format("is {}; allowed: a finite number above 0", scale));
    if (packed.layout == PackedLayout::modelopt)
        out.tensor_factor = scale;
    else
        out.tensor_scale = scale;
}

}  // namespace

Quantized read_packed(const TensorFile& file, const PackedTensor& packed) {
    Quantized out;
    out.format = find_block_format(packed.format).value();
    out.blocking = {out.format.block, -1, false};
    out.shape = out.scale_shape = packed.shape;
    const auto block = static_cast<std::size_t>(out.format.block);
    out.scale_shape.back() = (packed.shape.back() + block - 1) / block;
    if (packed.layout == PackedLayout::gguf) {
        split_ggml_blocks(file.stored(packed.codes), out);
        return out;
    }
    const TypedArray codes = file.read(packed.codes);
    out.codes =
        codes.dtype == DType::u1 ? unpacked(codes.bytes, 4) : to_codes(codes, file.path().string());
    out.scales = to_codes(file.read(packed.scales), file.path().string());
    if (packed.tensor_scale.empty()) return out;
    check_signs(file, packed.scales, out.scales);
    set_tensor_scale(file, packed, out);
    return out;
}

Quantized read_quantized(const std::string& argument) {
    TensorArgument parsed = tensor_argument(argument);
    const auto file = open_tensor_file(parsed);
    const std::string name = chosen_name(*file, parsed);
    if (const auto packed = find_packed(*file, name)) return read_packed(*file, *packed);
    const TensorEntry entry = file->entry(name);
    file->refuse(name, fmt::format("{} of shape {} is packed in no layout that is known; allowed: "
                                   "those of gpt-oss, compressed-tensors, ModelOpt, MX and GGUF's "
                                   "MXFP4",
                                   entry.type, to_string(entry.shape)));
}

Quantized transposed_matrix(const Quantized& q) {
    if (q.shape.size() != 2)
        throw Error(Exit::usage, fmt::format("shape {}: only matrices are transposed; allowed: two "
                                             "axes",
                                             to_string(q.shape)));
    const auto turn = [](std::vector<std::uint32_t>& numbers, Shape& shape) {
        std::vector<std::uint32_t> out;
        out.reserve(numbers.size());
        for (std::size_t col = 0; col < shape[1] && !numbers.empty(); ++col)
            for (std::size_t row = 0; row < shape[0]; ++row)
                out.push_back(numbers[row * shape[1] + col]);
        numbers = std::move(out);
        std::swap(shape[0], shape[1]);
    };
    Quantized out = q;
    turn(out.codes, out.shape);
    if (!out.scales.empty()) turn(out.scales, out.scale_shape);
    const int axis = q.blocking.axis < 0 ? q.blocking.axis + 2 : q.blocking.axis;
    out.blocking.axis = 1 - axis;
    return out;
}

}  // namespace mxgen::tensor
