// SPDX-License-Identifier: Apache-2.0
#include "sw/support/files.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "sw/support/error.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const fs::path& path, const std::string& what) {
    throw Error(Exit::usage, fmt::format("{}: {}", path.string(), what));
}

[[noreturn]] void refuse_write(const fs::path& path, int error) {
    refuse(path, fmt::format("cannot be written: {}", std::strerror(error)));
}

void write_bytes(const fs::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) refuse_write(file, errno);
}

}  // namespace

std::string read_file(const fs::path& file, std::size_t limit) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) refuse(file, "cannot be read: no such file");
    const std::uintmax_t size = fs::file_size(file, error);
    if (error) refuse(file, "cannot be read: " + error.message());
    if (size > limit) refuse(file, fmt::format("has {} bytes; allowed: up to {}", size, limit));
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in.is_open() || in.gcount() != static_cast<std::streamsize>(bytes.size())) {
        refuse(file, "cannot be read");
    }
    return bytes;
}

void write_file(const fs::path& file, std::string_view bytes) {
    const fs::path beside = file.string() + fmt::format(".partial-{}", getpid());
    std::error_code error;
    try {
        write_bytes(beside, bytes);
    } catch (const Error&) {
        fs::remove(beside, error);
        refuse_write(file, errno);
    }
    fs::rename(beside, file, error);
    if (!error) return;
    std::error_code ignored;
    fs::remove(beside, ignored);
    refuse_write(file, error.value());
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

OutputDirectory::OutputDirectory(const fs::path& target) {
    std::error_code error;
    if (target.empty()) refuse("-o", "the output directory has no name");
    target_ = fs::weakly_canonical(fs::absolute(target), error).lexically_normal();
    if (error) refuse(target, "cannot be written: " + error.message());
    if (!target_.has_filename()) target_ = target_.parent_path();
    const auto status = fs::status(target_, error);
    if (fs::exists(status)) {
        if (!fs::is_directory(status))
            refuse(target, "is a file; allowed: a new or empty directory");
        const bool empty = fs::is_empty(target_, error);
        if (error) refuse(target, "cannot be read: " + error.message());
        if (!empty) refuse(target, "is not empty; allowed: a new or empty directory");
    }
    make_parents(target);
    std::string beside =
        (target_.parent_path() / ("." + target_.filename().string() + ".partial-XXXXXX")).string();
    if (mkdtemp(beside.data()) == nullptr) {
        const int reason = errno;
        remove_parents();
        refuse_write(target, reason);
    }
    staging_ = beside;
    // mkdtemp makes it private; the result shall follow the umask as any other directory.
    const mode_t mask = umask(0);
    umask(mask);
    fs::permissions(staging_, static_cast<fs::perms>(0777 & ~mask), error);
}

OutputDirectory::~OutputDirectory() {
    if (staging_.empty()) return;
    std::error_code ignored;
    fs::remove_all(staging_, ignored);
    remove_parents();
}

void OutputDirectory::make_parents(const fs::path& target) {
    fs::path missing = target_.parent_path();
    std::error_code error;
    while (!fs::exists(missing, error) && missing.has_relative_path()) {
        first_made_ = missing;
        missing = missing.parent_path();
    }
    fs::create_directories(target_.parent_path(), error);
    if (!error) return;
    remove_parents();
    refuse(target, "cannot be written: " + error.message());
}

void OutputDirectory::remove_parents() noexcept {
    std::error_code error;
    fs::path parent = target_.parent_path();
    // Only empty directories go: another program may have put something there meanwhile.
    while (!first_made_.empty() && fs::remove(parent, error) && parent != first_made_) {
        parent = parent.parent_path();
    }
}

void OutputDirectory::write(const fs::path& relative, std::string_view bytes) const {
    const fs::path file = staging_ / relative;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) refuse_write(file.parent_path(), error.value());
    write_bytes(file, bytes);
}

void OutputDirectory::commit() {
    std::error_code error;
    fs::rename(staging_, target_, error);
    if (error) refuse_write(target_, error.value());
    staging_.clear();
}

}  // namespace mxgen
