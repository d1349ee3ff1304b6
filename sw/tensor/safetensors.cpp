// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/safetensors.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/tensor/packing.h"
#include "sw/tensor/shallow_json.h"

namespace mxgen::tensor {
namespace {

constexpr std::size_t length_bytes = 8, max_json_bytes = 16u << 20, max_axes = 32;

struct ElementType {
    const char* name;
    DType dtype;
};

const ElementType types[] = {
    {"F64", DType::f8},
    {"F32", DType::f4},
    {"F16", DType::f2},
    {"BF16", DType::bf16},
    {"F8_E4M3", DType::e4m3},
    {"F8_E5M2", DType::e5m2},
    {"F8_E4M3FNUZ", DType::e4m3fnuz},
    {"F8_E5M2FNUZ", DType::e5m2fnuz},
    {"F8_E8M0", DType::e8m0},
    {"F6_E2M3", DType::e2m3},
    {"F6_E3M2", DType::e3m2},
    {"F4", DType::e2m1},
    {"I64", DType::i8},
    {"I32", DType::i4},
    {"I16", DType::i2},
    {"I8", DType::i1},
    {"U64", DType::u8},
    {"U32", DType::u4},
    {"U16", DType::u2},
    {"U8", DType::u1},
    {"BOOL", DType::b1},
};

std::vector<std::string> type_names() {
    std::vector<std::string> names;
    for (const ElementType& type : types) names.emplace_back(type.name);
    return names;
}

[[noreturn]] void fail(const std::string& where, const std::string& what) {
    throw Error(Exit::usage, fmt::format("{}: not a usable .safetensors file: {}", where, what));
}

/// Parses the header, refusing nesting that no header has and names that occur twice.
SortedJson parse_header(std::string_view text, const std::string& where) {
    std::string fault;
    SortedJson header = parse_shallow_json(text, fault);
    if (!fault.empty()) fail(where, fault);
    return header;
}

/// An array of sizes, or an error.
std::vector<std::size_t> sizes(const SortedJson& tensor, const char* key, std::size_t max_count,
                               const std::string& where, const std::string& name) {
    const auto list = tensor.find(key);
    const bool usable = list != tensor.end() && list->is_array() && list->size() <= max_count &&
                        std::all_of(list->begin(), list->end(),
                                    [](const SortedJson& x) { return x.is_number_unsigned(); });
    if (!usable)
        fail(where, fmt::format("tensor {}: {} must be a list of at most {} sizes", in_quotes(name),
                                key, max_count));
    return list->get<std::vector<std::size_t>>();
}

SafetensorsEntry parse_entry(const std::string& name, const SortedJson& tensor,
                             std::size_t data_size, const std::string& where) {
    const auto complain = [&](const std::string& what) {
        fail(where, fmt::format("tensor {}: {}", in_quotes(name), what));
    };
    const auto dtype = tensor.is_object() ? tensor.find("dtype") : tensor.end();
    if (!tensor.is_object() || dtype == tensor.end() || !dtype->is_string())
        complain("needs dtype, shape and data_offsets");
    const auto type = std::find_if(std::begin(types), std::end(types), [&](const ElementType& t) {
        return dtype->get_ref<const std::string&>() == t.name;
    });
    // Types to come matter to those alone who ask for such a tensor.
    const bool known = type != std::end(types);
    SafetensorsEntry entry{name, dtype->get<std::string>(), {}, {}, 0, 0};
    if (known) entry.dtype = type->dtype;
    entry.shape = sizes(tensor, "shape", max_axes, where, name);
    const auto offsets = sizes(tensor, "data_offsets", 2, where, name);
    if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data_size)
        complain(fmt::format("data_offsets beyond the {} bytes of data", data_size));
    entry.begin = offsets[0];
    entry.end = offsets[1];
    if (!known) return entry;
    const std::size_t bits = element_count(entry.shape, 8, where) * packed_bits(type->dtype);
    if (entry.end - entry.begin != bits / 8 || bits % 8 != 0)
        complain(fmt::format("shape {} of {} needs {} bytes, data_offsets give {}",
                             to_string(entry.shape), entry.type, static_cast<double>(bits) / 8,
                             entry.end - entry.begin));
    return entry;
}

/// Sorts the tensors by place and demands that they fill the data exactly.
void check_cover(std::vector<SafetensorsEntry>& entries, std::size_t data_size,
                 const std::string& where) {
    std::sort(entries.begin(), entries.end(), [](const auto& x, const auto& y) {
        return std::tie(x.begin, x.end) < std::tie(y.begin, y.end);
    });
    std::size_t covered = 0;
    for (const SafetensorsEntry& entry : entries) {
        if (entry.begin != covered)
            fail(where,
                 fmt::format("tensor {} overlaps another or leaves a gap", in_quotes(entry.name)));
        covered = entry.end;
    }
    if (covered != data_size)
        fail(where, fmt::format("{} bytes of data belong to no tensor", data_size - covered));
}

/// Bytes of the header of a file of `size` bytes, by those at its beginning.
std::size_t json_length(std::span<const std::byte> head, std::size_t size,
                        const std::string& where) {
    if (head.size() < length_bytes) fail(where, "it is shorter than the length of its header");
    std::size_t length = 0;
    for (std::size_t i = length_bytes; i-- > 0;)
        length = length * 256 + std::to_integer<std::size_t>(head[i]);
    if (length > max_json_bytes || length > size - length_bytes)
        fail(where, fmt::format("a header of {} bytes; allowed are {} and the file's length",
                                length, max_json_bytes));
    return length;
}

std::vector<SafetensorsEntry> entries_of(std::span<const std::byte> json, std::size_t data_size,
                                         const std::string& where) {
    const SortedJson header =
        parse_header({reinterpret_cast<const char*>(json.data()), json.size()}, where);
    if (!header.is_object()) fail(where, "the header is no JSON object");
    std::vector<SafetensorsEntry> entries;
    for (const auto& [name, tensor] : header.items())
        if (name != "__metadata__") entries.push_back(parse_entry(name, tensor, data_size, where));
    check_cover(entries, data_size, where);
    return entries;
}

}  // namespace

std::vector<SafetensorsEntry> parse_safetensors(std::span<const std::byte> bytes,
                                                const std::string& where, std::size_t& data_start) {
    const std::size_t length = json_length(bytes, bytes.size(), where);
    data_start = length_bytes + length;
    return entries_of(bytes.subspan(length_bytes, length), bytes.size() - data_start, where);
}

Safetensors::Safetensors(const std::filesystem::path& path) : file_(path), where_(path.string()) {
    const auto head = file_.read(0, std::min(file_.size(), length_bytes));
    const std::size_t length = json_length(head, file_.size(), where_);
    data_start_ = length_bytes + length;
    entries_ = entries_of(file_.read(length_bytes, length), file_.size() - data_start_, where_);
}

TypedArray Safetensors::read(const SafetensorsEntry& entry) const {
    if (!entry.dtype)
        throw Error(Exit::usage, fmt::format("{}: tensor {} has dtype {}, which is not readable; "
                                             "allowed: {}",
                                             where_, in_quotes(entry.name), entry.type,
                                             enumerated(type_names())));
    const std::size_t bits = packed_bits(*entry.dtype);
    if (bits >= 8) return {*entry.dtype, entry.shape, stored(entry)};
    const TypedArray codes = from_codes(entry.shape, unpacked(stored(entry), bits), 8);
    return {*entry.dtype, entry.shape, codes.bytes};
}

std::vector<std::byte> Safetensors::stored(const SafetensorsEntry& entry) const {
    return file_.read(data_start_ + entry.begin, entry.end - entry.begin);
}

}  // namespace mxgen::tensor
