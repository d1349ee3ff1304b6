// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mxgen::test {

/// One use of a command of mxgen, in a directory that make_inputs() has prepared.
struct CommandUse {
    std::string title;                   ///< the command, and what is special about its use
    std::vector<std::string> words;      ///< without the program
    std::vector<std::string> outputs{};  ///< what it writes, below the directory
    bool is_long = false;                ///< runs a compiler or a synthesis tool
    bool replaces = false;               ///< takes the place of outputs that are there
};

/// Every command that `mxgen --help` lists, once or more.
const std::vector<CommandUse>& command_uses();

/// Writes the files that the uses read: x.npy, a.npy, b.npy, space.toml and run/metrics.json.
void make_inputs(const std::filesystem::path& directory);

/// Names below a directory that belong to unfinished work: .NAME.partial-xxxxxx, .building-xxxxxx
/// and everything in tmp.
std::vector<std::string> leftovers(const std::filesystem::path& directory);

/// What a use has written, by path, with its digest; without what tells how long tools took (logs
/// of the synthesis and the digest over them). Empty: nothing.
std::map<std::string, std::string> written_by(const CommandUse& use,
                                              const std::filesystem::path& directory);

/// Removes what a use has written.
void remove_outputs(const CommandUse& use, const std::filesystem::path& directory);

}  // namespace mxgen::test
