// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "sw/support/spawn.h"

namespace mxgen::tensor {

/// A regular file of which parts are read: no memory is taken for others, and a file that another
/// program shortens meanwhile is an error instead of a signal.
class InputFile {
  public:
    /// Throws Error (usage) when the file cannot be read or is not a regular file.
    explicit InputFile(const std::filesystem::path& path);

    std::size_t size() const { return size_; }  ///< bytes, when it was opened

    /// `length` bytes from `offset`. Throws Error (usage) where the file has no longer as many.
    std::vector<std::byte> read(std::size_t offset, std::size_t length) const;

  private:
    std::filesystem::path path_;
    Descriptor file_;
    std::size_t size_ = 0;
};

}  // namespace mxgen::tensor
