// SPDX-License-Identifier: Apache-2.0
#include "sw/support/output_directory.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <system_error>
#include <vector>

#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/files.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

constexpr const char* inside_prefix = ".partial-";

/// Whether the target is a directory that is there and empty; a user knows it as `target`. One
/// that is not empty must be one to be replaced.
bool is_empty_directory(const fs::path& target, const fs::path& real, bool replaces) {
    std::error_code error;
    const auto status = fs::status(real, error);
    if (!fs::exists(status)) return false;
    if (!fs::is_directory(status))
        refuse_file(target, "is a file; allowed: a new or empty directory");
    sweep_stale(real, inside_prefix);
    const bool empty = fs::is_empty(real, error);
    if (error) refuse_file(target, "cannot be read: " + error.message());
    if (!empty && !replaces) refuse_file(target, "is not empty; allowed: a new or empty directory");
    return empty;
}

}  // namespace

OutputDirectory::OutputDirectory(const fs::path& target, Existing existing)
    : replaces_(existing == Existing::replaced) {
    std::error_code error;
    if (target.empty()) refuse_file("-o", "the output directory has no name");
    target_ = fs::weakly_canonical(absolute_path(target), error).lexically_normal();
    if (error) refuse_write(target, error);
    if (!target_.has_filename()) target_ = target_.parent_path();
    is_inside_ = is_empty_directory(target, target_, replaces_);
    if (is_inside_) {
        staging_.emplace(target_, inside_prefix);
    } else {
        make_parents(target);
        try {
            staging_.emplace(target_.parent_path(),
                             "." + target_.filename().string() + inside_prefix);
        } catch (const Error& error) {
            remove_parents();
            throw Error(error.code(),
                        fmt::format("{}: {}", visible_line(target.string()), error.what()));
        }
    }
    // It is made private; the result shall follow the umask as any other directory.
    const mode_t mask = umask(0);
    umask(mask);
    fs::permissions(path(), static_cast<fs::perms>(0777 & ~mask), error);
}

OutputDirectory::~OutputDirectory() {
    const bool is_committed = !staging_ || staging_->path().empty();
    staging_.reset();
    if (!is_committed) remove_parents();
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
    refuse_write(target, error);
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
    const fs::path file = path() / relative;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) refuse_write(file.parent_path(), error);
    write_own_file(file, bytes);
}

void OutputDirectory::move_inside() const {
    std::vector<fs::path> moved;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path())) {
        const fs::path to = target_ / entry.path().filename();
        if (fs::exists(fs::symlink_status(to)))
            error = std::make_error_code(std::errc::file_exists);
        else
            fs::rename(entry.path(), to, error);
        if (error) break;
        moved.push_back(to);
    }
    if (!error) return;
    std::error_code ignored;
    for (const fs::path& file : moved) fs::rename(file, path() / file.filename(), ignored);
    refuse_write(target_, error);
}

void OutputDirectory::commit() {
    std::error_code error;
    if (is_inside_) {
        move_inside();
        fs::remove(path(), error);
        return staging_->release();
    }
    // An empty directory that appeared meanwhile would be replaced in silence.
    if (!replaces_ && fs::exists(fs::symlink_status(target_, error)))
        refuse_file(target_, "appeared while it was being made; nothing was written");
    if ((error = staging_->put(target_))) refuse_write(target_, error);
}

}  // namespace mxgen
