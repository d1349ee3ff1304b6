// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/packed.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::tensor {
namespace {

constexpr std::size_t mx_block = 32, nvfp4_block = 16;
constexpr std::string_view part_suffixes[] = {"_blocks",       "_scales",  "_packed",   "_scale",
                                              "_global_scale", "_scale_2", "_scale_inv"};

/// The entry of a tensor, where the file has it.
std::optional<TensorEntry> entry_of(const TensorFile& file, const std::string& name) {
    if (!file.holds(name)) return std::nullopt;
    return file.entry(name);
}

bool is_bytes(const TensorEntry& entry) { return entry.dtype == DType::u1; }

bool is_e8m0(const std::optional<TensorEntry>& entry) {
    return entry && (entry->dtype == DType::u1 || entry->dtype == DType::e8m0);
}

/// One fp32 number, whatever its axes.
bool is_one_number(const std::optional<TensorEntry>& entry) {
    return entry && entry->dtype == DType::f4 && entry->bytes == std::size_t{4};
}

/// The shape with its last axis multiplied or, rounded up, divided.
Shape scaled(Shape shape, std::size_t factor, std::size_t divisor = 1) {
    if (!shape.empty()) shape.back() = (shape.back() * factor + divisor - 1) / divisor;
    return shape;
}

bool is_filled(const Shape& shape) {
    return !shape.empty() && std::ranges::find(shape, std::size_t{0}) == shape.end();
}

std::optional<PackedTensor> as_gpt_oss(const TensorFile& file, const std::string& name) {
    const auto blocks = entry_of(file, name + "_blocks"), scales = entry_of(file, name + "_scales");
    if (!blocks || !is_bytes(*blocks) || !is_e8m0(scales)) return std::nullopt;
    Shape shape = blocks->shape;
    if (shape.size() < 2 || !is_filled(shape) || shape.back() != mx_block / 2) return std::nullopt;
    shape.pop_back();
    if (scales->shape != shape) return std::nullopt;
    return PackedTensor{name, PackedLayout::gpt_oss,  "mxfp4", blocks->name, scales->name,
                        "",   scaled(shape, mx_block)};
}

/// Pairs of codes in bytes: the layouts of compressed-tensors, where the codes' name says that they
/// are packed, and ModelOpt, whose second scale multiplies.
std::optional<PackedTensor> as_pairs(const TensorFile& file, const std::string& name) {
    const bool is_named = file.holds(name + "_packed");
    const auto codes = entry_of(file, is_named ? name + "_packed" : name);
    const auto scales = entry_of(file, name + "_scale");
    if (!codes || !is_bytes(*codes) || !is_filled(codes->shape) || !scales) return std::nullopt;
    const Shape shape = scaled(codes->shape, 2);
    const auto layout = is_named ? PackedLayout::compressed_tensors : PackedLayout::modelopt;
    const auto global = entry_of(file, name + (is_named ? "_global_scale" : "_scale_2"));
    if (scales->dtype == DType::e4m3 && is_one_number(global) &&
        scales->shape == scaled(shape, 1, nvfp4_block))
        return PackedTensor{name, layout, "nvfp4", codes->name, scales->name, global->name, shape};
    if (!is_e8m0(scales) || global || scales->shape != scaled(shape, 1, mx_block))
        return std::nullopt;
    return PackedTensor{
        name, is_named ? layout : PackedLayout::mx, "mxfp4", codes->name, scales->name, "", shape};
}

std::optional<PackedTensor> as_mx(const TensorFile& file, const std::string& name) {
    constexpr std::pair<DType, std::string_view> elements[] = {{DType::e4m3, "mxfp8_e4m3"},
                                                               {DType::e5m2, "mxfp8_e5m2"},
                                                               {DType::e3m2, "mxfp6_e3m2"},
                                                               {DType::e2m3, "mxfp6_e2m3"},
                                                               {DType::e2m1, "mxfp4"}};
    const auto codes = entry_of(file, name);
    if (!codes || !codes->dtype || !is_filled(codes->shape)) return std::nullopt;
    const auto* const element =
        std::ranges::find(elements, *codes->dtype, [](const auto& row) { return row.first; });
    if (element == std::end(elements)) return std::nullopt;
    for (const char* suffix : {"_scale", "_scale_inv", "_scales"}) {
        const auto scales = entry_of(file, name + suffix);
        if (is_e8m0(scales) && scales->shape == scaled(codes->shape, 1, mx_block))
            return PackedTensor{name,        PackedLayout::mx, std::string(element->second),
                                name,        scales->name,     "",
                                codes->shape};
    }
    return std::nullopt;
}

std::optional<PackedTensor> as_gguf(const TensorFile& file, const std::string& name) {
    const auto codes = entry_of(file, name);
    if (!codes || codes->dtype || codes->type != "MXFP4" || !is_filled(codes->shape))
        return std::nullopt;
    return PackedTensor{name, PackedLayout::gguf, "mxfp4", name, "", "", codes->shape};
}

std::optional<PackedTensor> packed_as(const TensorFile& file, const std::string& name) {
    for (const auto recognise : {as_gguf, as_gpt_oss, as_pairs, as_mx})
        if (auto found = recognise(file, name)) return found;
    return std::nullopt;
}

}  // namespace

std::string_view name_of(PackedLayout layout) {
    constexpr std::string_view names[] = {"gpt-oss", "compressed-tensors", "modelopt", "mx",
                                          "gguf"};
    return names[static_cast<std::size_t>(layout)];
}

std::optional<PackedTensor> find_packed(const TensorFile& file, const std::string& name) {
    if (auto found = packed_as(file, name)) return found;
    for (const std::string_view suffix : part_suffixes) {
        if (!name.ends_with(suffix)) continue;
        const auto found = packed_as(file, name.substr(0, name.size() - suffix.size()));
        if (found && found->has_part(name)) return found;
    }
    return std::nullopt;
}

bool is_same_format(const BlockFormat& x, const BlockFormat& y) {
    return x.element.name == y.element.name && x.block == y.block &&
           x.scale.has_value() == y.scale.has_value() &&
           (!x.scale || x.scale->name == y.scale->name) && x.tensor_scale == y.tensor_scale;
}

bool looks_packed(const TensorFile& file, const TensorEntry& entry) {
    if (!is_bytes(entry) || entry.name.empty()) return false;
    const auto ends = [&](std::string_view suffix) { return entry.name.ends_with(suffix); };
    const auto is_accompanied = [&](std::string_view suffix) {
        return file.holds(entry.name + std::string(suffix));
    };
    return std::ranges::any_of(part_suffixes, ends) ||
           std::ranges::any_of(part_suffixes, is_accompanied);
}

}  // namespace mxgen::tensor
