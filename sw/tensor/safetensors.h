// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/tensor/array.h"
#include "sw/tensor/input_file.h"

namespace mxgen::tensor {

/// One tensor of a .safetensors file: where it lies in the data, checked against the file.
struct SafetensorsEntry {
    std::string name;
    std::string type;            ///< as the file says: "F32", "BF16"
    std::optional<DType> dtype;  ///< empty: a type that cannot be read here
    Shape shape;
    std::size_t begin = 0, end = 0;  ///< bytes of the data, after the header
};

/// The header of a .safetensors file. Lengths, shapes, types and offsets are checked against each
/// other and the file's length; tensors must fill the data without overlap or gap. Throws
/// Error(usage); `where` names the source. `data_start` receives the offset of the data.
std::vector<SafetensorsEntry> parse_safetensors(std::span<const std::byte> bytes,
                                                const std::string& where, std::size_t& data_start);

/// A .safetensors file; only the tensors that are asked for take memory. Readable are F64,
/// F32, F16, BF16, F8_E4M3, F8_E5M2, both as FNUZ, F8_E8M0, BOOL, the integers of 8 to 64 bits, and
/// F6_E2M3, F6_E3M2, F4, whose elements follow each other without gaps, the first in the lowest
/// bits; tensors of other types are listed.
class Safetensors {
  public:
    /// Throws Error(usage).
    explicit Safetensors(const std::filesystem::path& path);

    /// In the order of the file's data.
    const std::vector<SafetensorsEntry>& entries() const { return entries_; }

    /// Throws Error(usage) for a type that cannot be read.
    TypedArray read(const SafetensorsEntry& entry) const;

    /// The bytes as they stand in the file.
    std::vector<std::byte> stored(const SafetensorsEntry& entry) const;

  private:
    InputFile file_;
    std::string where_;
    std::size_t data_start_ = 0;
    std::vector<SafetensorsEntry> entries_;
};

}  // namespace mxgen::tensor
