// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// What a file says of one of its tensors.
struct TensorEntry {
    std::string name;            ///< "" in a .npy file
    std::string type;            ///< as the file calls it: "<f4", "BF16", "MXFP4"
    std::optional<DType> dtype;  ///< empty: no type whose elements are numbers one by one
    Shape shape;
    std::optional<std::size_t> bytes;  ///< in the file; empty: not known of this type
};

/// A file of tensors, of whatever kind: only what is asked for takes memory.
class TensorFile {
  public:
    explicit TensorFile(const std::filesystem::path& path) : path_(path) {}
    virtual ~TensorFile() = default;
    TensorFile(const TensorFile&) = delete;
    TensorFile& operator=(const TensorFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// In the order of the file.
    virtual const std::vector<std::string>& names() const = 0;

    /// All below throw Error(usage) for a name that the file does not hold, with the nearest.
    TensorEntry entry(const std::string& name) const;

    /// The elements. Throws Error(usage) for a type without dtype.
    TypedArray read(const std::string& name) const;

    /// The bytes of a tensor as the file has them, in C order. Throws Error(usage) for a type of
    /// unknown size.
    std::vector<std::byte> stored(const std::string& name) const;

    bool holds(const std::string& name) const;

    /// Refuses a tensor that is asked for, saying which and why.
    [[noreturn]] void refuse(const std::string& name, const std::string& what) const;

  private:
    virtual TensorEntry find(const std::string& name) const = 0;
    virtual TypedArray elements(const std::string& name) const = 0;
    virtual std::vector<std::byte> bytes(const std::string& name) const = 0;

    void check(const std::string& name) const;

    std::filesystem::path path_;
    mutable std::unordered_set<std::string> known_;  ///< names(), once they have been asked for
};

/// Opens a .npy, .safetensors, .index.json (shards of a checkpoint) or .gguf file, by its name.
/// Throws Error(usage) for other names and unusable files.
std::unique_ptr<TensorFile> open_tensor_file(const std::filesystem::path& path);

/// One of these and, behind a colon, the name of a tensor in it; "" where none is given.
struct TensorArgument {
    std::string file, name;
};

/// The two parts of FILE.npy, FILE.safetensors[:NAME], FILE.index.json[:NAME], FILE.gguf[:NAME];
/// empty where the text is none of them. Names may hold colons and slashes: the first part that is
/// a file is the file.
std::optional<TensorArgument> parse_tensor_argument(const std::string& text);

/// The same, or Error(usage).
TensorArgument tensor_argument(const std::string& text);

/// The tensor that an argument means: the one it names, else the only one. Throws Error(usage).
std::string chosen_name(const TensorFile& file, const TensorArgument& argument);

}  // namespace mxgen::tensor
