// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace mxgen::tensor {

/// The bytes of a regular file, mapped: no memory is taken before somebody reads them.
class MappedFile {
  public:
    /// Throws Error(usage) when the file cannot be read or is not a regular file.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    std::span<const std::byte> bytes() const;

  private:
    struct Mapping;
    std::unique_ptr<Mapping> mapping_;
};

}  // namespace mxgen::tensor
