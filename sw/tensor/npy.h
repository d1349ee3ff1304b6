// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// Reads a .npy file (NumPy enhancement proposal 1, versions 1 to 3): f2 f4 f8, i1 to i8, u1 to u8,
/// b1, bf16 as ml_dtypes writes it (V2), bytes of types that the file does not name (V1, f1: v1);
/// either byte order, C or Fortran order. Type, shape and
/// length are checked against each other before memory is taken. Throws Error(usage).
TypedArray read_npy(const std::filesystem::path& path);

/// The same from memory; `where` names the source in messages.
TypedArray parse_npy(std::span<const std::byte> bytes, const std::string& where);

/// Writes version 1.0, little-endian, C order. Throws Error(usage), also for types NumPy lacks.
void write_npy(const std::filesystem::path& path, const TypedArray& array);

}  // namespace mxgen::tensor
