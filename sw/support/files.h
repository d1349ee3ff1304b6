// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mxgen {

/// Throws Error (usage): the file's name, then what is wrong with it.
[[noreturn]] void refuse_file(const std::filesystem::path& file, const std::string& what);

/// The bytes of a regular file; throws Error (usage) when it cannot be read or is larger than
/// `limit` bytes (asked before memory is taken).
std::string read_file(const std::filesystem::path& file, std::size_t limit = 64u << 20);

/// Writes beside and renames, so that the file is there whole or not at all; one that exists is
/// replaced and keeps its permissions. A symbolic link is followed, a pipe or a device written to.
/// Throws Error (usage) when it cannot be written.
void write_file(const std::filesystem::path& file, std::string_view bytes);

/// Writes a file of a directory that is this process's own. Throws Error as write_file() does.
void write_own_file(const std::filesystem::path& file, std::string_view bytes);

/// Throws Error (usage) where two outputs of a command, or an output and a file that it reads, are
/// one file; `outputs` are pairs of option and path, empty ones not given.
void check_distinct(const std::vector<std::pair<std::string, std::filesystem::path>>& outputs,
                    const std::vector<std::filesystem::path>& inputs = {});

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal.
std::string sha256(std::string_view bytes);

}  // namespace mxgen
