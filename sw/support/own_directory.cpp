// SPDX-License-Identifier: Apache-2.0
#include "sw/support/own_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "sw/support/error.h"
#include "sw/support/files.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t random_letters = 6;  ///< of mkdtemp and mkostemp

bool has_stale_name(const std::string& name, const std::string& prefix) {
    return name.size() == prefix.size() + random_letters && name.starts_with(prefix) &&
           std::all_of(name.end() - random_letters, name.end(),
                       [](unsigned char c) { return std::isalnum(c); });
}

bool is_plain(const fs::path& path) {
    const std::string text = path.string();
    return path.is_absolute() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return c < 0x80 && (std::isalnum(c) || std::strchr("_-./", c));
           });
}

/// The directories that this process holds, by device and node: no other leaves anything in
/// one, and its lock would be waited for in vain.
class OwnedPlaces {
  public:
    static OwnedPlaces& all() {
        static OwnedPlaces places;
        return places;
    }

    void add(const Descriptor& directory) {
        const std::scoped_lock lock(mutex_);
        if (const auto node = node_of(directory)) nodes_.insert(*node);
    }
    void remove(const Descriptor& directory) {
        const std::scoped_lock lock(mutex_);
        if (const auto node = node_of(directory)) nodes_.erase(*node);
    }
    bool contain(const fs::path& path) {
        const std::scoped_lock lock(mutex_);
        struct stat status {};
        return stat(path.c_str(), &status) == 0 && nodes_.contains({status.st_dev, status.st_ino});
    }

  private:
    using Node = std::pair<dev_t, ino_t>;

    static std::optional<Node> node_of(const Descriptor& directory) {
        struct stat status {};
        if (!directory.is_open() || fstat(directory.get(), &status) != 0) return std::nullopt;
        return Node(status.st_dev, status.st_ino);
    }

    std::mutex mutex_;
    std::set<Node> nodes_;
};

/// Held while a directory is made and locked, or swept: nobody sees one that is not locked yet.
Descriptor hold(const fs::path& parent) {
    constexpr int tries = 100;
    if (OwnedPlaces::all().contain(parent)) return Descriptor();
    for (int i = 0; i < tries; ++i) {
        Descriptor held = try_lock(parent);
        if (held.is_open()) return held;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return Descriptor();
}

/// Expects that the parent is held.
void remove_stale(const fs::path& parent, const std::string& prefix) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(parent, error)) {
        struct stat status {};
        if (!has_stale_name(entry.path().filename().string(), prefix) ||
            lstat(entry.path().c_str(), &status) != 0 || status.st_uid != geteuid() ||
            !(S_ISDIR(status.st_mode) || S_ISREG(status.st_mode)))
            continue;
        if (const Descriptor lock = try_lock(entry.path()); lock.is_open())
            fs::remove_all(entry.path(), error);
    }
}

}  // namespace

Descriptor try_lock(const fs::path& path) {
    Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (fd.is_open() && flock(fd.get(), LOCK_EX | LOCK_NB) != 0) fd.close();
    return fd;
}

void sweep_stale(const fs::path& parent, const std::string& prefix) {
    if (const Descriptor held = hold(parent); held.is_open()) remove_stale(parent, prefix);
}

OwnDirectory::OwnDirectory(const fs::path& parent, const std::string& prefix) {
    const Descriptor held = hold(parent);
    if (held.is_open()) remove_stale(parent, prefix);
    std::string name = (parent / (prefix + "XXXXXX")).string();
    if (mkdtemp(name.data()) == nullptr) refuse_write(parent, {errno, std::generic_category()});
    path_ = name;
    lock_ = try_lock(path_);
    OwnedPlaces::all().add(lock_);
}

OwnDirectory::~OwnDirectory() {
    if (path_.empty()) return;
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    release();
}

void OwnDirectory::release() {
    path_.clear();
    OwnedPlaces::all().remove(lock_);
    lock_.close();
}

std::error_code OwnDirectory::put(const fs::path& target) {
    const fs::path mine = path_;
    std::error_code error, ignored;
    if (renameat2(AT_FDCWD, mine.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
        release();
        fs::remove_all(mine, ignored);
        return error;
    }
    if (errno == EINVAL)  // the file system exchanges no names
        return put_in_steps(target);
    if (errno != ENOENT) return {errno, std::generic_category()};
    fs::rename(mine, target, error);
    if (!error) release();
    return error;
}

std::error_code OwnDirectory::put_in_steps(const fs::path& target) {
    const std::string name = path_.filename().string();
    const OwnDirectory aside(path_.parent_path(), name.substr(0, name.size() - random_letters));
    const fs::path former = aside.path() / "former";
    std::error_code error, ignored;
    const bool exists = fs::exists(fs::symlink_status(target, ignored));
    if (exists) fs::rename(target, former, error);
    if (error) return error;
    fs::rename(path_, target, error);
    if (!error) release();
    if (error && exists) fs::rename(former, target, ignored);
    return error;
}

fs::path scratch_parent() {
    const char* chosen = std::getenv("TMPDIR");
    for (const fs::path& parent : {fs::path(chosen ? chosen : ""), fs::path("/tmp"),
                                   fs::path("/var/tmp"), fs::path("/dev/shm")}) {
        std::error_code error;
        const fs::path real = parent.empty() ? parent : fs::canonical(parent, error);
        if (!error && is_plain(real) && access(real.c_str(), W_OK | X_OK) == 0) return real;
    }
    throw Error(Exit::usage,
                "TMPDIR: no directory for scratch files can be written; allowed: a directory whose "
                "path has letters, digits and \"_-./\" alone; nearest: /tmp");
}

}  // namespace mxgen
