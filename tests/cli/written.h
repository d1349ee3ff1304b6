// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/support/files.h"
#include "tests/cli/mxgen.h"

namespace mxgen::test {

/// What a file of the directory holds.
inline std::string written(const Scratch& scratch, const std::string& name) {
    return read_file(scratch.path() / name);
}

}  // namespace mxgen::test
