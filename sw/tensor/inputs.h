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

/// One tensor by what a command's option says: FILE.npy, FILE.safetensors that holds one tensor, or
/// FILE.safetensors:NAME. Throws Error(usage) for another type of file or an absent name.
Tensor read_tensor(const std::string& argument);

/// The tensors of a .npy or .safetensors file, or the one called `only`: each with at least one
/// axis and one number. Throws Error(usage) for another type of file, an absent name, a tensor
/// without numbers, and one of several whose name cannot name a directory (letters, digits, "._-").
std::vector<NamedTensor> read_tensors(const std::string& file, const std::string& only = {});

}  // namespace mxgen::tensor
