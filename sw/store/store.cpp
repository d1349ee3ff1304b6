// SPDX-License-Identifier: Apache-2.0
#include "sw/store/store.h"

#include <sys/stat.h>
#include <utime.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>

#include "sw/support/files.h"
#include "sw/support/interrupt.h"
#include "sw/support/json.h"
#include "sw/support/own_directory.h"

namespace mxgen::store {

namespace fs = std::filesystem;

namespace {

constexpr const char* results = "results";
constexpr const char* result_name = "result.json";

/// The file whose time says when an entry was used.
fs::path used_file(const fs::path& entry) { return entry / "digests"; }

double days_since_use(const fs::path& entry) {
    struct stat status {};
    if (stat(used_file(entry).c_str(), &status) != 0 && stat(entry.c_str(), &status) != 0) return 0;
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return std::max(0.0, std::difftime(now, status.st_mtime)) / 86400;
}

std::uint64_t bytes_below(const fs::path& entry) {
    std::uint64_t bytes = 0;
    std::error_code error;
    for (const auto& file : fs::recursive_directory_iterator(entry, error)) {
        const auto size = file.is_regular_file(error) ? file.file_size(error) : 0;
        if (!error) bytes += size;
    }
    return bytes;
}

/// The folders below one, hidden ones aside, in order of their names.
std::vector<fs::path> folders_in(const fs::path& parent) {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(parent, error))
        if (entry.is_directory(error) && !entry.path().filename().string().starts_with('.'))
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

StoreEntry described(const std::string& kind, const fs::path& path) {
    return {kind, path, bytes_below(path), days_since_use(path)};
}

/// Moves an entry aside, so that nobody finds half of it, and removes it.
bool remove_entry(const fs::path& path) {
    EntryLock lock(path);
    if (!lock.try_take()) return false;
    const OwnDirectory aside(path.parent_path(), ".building-");
    std::error_code error;
    fs::rename(path, aside.path() / "former", error);
    return !error;
}

}  // namespace

fs::path Store::path_of(const std::string& key) const {
    return folder_ / results / key.substr(0, 2) / key;
}

std::optional<Json> Store::find(const std::string& key) const {
    const fs::path entry = path_of(key);
    if (!is_whole(entry)) return std::nullopt;
    try {
        Json result = parse_json(read_file(entry / result_name));
        if (result.is_discarded()) return std::nullopt;
        utime(used_file(entry).c_str(), nullptr);
        return result;
    } catch (const std::exception&) {
        return std::nullopt;  // another process removed it meanwhile
    }
}

void Store::put(const std::string& key, const Json& result) const {
    const fs::path entry = path_of(key);
    make_cache(entry.parent_path());
    put_entry(entry,
              [&](const fs::path& made) { write_own_file(made / result_name, to_text(result)); });
}

EntryLock Store::lock(const std::string& key) const {
    const fs::path entry = path_of(key);
    make_cache(entry.parent_path());
    return EntryLock(entry);
}

std::vector<StoreEntry> Store::entries() const {
    std::vector<StoreEntry> found;
    for (const fs::path& shard : folders_in(folder_ / results))
        for (const fs::path& path : folders_in(shard)) found.push_back(described("result", path));
    for (const fs::path& path : folders_in(folder_)) {
        const std::string name = path.filename().string();
        for (const std::string kind : {"model", "runtime"})
            if (name.starts_with(kind + "-")) found.push_back(described(kind, path));
    }
    return found;
}

std::vector<StoreEntry> prune(const Store& store, const PruneRule& rule) {
    auto entries = store.entries();
    std::ranges::stable_sort(entries, std::greater<>(), &StoreEntry::days);
    std::uint64_t total = std::accumulate(
        entries.begin(), entries.end(), std::uint64_t{0},
        [](std::uint64_t sum, const StoreEntry& entry) { return sum + entry.bytes; });
    std::vector<StoreEntry> removed;
    for (const StoreEntry& entry : entries) {
        check_interrupt();
        const bool leaves = (rule.days && entry.days >= *rule.days) ||
                            (rule.bytes && total > *rule.bytes) || !is_whole(entry.path);
        if (!leaves || !remove_entry(entry.path)) continue;
        total -= entry.bytes;
        removed.push_back(entry);
    }
    return removed;
}

}  // namespace mxgen::store
