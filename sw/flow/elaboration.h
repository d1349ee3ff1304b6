// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// Has Yosys read the RTL to elaborated.il, in which modules with parameters bear plain names, and
/// returns the modules that keep their hierarchy: processing elements and the registers between
/// them. Throws Error (tool_failed) when Yosys fails or warns of a wire that nobody declared.
std::vector<std::string> elaborate(const Flow& flow);

/// RTLIL text in which Yosys' names of modules with integer parameters are plain:
/// $paramod\d_hold\WIDTH=s32'0..0100 becomes \d_hold_WIDTH4.
std::string with_plain_modules(const std::string& rtlil);

/// How the RTL instantiates a kept module: d_hold_WIDTH4 is d_hold #(.WIDTH(4)).
std::string rtl_instance(const std::string& module);

}  // namespace mxgen::ppa
