// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mxgen {

/// What tells this build of the program, or of the library that it is in, from every other: the
/// linker's build id, in hexadecimal, which is a digest of all code and data. Results that are
/// kept under it are never those of other code. Where the linker wrote none, the SHA-256 of the
/// running program.
const std::string& program_id();

}  // namespace mxgen
