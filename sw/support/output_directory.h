// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "sw/support/own_directory.h"

namespace mxgen {

/// A directory that appears whole. A new one is written beside its place and renamed by commit();
/// an empty one that is there, which may be a mount point or stand where nothing else may be
/// written, is filled from a directory inside. Without commit() nothing stays, not even parents
/// that had to be made.
class OutputDirectory {
  public:
    enum class Existing {
        refused,  ///< a directory that is not empty
        replaced  ///< whole by whole, on commit()
    };

    /// Throws Error (usage) when the target is a file or is not empty, and as refuse_write() does.
    explicit OutputDirectory(const std::filesystem::path& target,
                             Existing existing = Existing::refused);
    ~OutputDirectory();
    OutputDirectory(const OutputDirectory&) = delete;
    OutputDirectory& operator=(const OutputDirectory&) = delete;

    /// Where to write until commit().
    const std::filesystem::path& path() const { return staging_->path(); }

    /// Writes one file, with the directories that it needs.
    void write(const std::filesystem::path& relative, std::string_view bytes) const;

    /// Moves everything to the target, or, where that fails, nothing.
    void commit();

  private:
    void make_parents(const std::filesystem::path& target);
    void remove_parents() noexcept;
    void move_inside() const;

    std::filesystem::path target_, first_made_;
    bool replaces_, is_inside_ = false;
    std::optional<OwnDirectory> staging_;
};

}  // namespace mxgen
