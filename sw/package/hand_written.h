// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace mxgen::package {

/// The hand-written modules of hw/rtl, text by name; they are part of the program, so that `gen`
/// needs no other file.
const std::map<std::string, std::string>& hand_written();

}  // namespace mxgen::package
