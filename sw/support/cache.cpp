// SPDX-License-Identifier: Apache-2.0
#include "sw/support/cache.h"

#include <fmt/format.h>

#include "sw/support/files.h"
#include "sw/support/own_directory.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

constexpr const char* list_name = "digests";

/// One line a file: its digest and its path.
std::string digests(const fs::path& entry) {
    std::string text;
    for (const auto& [path, digest] : digests_below(entry))
        if (path != list_name) text += fmt::format("{} {}\n", digest, path);
    return text;
}

}  // namespace

bool is_whole(const fs::path& entry) try {
    return fs::is_directory(entry) && read_file(entry / list_name) == digests(entry);
} catch (const std::exception&) {
    return false;
}

fs::path cached(const fs::path& cache, const std::string& name,
                const std::function<void(const fs::path&)>& build) {
    const fs::path entry = cache / name;
    if (is_whole(entry)) return entry;
    std::error_code error;
    fs::create_directories(cache, error);
    if (error)
        refuse_file(cache, fmt::format("the cache cannot be written ({}); set MXGEN_CACHE to a "
                                       "directory that can",
                                       error.message()));
    OwnDirectory made(cache, ".building-");
    build(made.path());
    write_own_file(made.path() / list_name, digests(made.path()));
    // What is there and whole by now is another process's, and stays.
    if (is_whole(entry)) return entry;
    if ((error = made.put(entry))) refuse_write(entry, error);
    return entry;
}

}  // namespace mxgen
