// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/tensor/gguf.h"
#include "sw/tensor/packed.h"
#include "sw/tensor/packing.h"

namespace mxgen::tensor {
namespace {

constexpr std::size_t pack_block = 32;

/// A layout, and the block formats that it holds.
struct PackRow {
    const char* name;
    Pack pack;
    std::vector<std::string> formats;
};

const std::vector<PackRow>& pack_rows() {
    static const std::vector<PackRow> rows{
        {"codes", Pack::codes, {}},
        {"gpt-oss", Pack::gpt_oss, {"mxfp4"}},
        {"compressed-tensors", Pack::compressed_tensors, {"nvfp4", "mxfp4", "mxfp8_e4m3"}},
        {"gguf", Pack::gguf, {"mxfp4"}}};
    return rows;
}

const PackRow& row_of(Pack pack) { return *std::ranges::find(pack_rows(), pack, &PackRow::pack); }

std::vector<std::byte> bytes_of_codes(const std::vector<std::uint32_t>& codes) {
    return packed(codes, 8);
}

Shape with_last(Shape shape, std::size_t extent) {
    shape.back() = extent;
    return shape;
}

[[noreturn]] void refuse_pack(Pack pack, const std::string& what, const std::string& allowed) {
    throw Error(Exit::usage, fmt::format("--pack {}: {}; allowed: {}; nearest: --pack codes",
                                         row_of(pack).name, what, allowed));
}

void check_rows(Pack pack, const Quantized& q, std::size_t multiple) {
    if (q.shape.back() % multiple != 0)
        refuse_pack(
            pack, fmt::format("rows of {} numbers (shape {})", q.shape.back(), to_string(q.shape)),
            fmt::format("multiples of {}", multiple));
}

}  // namespace

Pack parse_pack(const std::string& name) {
    std::vector<std::string> names;
    for (const PackRow& row : pack_rows()) {
        if (row.name == name) return row.pack;
        names.emplace_back(row.name);
    }
    throw Error(Exit::usage, fmt::format("--pack: {} is unknown; allowed: {}; nearest: {}",
                                         in_quotes(name), enumerated(names), nearest(name, names)));
}

void check_pack(Pack pack, const BlockFormat& format, const QuantizeOptions& options) {
    if (pack == Pack::codes) return;
    const auto& allowed = row_of(pack).formats;
    const bool is_held = std::ranges::any_of(allowed, [&](const std::string& name) {
        return is_same_format(format, find_block_format(name).value());
    });
    if (!is_held)
        refuse_pack(pack, fmt::format("{} has no place in this layout", format.name),
                    enumerated(allowed));
    if (options.tiles || options.whole_axis)
        refuse_pack(pack, "one scale per tile or row", "one per block");
}

void PackedFile::add_stored(StoredTensor tensor) {
    if (!names_.insert(tensor.name).second)
        refuse_pack(pack_, fmt::format("two tensors {}", in_quotes(tensor.name)), "one of a name");
    tensors_.push_back(std::move(tensor));
}

void PackedFile::add(const std::string& name, const Quantized& q) {
    if (pack_ == Pack::codes) return;
    const int last = static_cast<int>(q.shape.size()) - 1;
    if (q.blocking.axis != -1 && q.blocking.axis != last)
        refuse_pack(pack_, fmt::format("blocks along axis {}", q.blocking.axis),
                    "the last one, --axis -1");
    if (pack_ == Pack::gpt_oss) return add_gpt_oss(name, q);
    if (pack_ == Pack::gguf) return add_gguf(name, q);
    add_compressed(name, q);
}

void PackedFile::add_gpt_oss(const std::string& name, const Quantized& q) {
    check_rows(pack_, q, pack_block);
    Shape blocks = with_last(q.shape, q.shape.back() / pack_block);
    blocks.push_back(pack_block / 2);
    add_stored({name + "_blocks", "U8", 0, blocks, packed(q.codes, 4)});
    add_stored({name + "_scales", "U8", 0, q.scale_shape, bytes_of_codes(q.scales)});
}

void PackedFile::add_compressed(const std::string& name, const Quantized& q) {
    if (q.format.element.bits == 4) {
        check_rows(pack_, q, 2);
        add_stored({name + "_packed", "U8", 0, with_last(q.shape, q.shape.back() / 2),
                    packed(q.codes, 4)});
    } else {
        add_stored({name, "F8_E4M3", 0, q.shape, bytes_of_codes(q.codes)});
    }
    add_stored({name + "_scale", q.format.tensor_scale ? "F8_E4M3" : "U8", 0, q.scale_shape,
                bytes_of_codes(q.scales)});
    if (!q.format.tensor_scale) return;
    if (!std::isfinite(q.tensor_scale) || q.tensor_scale <= 0)
        refuse_pack(pack_, fmt::format("the scale of the tensor is {}", q.tensor_scale),
                    "finite numbers above 0");
    add_stored({name + "_global_scale",
                "F32",
                0,
                {1},
                from_floats({1}, std::span(&q.tensor_scale, 1)).bytes});
}

void PackedFile::add_gguf(const std::string& name, const Quantized& q) {
    check_rows(pack_, q, ggml_mxfp4_block);
    constexpr std::size_t max_axes_of_file = 4, half = ggml_mxfp4_block / 2;
    if (q.shape.size() > max_axes_of_file)
        refuse_pack(pack_, fmt::format("shape {}", to_string(q.shape)), "at most 4 axes");
    std::vector<std::byte> bytes;
    for (std::size_t block = 0; block < q.scales.size(); ++block) {
        bytes.push_back(static_cast<std::byte>(q.scales[block]));
        const auto* const codes = q.codes.data() + block * ggml_mxfp4_block;
        for (std::size_t i = 0; i < half; ++i)
            bytes.push_back(static_cast<std::byte>(codes[i] | codes[i + half] << 4));
    }
    add_stored({name, "", ggml_mxfp4_type, q.shape, std::move(bytes)});
}

void PackedFile::write(const std::filesystem::path& directory) const {
    if (pack_ == Pack::codes) return;
    if (pack_ == Pack::gguf)
        write_file(directory / "packed.gguf", gguf_file(tensors_));
    else
        write_file(directory / "packed.safetensors", safetensors_file(tensors_));
}

}  // namespace mxgen::tensor
