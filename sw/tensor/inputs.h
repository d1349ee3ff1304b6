// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sw/tensor/array.h"
#include "sw/tensor/tensor_file.h"

namespace mxgen::tensor {

/// One tensor by what a command's option says: FILE.npy, or a FILE.safetensors, FILE.gguf or
/// FILE.safetensors.index.json that holds one tensor, or one of these and :NAME. `dtype`, a name
/// that read_as() knows, says what the elements are where their type in the file does not. Codes
/// and scales of a block format are no numbers without it; GGUF's MXFP4 is, by its scales. Throws
/// Error(usage) for other files, absent names, types without numbers and codes.
Tensor read_tensor(const std::string& argument, const std::string& dtype = {});

/// The tensors of such a file that hold numbers, or the one that the argument or `only` names; each
/// is read when it is asked for.
class TensorSeries {
  public:
    struct Skipped {
        std::string name, reason;
    };

    /// Throws Error(usage) as read_tensor() does, and where none of several tensors holds numbers.
    explicit TensorSeries(const std::string& argument, const std::string& only = {},
                          const std::string& dtype = {});

    /// In the order of the file, each fit to name a directory; {""} where one tensor is meant.
    const std::vector<std::string>& names() const { return names_; }

    /// The others of a file with several: codes, scales and bytes, scalars, empty tensors, types
    /// without numbers, and names that cannot name a directory (letters, digits, "._-").
    const std::vector<Skipped>& skipped() const { return skipped_; }

    /// One of names(), with at least one axis and one number. Throws Error(usage).
    Tensor read(const std::string& name) const;

  private:
    std::unique_ptr<TensorFile> file_;
    std::string only_, dtype_;
    std::vector<std::string> names_;
    std::vector<Skipped> skipped_;
};

/// What the only tensor of a series is called: its name in the file, else that of the file without
/// its ending.
std::string title_of(const std::string& argument, const std::string& only = {});

/// The SHA-256 of what an argument means: of a .npy file whole, else of the tensor's type, shape
/// and bytes, with those of its scales where it is packed. Throws Error(usage).
std::string digest_of_tensor(const std::string& argument);

}  // namespace mxgen::tensor
