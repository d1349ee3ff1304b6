// SPDX-License-Identifier: Apache-2.0
#include "sw/support/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <system_error>

#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/own_directory.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse_write(const fs::path& path, int error) {
    refuse_file(path, fmt::format("cannot be written: {}", std::strerror(error)));
}

/// Writes everything to a descriptor and closes it; the error, or 0.
int write_bytes(Descriptor fd, std::string_view bytes) {
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

/// Writes beside a regular file, or where none is yet, and renames.
void replace(const fs::path& file, std::string_view bytes) {
    const fs::path parent = file.has_parent_path() ? file.parent_path() : ".";
    const std::string prefix = "." + file.filename().string() + ".partial-";
    std::string beside = (parent / (prefix + "XXXXXX")).string();
    sweep_stale(parent, prefix);
    Descriptor fd(mkostemp(beside.data(), O_CLOEXEC));
    if (!fd.is_open()) refuse_write(file, errno);
    flock(fd.get(), LOCK_EX | LOCK_NB);
    fchmod(fd.get(), mode_of(file));
    int error = write_bytes(std::move(fd), bytes);
    if (error == 0 && std::rename(beside.c_str(), file.c_str()) != 0) error = errno;
    if (error == 0) return;
    unlink(beside.c_str());
    refuse_write(file, error);
}

}  // namespace

void refuse_file(const fs::path& file, const std::string& what) {
    throw Error(Exit::usage, fmt::format("{}: {}", visible_line(file.string()), what));
}

std::string read_file(const fs::path& file, std::size_t limit) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) refuse_file(file, "cannot be read: no such file");
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
    Descriptor fd(open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!fd.is_open()) refuse_write(file, errno);
    if (const int error = write_bytes(std::move(fd), bytes)) refuse_write(file, error);
}

void write_file(const fs::path& file, std::string_view bytes) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (fs::is_directory(status)) refuse_file(file, "is a directory; allowed: a file");
    if (fs::exists(status) && !fs::is_regular_file(status)) return write_own_file(file, bytes);
    const bool is_link = fs::is_symlink(fs::symlink_status(file, error));
    const fs::path real = is_link ? fs::weakly_canonical(file, error) : file;
    if (error && is_link) refuse_write(file, error.value());
    replace(real, bytes);
}

void check_distinct(const std::vector<std::pair<std::string, fs::path>>& outputs,
                    const std::vector<fs::path>& inputs) {
    std::map<fs::path, std::string> seen;
    const auto real = [](const fs::path& path) {
        std::error_code error;
        const fs::path found = fs::weakly_canonical(fs::absolute(path), error);
        return error ? fs::absolute(path).lexically_normal() : found;
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
