// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <iostream>
#include <sstream>

#include "sw/support/files.h"
#include "tests/cli/mxgen.h"

namespace mxgen::test {

/// The code blocks of a page in one of its languages, in order.
inline std::vector<std::string> blocks(const std::string& language) {
    std::istringstream text(read_file(MXGEN_SOURCE_DIR "/docs/library.md"));
    std::vector<std::string> found;
    bool is_inside = false;
    for (std::string line; std::getline(text, line);) {
        if (line == "```" + language)
            found.emplace_back(), is_inside = true;
        else if (line == "```")
            is_inside = false;
        else if (is_inside)
            found.back() += line + "\n";
    }
    return found;
}

/// Whether all of these tools are there; says so where one is not.
inline bool has(const Scratch& scratch, const std::vector<std::string>& tools) {
    for (const std::string& tool : tools) {
        if (scratch.run({"sh", "-c", "command -v \"$0\"", tool}).ok()) continue;
        std::cout << "SKIPPED: no " << tool << "\n";
        return false;
    }
    return true;
}

/// Installs the library below a folder of the scratch directory.
inline void install(const Scratch& scratch, const std::string& prefix) {
    for (const std::string component : {"library", "development"}) {
        const auto result =
            scratch.run({"cmake", "--install", MXGEN_BINARY_DIR, "--component", component,
                         "--prefix", (scratch.path() / prefix).string()});
        INFO(result.output);
        REQUIRE(result.ok());
    }
}

/// Where below a folder a file of that name lies.
inline std::filesystem::path folder_of(const std::filesystem::path& folder,
                                       const std::string& name) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.path().filename() == name) return entry.path().parent_path();
    FAIL(name << " was not installed");
    return {};
}

}  // namespace mxgen::test
