// SPDX-License-Identifier: Apache-2.0
#include "sw/support/cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "sw/support/files.h"
#include "sw/support/interrupt.h"
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

void make_cache(const fs::path& cache) {
    std::error_code error;
    fs::create_directories(cache, error);
    if (error)
        refuse_file(cache, fmt::format("the cache cannot be written ({}); set MXGEN_CACHE to a "
                                       "directory that can",
                                       error.message()));
}

bool is_whole(const fs::path& entry) try {
    return fs::is_directory(entry) && read_file(entry / list_name) == digests(entry);
} catch (const std::exception&) {
    return false;
}

fs::path default_cache() {
    const auto value = [](const char* name) {
        const char* text = std::getenv(name);
        return fs::path(text ? text : "");
    };
    if (const fs::path own = value("MXGEN_CACHE"); !own.empty()) return absolute_path(own);
    if (const fs::path user = value("XDG_CACHE_HOME"); user.is_absolute()) return user / "mxgen";
    if (const fs::path home = value("HOME"); home.is_absolute()) return home / ".cache" / "mxgen";
    return scratch_parent() / "mxgen";
}

EntryLock::EntryLock(const fs::path& entry)
    : file_(entry.parent_path() / ("." + entry.filename().string() + ".lock")) {}

EntryLock::~EntryLock() {
    // Gone before it is free: who opened it meanwhile sees that it is not the entry's lock any
    // more.
    if (held_.is_open()) unlink(file_.c_str());
}

bool EntryLock::try_take() {
    for (;;) {
        Descriptor fd(open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
        if (!fd.is_open()) refuse_write(file_, {errno, std::generic_category()});
        if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
        struct stat mine {
        }, named{};
        const bool is_it = fstat(fd.get(), &mine) == 0 && stat(file_.c_str(), &named) == 0 &&
                           mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
        if (!is_it) continue;
        held_ = std::move(fd);
        return true;
    }
}

void EntryLock::take() {
    while (!try_take()) {
        check_interrupt();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void put_entry(const fs::path& entry, const std::function<void(const fs::path&)>& build) {
    OwnDirectory made(entry.parent_path(), ".building-");
    build(made.path());
    write_own_file(made.path() / list_name, digests(made.path()));
    // What is there and whole by now is another process's, and stays.
    if (is_whole(entry)) return;
    if (const auto error = made.put(entry)) refuse_write(entry, error);
}

fs::path cached(const fs::path& cache, const std::string& name,
                const std::function<void(const fs::path&)>& build) {
    const fs::path entry = cache / name;
    if (is_whole(entry)) return entry;
    make_cache(cache);
    EntryLock lock(entry);
    lock.take();
    if (!is_whole(entry)) put_entry(entry, build);
    return entry;
}

}  // namespace mxgen
