// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sw/tensor/safetensors.h"
#include "sw/tensor/tensor_file.h"

namespace mxgen::tensor {

/// A .safetensors file as a file of tensors.
class SafetensorsFile final : public TensorFile {
  public:
    /// Throws Error(usage).
    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::vector<std::string>& names() const override { return names_; }

  private:
    TensorEntry find(const std::string& name) const override;
    TypedArray elements(const std::string& name) const override;
    std::vector<std::byte> bytes(const std::string& name) const override;
    const SafetensorsEntry& at(const std::string& name) const;

    Safetensors file_;
    std::vector<std::string> names_;
    std::map<std::string, std::size_t> places_;
};

/// A checkpoint in several .safetensors files, by its *.safetensors.index.json: the object
/// "weight_map" gives the file of each tensor, which lies beside the index. Shards are opened when
/// one of their tensors is asked for.
class Checkpoint final : public TensorFile {
  public:
    /// Throws Error(usage) for a text that is no such index, and for names of shards that lead out
    /// of the directory.
    explicit Checkpoint(const std::filesystem::path& index);

    /// Sorted.
    const std::vector<std::string>& names() const override { return names_; }

  private:
    TensorEntry find(const std::string& name) const override;
    TypedArray elements(const std::string& name) const override;
    std::vector<std::byte> bytes(const std::string& name) const override;

    /// The shard that holds a tensor. Throws Error(usage) where it is absent or does not hold it.
    const SafetensorsFile& shard_of(const std::string& name) const;

    std::vector<std::string> names_;
    std::map<std::string, std::string> shards_;  ///< file by tensor
    mutable std::map<std::string, std::unique_ptr<SafetensorsFile>> open_;
};

}  // namespace mxgen::tensor
