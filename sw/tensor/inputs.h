// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// A tensor by its name in the file; "" where it is the only one.
struct NamedTensor {
    std::string name;
    Tensor tensor;
};

/// One tensor by what a command's option says: FILE.npy, or a FILE.safetensors, FILE.gguf or
/// FILE.safetensors.index.json that holds one tensor, or one of these and :NAME. `dtype`, a name
/// that read_as() knows, says what the elements are where their type in the file does not. Codes
/// and scales of a block format are no numbers without it; GGUF's MXFP4 is, by its scales. Throws
/// Error(usage) for other files, absent names, types without numbers and codes.
Tensor read_tensor(const std::string& argument, const std::string& dtype = {});

/// The tensors of such a file, or the one called `only`: each with at least one axis and one
/// number. Throws Error(usage) as read_tensor() does, for a tensor without numbers, and for one of
/// several whose name cannot name a directory (letters, digits, "._-").
std::vector<NamedTensor> read_tensors(const std::string& file, const std::string& only = {},
                                      const std::string& dtype = {});

/// What the only tensor of read_tensors() is called: its name in the file, else that of the file
/// without its ending.
std::string title_of(const std::string& argument, const std::string& only = {});

/// The SHA-256 of what an argument means: of a .npy file whole, else of the tensor's type, shape
/// and bytes. Throws Error(usage).
std::string digest_of_tensor(const std::string& argument);

}  // namespace mxgen::tensor
