// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

#include "sw/support/spawn.h"

namespace mxgen {

/// A directory that belongs to this process while it lives and is gone afterwards. It is locked, so
/// that those of processes that were killed are told from those in use: every new one sweeps away
/// the stale ones of its name.
class OwnDirectory {
  public:
    /// Makes PARENT/PREFIXxxxxxx. Throws Error as refuse_write() does, naming the parent.
    OwnDirectory(const std::filesystem::path& parent, const std::string& prefix);
    ~OwnDirectory();
    OwnDirectory(const OwnDirectory&) = delete;
    OwnDirectory& operator=(const OwnDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Gives it away, unlocked: it stays, under whatever name it has been given.
    void release();

    /// Renames it to `target` on the same disk and gives it away. A directory that is there is
    /// removed, after this one has its name. Where that cannot be, nothing has changed, and the
    /// error is returned.
    std::error_code put(const std::filesystem::path& target);

  private:
    std::error_code put_in_steps(const std::filesystem::path& target);

    std::filesystem::path path_;
    Descriptor lock_;
};

/// Where scratch directories go: $TMPDIR where its name is plain (letters, digits, "_-./"), so that
/// no tool's script language finds anything in it, else /tmp or /var/tmp. Throws Error (usage)
/// where none can be written.
std::filesystem::path scratch_parent();

/// Removes what processes that were killed left: directories and files PARENT/PREFIXxxxxxx of this
/// user that nobody holds a lock on.
void sweep_stale(const std::filesystem::path& parent, const std::string& prefix);

/// A lock on a directory or file, held until the descriptor is closed; closed where another process
/// has it, or where there can be no locks.
Descriptor try_lock(const std::filesystem::path& path);

}  // namespace mxgen
