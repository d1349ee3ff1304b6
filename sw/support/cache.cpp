// SPDX-License-Identifier: Apache-2.0
#include "sw/support/cache.h"

#include <fmt/format.h>

#include <map>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/own_directory.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

constexpr const char* list_name = "digests";
constexpr std::size_t largest_file = std::size_t{1} << 32;

/// One line a file: its digest and its path.
std::string digests(const fs::path& entry) {
    std::map<std::string, std::string> found;
    for (const auto& file : fs::recursive_directory_iterator(entry)) {
        const std::string path = file.path().lexically_relative(entry).string();
        if (file.is_directory() || path == list_name) continue;
        found[path] = sha256(read_file(file.path(), largest_file));
    }
    std::string text;
    for (const auto& [path, digest] : found) text += fmt::format("{} {}\n", digest, path);
    return text;
}

/// Moves a finished entry to its place; what is there and whole is another process's, and stays.
void put(OwnDirectory& made, const OwnDirectory& aside, const fs::path& entry) {
    std::error_code error;
    if (is_whole(entry)) return;
    fs::rename(entry, aside.path() / "broken", error);
    fs::rename(made.path(), entry, error);
    if (!error) return made.release();
    if (!is_whole(entry)) refuse_file(entry, "cannot be written: " + error.message());
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
        throw Error(Exit::usage, fmt::format("{}: the cache cannot be written ({}); set "
                                             "MXGEN_CACHE to a directory that can",
                                             cache.string(), error.message()));
    OwnDirectory made(cache, ".building-");
    build(made.path());
    write_own_file(made.path() / list_name, digests(made.path()));
    const OwnDirectory aside(cache, ".building-");
    put(made, aside, entry);
    return entry;
}

}  // namespace mxgen
