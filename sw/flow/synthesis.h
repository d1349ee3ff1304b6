// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "sw/flow/package.h"
#include "sw/flow/technology.h"
#include "sw/liberty/roles.h"
#include "sw/netlist/netlist.h"

namespace mxgen::ppa {

/// Subject of the flow's steps. Paths in scripts are relative to `directory`.
struct Flow {
    Package package;
    std::filesystem::path source;     ///< the package's directory, as seen from `directory`
    std::filesystem::path directory;  ///< scripts, logs and netlists of this run
    std::shared_ptr<const PreparedLibrary> prepared;
    Roles roles;
    std::string recipe = "speed";      ///< hw/syn/RECIPE.abc
    std::chrono::seconds limit{1800};  ///< for one tool

    const Library& library() const { return prepared->library; }
    const std::string& top() const { return package.interface.top; }
};

/// Maps the design to the library's cells with Yosys and buffers what drives too much: netlist.v.
/// The processing elements of an array and its registers are mapped once, hierarchy kept.
/// Throws Error (tool_failed) when Yosys fails, says so with exit status 0, or leaves a netlist
/// that lacks ports, has foreign cells, or differs in area from what Yosys itself counted.
Netlist synthesise(const Flow& flow);

/// Runs a tool of the table, or a program named by its path, in the flow's directory with its
/// output in LOG. Throws Error (tool_failed) with the end of the output when it fails, runs out of
/// time, reports an error with exit status 0, or does not print `complete` (unless empty) as a
/// line.
std::string run_step(const Flow& flow, const std::string& tool, std::vector<std::string> arguments,
                     const std::string& log, const std::string& complete);

/// The same in a directory below the flow's own; the log is in the latter.
std::string run_step_in(const std::filesystem::path& directory, const Flow& flow,
                        const std::string& tool, std::vector<std::string> arguments,
                        const std::string& log, const std::string& complete);

}  // namespace mxgen::ppa
