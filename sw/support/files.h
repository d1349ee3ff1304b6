// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace mxgen {

/// Throws Error (usage): the file's name, then what is wrong with it.
[[noreturn]] void refuse_file(const std::filesystem::path& file, const std::string& what);

/// Throws Error (usage) that says what stands there instead of a regular file.
void check_regular(const std::filesystem::path& file);

/// Throws Error: the path cannot be written, and why. The code is tool_failed where a disk is full
/// or broken (ENOSPC, EDQUOT, EFBIG, EIO), else usage: another path would do.
[[noreturn]] void refuse_write(const std::filesystem::path& path, const std::error_code& error);

/// The path from the root. Throws Error (usage) where the current directory is gone.
std::filesystem::path absolute_path(const std::filesystem::path& path);

/// The bytes of a regular file; throws Error (usage) when it cannot be read or is larger than
/// `limit` bytes (asked before memory is taken).
std::string read_file(const std::filesystem::path& file, std::size_t limit = 64u << 20);

/// Writes beside and renames, so that the file is there whole or not at all; one that exists is
/// replaced and keeps its permissions. A symbolic link is followed, a pipe or a device written to.
/// Throws Error as refuse_write() does when it cannot be written.
void write_file(const std::filesystem::path& file, std::string_view bytes);

/// Writes several files as write_file() does: where one of them has no room, none is there.
void write_files(const std::vector<std::pair<std::filesystem::path, std::string>>& files);

/// Writes a file of a directory that is this process's own. Throws Error as write_file() does.
void write_own_file(const std::filesystem::path& file, std::string_view bytes);

/// Throws Error (usage) where two outputs of a command, or an output and a file that it reads, are
/// one file; `outputs` are pairs of option and path, empty ones not given.
void check_distinct(const std::vector<std::pair<std::string, std::filesystem::path>>& outputs,
                    const std::vector<std::filesystem::path>& inputs = {});

/// The digests of all files below a directory by their paths from there; links are followed.
/// Throws Error (usage) where one cannot be read.
std::map<std::string, std::string> digests_below(const std::filesystem::path& directory);

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal.
std::string sha256(std::string_view bytes);

}  // namespace mxgen
