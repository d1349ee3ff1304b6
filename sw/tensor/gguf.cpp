// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/gguf.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <set>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/tensor/gguf_cursor.h"

namespace mxgen::tensor {
namespace {

constexpr std::size_t max_axes_of_ggml = 4, default_alignment = 32;
constexpr std::size_t max_name_bytes = 4096;

/// A type of ggml: elements of a block and its bytes.
struct GgmlType {
    std::uint32_t number;
    const char* name;
    std::size_t elements, bytes;
    std::optional<DType> dtype = {};
};

const GgmlType ggml_types[] = {
    {0, "F32", 1, 4, DType::f4},
    {1, "F16", 1, 2, DType::f2},
    {2, "Q4_0", 32, 18},
    {3, "Q4_1", 32, 20},
    {6, "Q5_0", 32, 22},
    {7, "Q5_1", 32, 24},
    {8, "Q8_0", 32, 34},
    {9, "Q8_1", 32, 36},
    {10, "Q2_K", 256, 84},
    {11, "Q3_K", 256, 110},
    {12, "Q4_K", 256, 144},
    {13, "Q5_K", 256, 176},
    {14, "Q6_K", 256, 210},
    {15, "Q8_K", 256, 292},
    {16, "IQ2_XXS", 256, 66},
    {17, "IQ2_XS", 256, 74},
    {18, "IQ3_XXS", 256, 98},
    {19, "IQ1_S", 256, 50},
    {20, "IQ4_NL", 32, 18},
    {21, "IQ3_S", 256, 110},
    {22, "IQ2_S", 256, 82},
    {23, "IQ4_XS", 256, 136},
    {24, "I8", 1, 1, DType::i1},
    {25, "I16", 1, 2, DType::i2},
    {26, "I32", 1, 4, DType::i4},
    {27, "I64", 1, 8, DType::i8},
    {28, "F64", 1, 8, DType::f8},
    {29, "IQ1_M", 256, 56},
    {30, "BF16", 1, 2, DType::bf16},
    {34, "TQ1_0", 256, 54},
    {35, "TQ2_0", 256, 66},
    {ggml_mxfp4_type, "MXFP4", ggml_mxfp4_block, ggml_mxfp4_bytes},
};

/// Types of metadata values by their numbers.
constexpr std::uint32_t uint32_value = 4, text_value = 8, array_value = 9, last_value = 12;

/// Bytes of a value of fixed size; 0: text or array.
std::size_t bytes_of_value(std::uint32_t type) {
    constexpr std::size_t bytes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    return bytes[type];
}

class GgufParser {
  public:
    explicit GgufParser(GgufCursor cursor) : cursor_(std::move(cursor)) {}

    std::vector<GgufEntry> parse() {
        if (cursor_.size() < 4 || cursor_.bytes(4) != "GGUF")
            cursor_.fail("it does not begin with GGUF");
        check_version(cursor_.number<std::uint32_t>());
        // A tensor has a name, a number of axes, a type and a place; an entry a key, a type, a
        // value.
        const std::size_t tensors = cursor_.count("tensors", 24);
        const std::size_t values = cursor_.count("metadata values", 13);
        for (std::size_t i = 0; i < values; ++i) metadata();
        std::vector<GgufEntry> entries;
        std::set<std::string> names;
        for (std::size_t i = 0; i < tensors; ++i) {
            entries.push_back(tensor());
            if (!names.insert(entries.back().name).second)
                cursor_.fail(fmt::format("tensor {} occurs twice", in_quotes(entries.back().name)));
        }
        place(entries);
        return entries;
    }

  private:
    void check_version(std::uint32_t version) const {
        if (version == 2 || version == 3) return;
        const bool is_swapped = version == 2u << 24 || version == 3u << 24;
        cursor_.fail(is_swapped ? "big-endian; allowed: little-endian"
                                : fmt::format("version {}; allowed: 2, 3", version));
    }

    void metadata() {
        const std::string key = cursor_.text(max_name_bytes);
        const auto type = cursor_.number<std::uint32_t>();
        if (key != "general.alignment") return skip(type, 0);
        if (type != uint32_value) cursor_.fail("general.alignment is no uint32");
        alignment_ = cursor_.number<std::uint32_t>();
        if (!std::has_single_bit(alignment_))
            cursor_.fail(fmt::format("general.alignment {}; allowed: powers of two", alignment_));
    }

    void skip(std::uint32_t type, int depth) {
        constexpr int deepest_array = 4;
        if (type > last_value) cursor_.fail(fmt::format("metadata of type {}", type));
        if (const std::size_t bytes = bytes_of_value(type)) return cursor_.skip(bytes);
        if (type == text_value) return cursor_.skip(cursor_.count("bytes of text", 1));
        if (type == array_value && depth == deepest_array) cursor_.fail("arrays nested too deeply");
        const auto element = cursor_.number<std::uint32_t>();
        if (element > last_value) cursor_.fail(fmt::format("metadata of type {}", element));
        const std::size_t bytes = bytes_of_value(element);
        const std::size_t least = bytes > 0 ? bytes : element == text_value ? 8 : 12;
        const std::size_t count = cursor_.count("elements of an array", least);
        if (bytes > 0) return cursor_.skip(count * bytes);
        for (std::size_t i = 0; i < count; ++i) skip(element, depth + 1);
    }

    GgufEntry tensor() {
        GgufEntry entry;
        entry.name = cursor_.text(max_name_bytes);
        const auto axes = cursor_.number<std::uint32_t>();
        if (axes > max_axes_of_ggml)
            cursor_.fail(fmt::format("tensor {} has {} axes; allowed: at most {}",
                                     in_quotes(entry.name), axes, max_axes_of_ggml));
        for (std::uint32_t axis = 0; axis < axes; ++axis)
            entry.shape.insert(entry.shape.begin(), cursor_.number<std::uint64_t>());
        const auto number = cursor_.number<std::uint32_t>();
        entry.begin = cursor_.number<std::uint64_t>();
        set_type(entry, number);
        return entry;
    }

    void set_type(GgufEntry& entry, std::uint32_t number) const {
        const auto* const type = std::ranges::find(ggml_types, number, &GgmlType::number);
        const std::size_t count = element_count(entry.shape, 512, cursor_.where());
        entry.type = fmt::format("type {}", number);
        if (type == std::end(ggml_types)) return;
        entry.type = type->name;
        entry.dtype = type->dtype;
        const std::size_t row = entry.shape.empty() ? 1 : entry.shape.back();
        if (row % type->elements != 0)
            cursor_.fail(fmt::format("tensor {}: rows of {} of {}, which come in blocks of {}",
                                     in_quotes(entry.name), row, entry.type, type->elements));
        entry.bytes = count / type->elements * type->bytes;
    }

    /// Makes places those of the file, and demands that tensors lie in it, one behind the other.
    void place(std::vector<GgufEntry>& entries) const {
        const std::size_t start = (cursor_.at() + alignment_ - 1) / alignment_ * alignment_;
        std::vector<const GgufEntry*> sorted;
        for (GgufEntry& entry : entries) {
            const std::size_t room = cursor_.size() - std::min(cursor_.size(), start);
            const std::size_t bytes = entry.bytes.value_or(0);
            if (entry.begin % alignment_ != 0)
                cursor_.fail(fmt::format("tensor {} is not aligned to {} bytes",
                                         in_quotes(entry.name), alignment_));
            if (bytes > 0 && (entry.begin > room || bytes > room - entry.begin))
                cursor_.fail(fmt::format("tensor {} lies beyond the {} bytes of data",
                                         in_quotes(entry.name), room));
            // Without bytes the place means nothing, and a hostile one could not be added to.
            entry.begin = bytes > 0 ? start + entry.begin : start;
            if (bytes > 0) sorted.push_back(&entry);
        }
        std::ranges::sort(sorted, {}, &GgufEntry::begin);
        for (std::size_t i = 1; i < sorted.size(); ++i)
            if (sorted[i]->begin < sorted[i - 1]->begin + *sorted[i - 1]->bytes)
                cursor_.fail(fmt::format("tensor {} overlaps another", in_quotes(sorted[i]->name)));
    }

    GgufCursor cursor_;
    std::size_t alignment_ = default_alignment;
};

}  // namespace

std::vector<GgufEntry> parse_gguf(std::span<const std::byte> bytes, const std::string& where) {
    const auto read = [bytes](std::size_t offset, std::size_t length) {
        const auto part = bytes.subspan(offset, length);
        return std::vector<std::byte>(part.begin(), part.end());
    };
    return GgufParser({bytes.size(), read, where}).parse();
}

Gguf::Gguf(const std::filesystem::path& path) : TensorFile(path), file_(path) {
    const auto read = [this](std::size_t offset, std::size_t length) {
        return file_.read(offset, length);
    };
    for (GgufEntry& entry : GgufParser({file_.size(), read, path.string()}).parse()) {
        names_.push_back(entry.name);
        entries_[entry.name] = std::move(entry);
    }
}

TensorEntry Gguf::find(const std::string& name) const {
    const GgufEntry& entry = entries_.at(name);
    return {entry.name, entry.type, entry.dtype, entry.shape, entry.bytes};
}

std::vector<std::byte> Gguf::bytes(const std::string& name) const {
    const GgufEntry& entry = entries_.at(name);
    if (!entry.bytes)
        refuse(name, fmt::format("ggml's {} is unknown, and its size with it", entry.type));
    return file_.read(entry.begin, *entry.bytes);
}

TypedArray Gguf::elements(const std::string& name) const {
    const GgufEntry& entry = entries_.at(name);
    if (!entry.dtype)
        refuse(name, fmt::format("ggml's {} cannot be read; allowed: F32, F16, BF16, F64, I8, I16, "
                                 "I32, I64, MXFP4",
                                 entry.type));
    return {*entry.dtype, entry.shape, bytes(name)};
}

}  // namespace mxgen::tensor
