// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

namespace mxgen {

/// The entry of that name in a cache: a directory whose file `digests` lists every other file with
/// its SHA-256. One that is missing, or differs from its list in any way, is made by `build` in a
/// directory of its own and moved into place whole; where another process was first, its entry is
/// taken. Returns the entry. Throws Error as refuse_write() and `build` do.
std::filesystem::path cached(const std::filesystem::path& cache, const std::string& name,
                             const std::function<void(const std::filesystem::path&)>& build);

/// Whether an entry is there and whole.
bool is_whole(const std::filesystem::path& entry);

}  // namespace mxgen
