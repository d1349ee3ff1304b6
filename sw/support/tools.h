// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mxgen {

/// An external program that mxgen can run: how it is found, asked for its version, and installed.
struct Tool {
    std::string name;     ///< the command: "yosys"
    std::string purpose;  ///< what mxgen needs it for
    std::vector<std::string> version_arguments;
    std::string version_pattern;  ///< regular expression; group 1 is the version
    std::string minimum;          ///< oldest version that works; empty: any
    std::string package;          ///< Debian package that provides it
    bool optional = false;        ///< only extras need it
    std::string variable = {};    ///< of the environment, whose command stands instead of the name
};

/// A tool as it was found on this machine.
struct FoundTool {
    enum class State { present, missing, too_old, broken };

    State state = State::missing;
    std::vector<std::string> command;  ///< program and first arguments; empty when missing
    std::string version;               ///< empty when missing or broken
    /// What was looked for and what came of it, a line each: the variable, the name in PATH, the
    /// answer to the question for the version.
    std::vector<std::string> tried = {};

    /// The command with further arguments, for run_process().
    std::vector<std::string> with(const std::vector<std::string>& arguments) const;
};

/// Every external program mxgen may run, in the order of `mxgen doctor`.
const std::vector<Tool>& tools();

/// Looks a tool up and asks for its version: the words of its variable, between blanks, where that
/// is set and not empty (YOSYS="node yosys.mjs"), else its name; the first word in PATH unless it
/// has a slash.
FoundTool find_tool(const Tool& tool);

/// The found tool of that name; throws Error(tool_missing) that says which package provides it when
/// it is missing, too old, or does not tell its version. The name must be in the table.
FoundTool require_tool(std::string_view name);

/// One line about a tool that cannot be used, with the command that installs it.
std::string describe(const Tool& tool, const FoundTool& found);

/// Compares dotted version numbers by their numeric parts; negative, zero or positive as in strcmp.
int compare_versions(std::string_view a, std::string_view b);

}  // namespace mxgen
