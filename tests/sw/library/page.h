// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include "tests/cli/mxgen.h"
#include "tests/support/page.h"
#include "tests/support/tools.h"

namespace mxgen::test {

/// The code blocks of the library's page in one of its languages, in order.
inline std::vector<std::string> blocks(const std::string& language) {
    return code_blocks(MXGEN_SOURCE_DIR "/docs/library.md", language);
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
