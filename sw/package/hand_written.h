// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

namespace mxgen::package {

/// A module of hw/rtl.
struct HandWritten {
    std::vector<std::string> submodules;  ///< other hand-written modules that it instantiates
    std::vector<std::string> text;        ///< cut at each mx_, which the design's prefix replaces
};

/// The hand-written modules by name; they are part of the program, so that `gen` needs no other
/// file.
const std::map<std::string, HandWritten>& hand_written();

}  // namespace mxgen::package
