// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/tensor/input_file.h"
#include "sw/tensor/tensor_file.h"

namespace mxgen::tensor {

/// One tensor of a GGUF file (the GGUF specification of ggml, versions 2 and 3, little-endian).
struct GgufEntry {
    std::string name;
    std::string type;                  ///< ggml's name; "type 99" where none is known
    std::optional<DType> dtype;        ///< of types whose elements are numbers one by one
    Shape shape;                       ///< slowest first: the file lists sizes fastest first
    std::size_t begin = 0;             ///< byte of the file
    std::optional<std::size_t> bytes;  ///< empty for a type of unknown size
};

/// ggml's block of MXFP4 (type 39): the E8M0 scale, then 16 bytes, of which byte j has element j in
/// its low and element j + 16 in its high nibble.
constexpr std::size_t ggml_mxfp4_block = 32, ggml_mxfp4_bytes = 17;
constexpr std::uint32_t ggml_mxfp4_type = 39;

/// The header of a GGUF file. Counts, lengths and places are checked against the length of the file
/// before memory is taken; tensors of known types may not overlap. Throws Error(usage); `where`
/// names the source.
std::vector<GgufEntry> parse_gguf(std::span<const std::byte> bytes, const std::string& where);

/// A GGUF file. F32, F16, BF16, F64 and I8 to I64 are read as numbers; blocks of other types are
/// listed, and their bytes are there (stored()) where their size is known.
class Gguf final : public TensorFile {
  public:
    /// Throws Error(usage).
    explicit Gguf(const std::filesystem::path& path);

    const std::vector<std::string>& names() const override { return names_; }

  private:
    TensorEntry find(const std::string& name) const override;
    TypedArray elements(const std::string& name) const override;
    std::vector<std::byte> bytes(const std::string& name) const override;

    InputFile file_;
    std::vector<std::string> names_;
    std::map<std::string, GgufEntry> entries_;
};

}  // namespace mxgen::tensor
