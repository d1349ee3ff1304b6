// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sw/unit/interface.h"

namespace mxgen::sim {

/// SystemVerilog to simulate: its files in order and the ports of the top module.
struct VerilogDesign {
    std::string top;
    std::vector<std::filesystem::path> files;
    std::vector<Port> ports;
    std::vector<std::pair<std::string, int>> parameters;  ///< of the top module
    std::vector<std::pair<std::string, int>> defines;     ///< preprocessor macros

    /// Modules that are translated once, each to a model of its own that every instance calls:
    /// Verilator orders the statements of all instances of other modules together, which for
    /// hundreds of thousands of compressors does not end.
    std::vector<std::string> blocks;
};

/// How a design is made into a program.
struct VerilateOptions {
    bool trace = false;                ///< can write FST
    bool coverage = false;             ///< counts lines and toggles
    bool optimise = true;              ///< false: built in a third of the time, for short runs
    bool word_level = false;           ///< text of + and *, which gains by a better compilation
    std::filesystem::path cache = {};  ///< built models are kept here; empty: default_cache()
    std::chrono::minutes timeout{20};
    std::function<void(const std::string&)> on_progress = [](const std::string&) {};
};

/// Makes a design into a shared object for Dut with Verilator and the C++ compiler and returns its
/// path; equal text, options and tools are built once. Throws Error: tool_missing, or tool_failed
/// with what the tool said.
std::filesystem::path verilate(const VerilogDesign& design, const VerilateOptions& options = {});

}  // namespace mxgen::sim
