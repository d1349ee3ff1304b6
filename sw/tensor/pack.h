// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "sw/tensor/quantize.h"
#include "sw/tensor/writers.h"

namespace mxgen::tensor {

/// Layouts in which quantized tensors are written (PackedLayout says what stands where): codes is
/// none, the .npy files alone.
enum class Pack { codes, gpt_oss, compressed_tensors, gguf };

/// The layout of a name: codes, gpt-oss, compressed-tensors, gguf. Throws Error(usage).
Pack parse_pack(const std::string& name);

/// Throws Error(usage) where a layout cannot hold a format, or blocks that lie thus: gpt-oss and
/// gguf hold MXFP4, compressed-tensors NVFP4, MXFP4 and MXFP8 E4M3; along the last axis, which
/// `axis` is where it is -1.
void check_pack(Pack pack, const BlockFormat& format, const QuantizeOptions& options);

/// Gathers quantized tensors for one file.
class PackedFile {
  public:
    explicit PackedFile(Pack pack) : pack_(pack) {}

    /// Throws Error(usage) for a last axis that the layout cannot hold (gpt-oss, gguf: multiples of
    /// 32; pairs: even), more than four axes in gguf, blocks along another axis, and names that two
    /// tensors would have.
    void add(const std::string& name, const Quantized& quantized);

    /// Writes packed.safetensors or packed.gguf into a directory; nothing for Pack::codes.
    void write(const std::filesystem::path& directory) const;

  private:
    void add_stored(StoredTensor tensor);
    void add_gpt_oss(const std::string& name, const Quantized& quantized);
    void add_compressed(const std::string& name, const Quantized& quantized);
    void add_gguf(const std::string& name, const Quantized& quantized);

    Pack pack_;
    std::vector<StoredTensor> tensors_;
    std::set<std::string> names_;
};

}  // namespace mxgen::tensor
