// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/tensor_slice.h"

#include <fmt/format.h>

#include <charconv>

namespace mxgen::tensor {
namespace {

/// A file of which each tensor is one part, by indices of its first axes.
class TensorSlice final : public TensorFile {
  public:
    TensorSlice(std::unique_ptr<TensorFile> whole, Shape index)
        : TensorFile(whole->path()), whole_(std::move(whole)), index_(std::move(index)) {}

    const std::vector<std::string>& names() const override { return whole_->names(); }

  private:
    TensorEntry find(const std::string& name) const override {
        TensorEntry entry = whole_->entry(name);
        const std::size_t parts = parts_of(entry);
        if (is_one_number(entry)) return entry;
        entry.shape.erase(entry.shape.begin(),
                          entry.shape.begin() + static_cast<std::ptrdiff_t>(index_.size()));
        if (entry.bytes) *entry.bytes /= parts;
        return entry;
    }

    TypedArray elements(const std::string& name) const override {
        TypedArray array = whole_->read(name);
        array.bytes = part_of(name, array.bytes);
        array.shape = find(name).shape;
        return array;
    }

    std::vector<std::byte> bytes(const std::string& name) const override {
        const auto stored = whole_->stored(name);
        // Parts of packed elements may begin within a byte.
        const bool is_whole_bytes = stored.size() % parts_of(whole_->entry(name)) == 0;
        return is_whole_bytes ? part_of(name, stored) : elements(name).bytes;
    }

    bool is_one_number(const TensorEntry& entry) const {
        return element_count(entry.shape, 1, path().string()) == 1;
    }

    /// How many parts of one tensor the indices tell apart. Throws Error(usage) for indices that it
    /// does not have.
    std::size_t parts_of(const TensorEntry& entry) const {
        if (is_one_number(entry)) return 1;
        // Blocks of elements lie along the last axis.
        const bool is_in_blocks = !entry.dtype && !entry.shape.empty();
        const std::size_t most = entry.shape.size() - (is_in_blocks ? 1u : 0u);
        if (index_.size() > most)
            refuse(entry.name, fmt::format("{} indices for shape {}; allowed: at most {}",
                                           index_.size(), to_string(entry.shape), most));
        std::size_t parts = 1;
        for (std::size_t axis = 0; axis < index_.size(); parts *= entry.shape[axis++])
            if (index_[axis] >= entry.shape[axis])
                refuse(entry.name,
                       fmt::format("index {} on axis {} of shape {}; allowed: below {}",
                                   index_[axis], axis, to_string(entry.shape), entry.shape[axis]));
        return parts;
    }

    std::vector<std::byte> part_of(const std::string& name,
                                   const std::vector<std::byte>& bytes) const {
        const TensorEntry entry = whole_->entry(name);
        const std::size_t parts = parts_of(entry);
        if (parts == 1) return bytes;
        std::size_t part = 0;
        for (std::size_t axis = 0; axis < index_.size(); ++axis)
            part = part * entry.shape[axis] + index_[axis];
        const std::size_t size = bytes.size() / parts;
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(part * size);
        return {begin, begin + static_cast<std::ptrdiff_t>(size)};
    }

    std::unique_ptr<TensorFile> whole_;
    Shape index_;
};

/// The indices at the end of a name, which is shortened; empty where there are none.
Shape take_index(std::string& name) {
    const std::size_t open = name.rfind('[');
    if (open == std::string::npos || open == 0 || name.back() != ']') return {};
    Shape index;
    const char *at = name.data() + open, *const last = name.data() + name.size() - 1;
    while (at != last) {
        const auto [end, error] = std::from_chars(at + 1, last, index.emplace_back());
        if (error != std::errc() || (end != last && *end != ',')) return {};
        at = end;
    }
    name.resize(open);
    return index;
}

}  // namespace

std::unique_ptr<TensorFile> open_tensor_file(TensorArgument& argument) {
    auto file = open_tensor_file(std::filesystem::path(argument.file));
    if (argument.name.empty() || file->holds(argument.name)) return file;
    Shape index = take_index(argument.name);
    if (index.empty()) return file;
    return std::make_unique<TensorSlice>(std::move(file), std::move(index));
}

}  // namespace mxgen::tensor
