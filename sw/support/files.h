// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace mxgen {

/// The bytes of a regular file; throws Error (usage) when it cannot be read or is larger than
/// `limit` bytes (asked before memory is taken).
std::string read_file(const std::filesystem::path& file, std::size_t limit = 64u << 20);

/// Writes beside and renames, so that the file is there whole or not at all; an existing one is
/// replaced. Throws Error (usage) when it cannot be written.
void write_file(const std::filesystem::path& file, std::string_view bytes);

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal.
std::string sha256(std::string_view bytes);

/// A directory that appears whole: everything is written to a directory beside the target, which
/// commit() renames. Without commit() nothing stays, not even parents that had to be made.
class OutputDirectory {
  public:
    /// Throws Error (usage) when the target is a file, is not empty or cannot be written beside.
    explicit OutputDirectory(const std::filesystem::path& target);
    ~OutputDirectory();
    OutputDirectory(const OutputDirectory&) = delete;
    OutputDirectory& operator=(const OutputDirectory&) = delete;

    /// Where to write until commit().
    const std::filesystem::path& path() const { return staging_; }

    /// Writes one file, with the directories that it needs.
    void write(const std::filesystem::path& relative, std::string_view bytes) const;

    /// Moves everything to the target.
    void commit();

  private:
    void make_parents(const std::filesystem::path& target);
    void remove_parents() noexcept;

    std::filesystem::path target_, staging_, first_made_;
};

}  // namespace mxgen
