// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// A tensor as it will stand in a file.
struct StoredTensor {
    std::string name;
    std::string type;         ///< as .safetensors calls it: "U8"; nothing to GGUF
    std::uint32_t ggml_type;  ///< ggml's number; nothing to .safetensors
    Shape shape;              ///< in elements, slowest first
    std::vector<std::byte> bytes;
};

/// The bytes of a .safetensors file: the tensors of wide elements first, so that each is aligned,
/// else as given.
std::string safetensors_file(std::vector<StoredTensor> tensors);

/// The bytes of a GGUF file, version 3, aligned to 32 bytes.
std::string gguf_file(const std::vector<StoredTensor>& tensors);

}  // namespace mxgen::tensor
