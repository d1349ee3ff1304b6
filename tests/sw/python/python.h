// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"

namespace mxgen::test {

/// An interpreter with numpy; empty where there is none.
inline const std::optional<std::string>& python() {
    static const auto found = []() -> std::optional<std::string> {
        for (const char* name : {"python3", "/usr/bin/python3"}) {
            try {
                if (run_process({name, "-c", "import numpy"}).ok()) return name;
            } catch (const std::exception&) {  // no such program
            }
        }
        return std::nullopt;
    }();
    return found;
}

/// Runs a script of this directory in a folder of its own, with the tree's library, program and
/// modules.
inline ProcessResult run_python(std::vector<std::string> words) {
    const auto tests = std::filesystem::path(MXGEN_SOURCE_DIR) / "tests/sw/python";
    const testing::ScratchFolder scratch("python");
    ProcessOptions options;
    options.directory = scratch.path();
    options.timeout = std::chrono::minutes(5);
    options.environment = {{"MXGEN_LIBRARY", MXGEN_BINARY_DIR "/libmxgen.so.1"},
                           {"MXGEN", MXGEN_BINARY_DIR "/mxgen"},
                           {"MXGEN_SOURCE_DIR", MXGEN_SOURCE_DIR},
                           {"PYTHONPATH", MXGEN_SOURCE_DIR "/sw/python:" + tests.string()},
                           {"PYTHONDONTWRITEBYTECODE", "1"}};
    words.front() = (tests / words.front()).string();
    words.insert(words.begin(), *python());
    return run_process(words, options);
}

}  // namespace mxgen::test
