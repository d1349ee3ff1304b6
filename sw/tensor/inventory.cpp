// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/inventory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/results.h"

namespace mxgen::tensor {
namespace {

constexpr std::string_view meaning_names[] = {"numbers", "codes", "scales", "bytes", "unknown"};

Json part_name(const std::string& name) { return name.empty() ? Json(nullptr) : Json(name); }

Json json_of_row(const InventoryRow& row) {
    const TensorEntry& entry = row.entry;
    Json json{{"name", entry.name},
              {"dtype", entry.type},
              {"shape", entry.shape},
              {"bytes", entry.bytes ? Json(*entry.bytes) : Json(nullptr)},
              {"as", meaning_names[static_cast<std::size_t>(row.meaning)]}};
    if (row.packed) {
        json["format"] = row.packed->format;
        json["layout"] = name_of(row.packed->layout);
        json["codes"] = part_name(row.packed->codes);
        json["scales"] = part_name(row.packed->scales);
        json["tensor_scale"] = part_name(row.packed->tensor_scale);
        json["elements"] = row.packed->shape;
    }
    if (entry.dtype && size_of(*entry.dtype) <= 2 && packed_bits(*entry.dtype) >= 8)
        json["dtypes"] = dtype_names(size_of(*entry.dtype));
    return json;
}

}  // namespace

std::vector<InventoryRow> inventory(const TensorFile& file) {
    std::vector<InventoryRow> rows;
    for (const std::string& name : file.names()) {
        InventoryRow row{file.entry(name), Meaning::unknown, find_packed(file, name)};
        if (row.packed)
            row.meaning = row.packed->codes == name ? Meaning::codes : Meaning::scales;
        else if (row.entry.dtype == DType::v1 || looks_packed(file, row.entry))
            row.meaning = Meaning::bytes;
        else if (row.entry.dtype)
            row.meaning = Meaning::numbers;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string describe(const InventoryRow& row) {
    switch (row.meaning) {
        case Meaning::numbers:
            return "numbers";
        case Meaning::bytes:
            return "bytes: numbers by --dtype";
        case Meaning::unknown:
            return "unknown";
        case Meaning::scales:
            return fmt::format("{} scales of {}", row.packed->format, in_quotes(row.packed->codes));
        case Meaning::codes:
            break;
    }
    std::vector<std::string> parts;
    for (const std::string& part : {row.packed->scales, row.packed->tensor_scale})
        if (!part.empty()) parts.push_back(in_quotes(part));
    return fmt::format("{} codes ({}){}{}", row.packed->format, name_of(row.packed->layout),
                       parts.empty() ? "" : " with ", fmt::join(parts, ", "));
}

Json inventory_json(const std::vector<InventoryRow>& rows) {
    Json list = Json::array();
    for (const InventoryRow& row : rows) list.push_back(json_of_row(row));
    return {{"tensors", list}};
}

Json write_codes(const std::filesystem::path& folder, const Quantized& q, const Tensor& back) {
    Json json{{"format", q.format.name},
              {"shape", q.shape},
              {"block", q.format.block},
              {"axis", q.blocking.axis < 0 ? q.blocking.axis + static_cast<int>(q.shape.size())
                                           : q.blocking.axis}};
    if (q.format.tensor_scale) {
        json["tensor_scale"] = json_number(q.tensor_scale);
        json["tensor_factor"] = json_number(q.tensor_factor);
    }
    write_npy(folder / "codes.npy", from_codes(q.shape, q.codes, q.format.element.bits));
    if (q.format.scale) write_npy(folder / "scales.npy", scale_array(q));
    write_npy(folder / "dequantized.npy", from_floats(back.shape, back.data));
    write_file(folder / "tensor.json", to_text(json));
    return json;
}

}  // namespace mxgen::tensor
