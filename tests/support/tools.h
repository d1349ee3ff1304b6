// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iostream>
#include <string>
#include <vector>

#include "sw/support/process.h"

namespace mxgen::test {

inline bool is_installed(const std::string& tool) { return run_process({"which", tool}).ok(); }

/// Whether all of these tools are there; where one is not, says so as ctest expects of a case that
/// is skipped.
inline bool has(const std::vector<std::string>& tools) {
    for (const std::string& tool : tools) {
        if (is_installed(tool)) continue;
        std::cout << "SKIPPED: no " << tool << "\n";
        return false;
    }
    return true;
}

}  // namespace mxgen::test
