// SPDX-License-Identifier: Apache-2.0
#include "sw/support/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <list>

#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/own_directory.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

std::error_code system_error(int number) { return {number, std::generic_category()}; }

/// Writes everything to a descriptor; the error, or 0.
int write_bytes(const Descriptor& fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(fd.get(), bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) return errno;
        if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return 0;
}

/// The permissions of the file that is replaced, or those of a new one.
mode_t mode_of(const fs::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) == 0) return status.st_mode & 07777;
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/// A file that is written beside its place, a regular file or none yet; gone unless it is put
/// there. One that cannot be replaced (a pipe, a device) is written when it is put.
class StagedFile {
  public:
    StagedFile(const fs::path& file, std::string_view bytes) : file_(file), bytes_(bytes) {
        std::error_code error;
        const auto status = fs::status(file, error);
        if (fs::is_directory(status)) refuse_file(file, "is a directory; allowed: a file");
        if (fs::exists(status) && !fs::is_regular_file(status)) return;
        if (fs::is_symlink(fs::symlink_status(file, error)))
            file_ = fs::weakly_canonical(file, error);
        if (error && file_.empty()) refuse_write(file, error);
        write_beside();
    }
    ~StagedFile() {
        if (!beside_.empty()) unlink(beside_.c_str());
    }
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;

    void put() {
        if (beside_.empty()) return write_own_file(file_, bytes_);
        if (std::rename(beside_.c_str(), file_.c_str()) != 0)
            refuse_write(file_, system_error(errno));
        beside_.clear();
    }

  private:
    void write_beside() {
        const fs::path parent = file_.has_parent_path() ? file_.parent_path() : ".";
        const std::string prefix = "." + file_.filename().string() + ".partial-";
        std::string name = (parent / (prefix + "XXXXXX")).string();
        sweep_stale(parent, prefix);
        lock_ = Descriptor(mkostemp(name.data(), O_CLOEXEC));
        if (!lock_.is_open()) refuse_write(file_, system_error(errno));
        flock(lock_.get(), LOCK_EX | LOCK_NB);
        fchmod(lock_.get(), mode_of(file_));
        beside_ = name;
        if (const int error = write_bytes(lock_, bytes_)) {
            unlink(beside_.c_str());
            refuse_write(file_, system_error(error));
        }
    }

    fs::path file_;
    std::string_view bytes_;
    std::string beside_;  ///< empty: nothing lies there
    Descriptor lock_;     ///< tells it from what a killed process left
};

}  // namespace

void refuse_file(const fs::path& file, const std::string& what) {
    constexpr std::size_t max_length = 500;
    const std::string name = visible_line(file.string());
    const bool is_long = name.size() > max_length;
    throw Error(Exit::usage,
                fmt::format("{}{}: {}", name.substr(0, max_length), is_long ? "..." : "", what));
}

void check_regular(const fs::path& file) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (fs::is_regular_file(status)) return;
    const bool is_device = fs::is_character_file(status) || fs::is_block_file(status);
    const std::string what = status.type() == fs::file_type::not_found ? "no such file"
                             : fs::is_directory(status)                ? "is a directory"
                             : fs::is_fifo(status)                     ? "is a FIFO"
                             : fs::is_socket(status)                   ? "is a socket"
                             : is_device                               ? "is a device"
                                                                       : error.message();
    refuse_file(file, fmt::format("cannot be read: {}; allowed: a regular file", what));
}

void refuse_write(const fs::path& path, const std::error_code& error) {
    constexpr std::array full_or_broken{ENOSPC, EDQUOT, EFBIG, EIO};
    const bool is_usage = std::ranges::find(full_or_broken, error.value()) == full_or_broken.end();
    throw Error(
        is_usage ? Exit::usage : Exit::tool_failed,
        fmt::format("{}: cannot be written: {}", visible_line(path.string()), error.message()));
}

fs::path absolute_path(const fs::path& path) {
    std::error_code error;
    const fs::path found = fs::absolute(path, error);
    if (error)
        refuse_file(path,
                    "has no place: the current directory is gone; allowed: a path from the "
                    "root, or another current directory");
    return found;
}

std::string read_file(const fs::path& file, std::size_t limit) {
    check_regular(file);
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error) refuse_file(file, "cannot be read: " + error.message());
    if (size > limit)
        refuse_file(file, fmt::format("has {} bytes; allowed: up to {}", size, limit));
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in.is_open() || in.gcount() != static_cast<std::streamsize>(bytes.size())) {
        refuse_file(file, "cannot be read");
    }
    return bytes;
}

void write_own_file(const fs::path& file, std::string_view bytes) {
    const Descriptor fd(open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!fd.is_open()) refuse_write(file, system_error(errno));
    if (const int error = write_bytes(fd, bytes)) refuse_write(file, system_error(error));
}

void write_file(const fs::path& file, std::string_view bytes) { StagedFile(file, bytes).put(); }

void write_files(const std::vector<std::pair<fs::path, std::string>>& files) {
    std::list<StagedFile> staged;
    for (const auto& [file, bytes] : files) staged.emplace_back(file, bytes);
    for (StagedFile& file : staged) file.put();
}

void check_distinct(const std::vector<std::pair<std::string, fs::path>>& outputs,
                    const std::vector<fs::path>& inputs) {
    std::map<fs::path, std::string> seen;
    const auto real = [](const fs::path& path) {
        std::error_code error;
        const fs::path absolute = absolute_path(path);
        const fs::path found = fs::weakly_canonical(absolute, error);
        return error ? absolute.lexically_normal() : found;
    };
    for (const fs::path& input : inputs) seen.emplace(real(input), "a file that is read");
    for (const auto& [option, path] : outputs) {
        if (path.empty()) continue;
        const auto [other, is_new] = seen.emplace(real(path), option);
        if (is_new || fs::is_character_file(path)) continue;
        throw Error(Exit::usage, fmt::format("{}: {} is {}, too; allowed: a file of its own",
                                             option, in_quotes(path.string()), other->second));
    }
}

std::map<std::string, std::string> digests_below(const fs::path& directory) {
    constexpr std::size_t largest_file = std::size_t{1} << 32;
    std::map<std::string, std::string> found;
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(directory, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        if (!entry->is_directory())
            found[entry->path().lexically_relative(directory).string()] =
                sha256(read_file(entry->path(), largest_file));
    if (error) refuse_file(directory, "cannot be read: " + error.message());
    return found;
}

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw Error(Exit::tool_failed, "libcrypto: SHA-256 is not available");
    }
    std::string hex;
    for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

}  // namespace mxgen
