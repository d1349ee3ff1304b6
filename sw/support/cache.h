// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "sw/support/spawn.h"

namespace mxgen {

/// Where results are kept: $MXGEN_CACHE, else $XDG_CACHE_HOME/mxgen, else ~/.cache/mxgen, else the
/// system's temporary folder.
std::filesystem::path default_cache();

/// Makes the folder of a cache, or of a part of it, where it is missing. Throws Error (usage).
void make_cache(const std::filesystem::path& cache);

/// The right to make an entry, held while it lives: whoever else wants the same entry waits for it,
/// in this process, another, or on another host that sees the file system. It ends with its
/// process, however that ends.
class EntryLock {
  public:
    /// For the entry of that path, whose parent must be there.
    explicit EntryLock(const std::filesystem::path& entry);
    ~EntryLock();
    EntryLock(const EntryLock&) = delete;
    EntryLock& operator=(const EntryLock&) = delete;

    /// Takes it; false while another has it. Where a file system knows no locks it is always free:
    /// work is done twice there, and nothing worse.
    bool try_take();

    /// Waits for it. Throws Error (tool_failed) when an interrupt arrives.
    void take();

  private:
    std::filesystem::path file_;
    Descriptor held_;
};

/// The entry of that name in a cache: a directory whose file `digests` lists every other file with
/// its SHA-256. One that is missing, or differs from its list in any way, is made by `build` in a
/// directory of its own, under the entry's lock, and moved into place whole; where another process
/// was first, its entry is taken. Returns the entry. Throws Error as
/// make_cache(), refuse_write() and `build` do.
std::filesystem::path cached(const std::filesystem::path& cache, const std::string& name,
                             const std::function<void(const std::filesystem::path&)>& build);

/// Makes or replaces an entry; who holds its lock may call it.
void put_entry(const std::filesystem::path& entry,
               const std::function<void(const std::filesystem::path&)>& build);

/// Whether an entry is there and whole.
bool is_whole(const std::filesystem::path& entry);

}  // namespace mxgen
