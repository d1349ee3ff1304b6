// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// The RTL as Yosys reads it.
struct Elaboration {
    /// RTLIL text in which modules with parameters bear plain names and wires their parts of the
    /// design.
    std::string text;
    /// The modules that keep their hierarchy: processing elements and the registers between them.
    std::vector<std::string> kept;
};

/// The name of the file that elaborate() leaves for the proof.
inline constexpr const char* elaborated_file = "elaborated.il";

/// Has Yosys read the RTL, and leaves the text in a file, too. Throws Error (tool_failed) when
/// Yosys fails or warns of a wire that nobody declared.
Elaboration elaborate(const Flow& flow);

/// RTLIL text in which Yosys' names of modules with integer parameters are plain:
/// $paramod\d_hold\WIDTH=s32'0..0100 becomes \d_hold_WIDTH4.
std::string with_plain_modules(const std::string& rtlil);

/// RTLIL text in which each wire has the part of the design that it belongs to as attribute `part`;
/// parts are given by module and wire. Yosys keeps attributes of wires that it keeps.
std::string with_parts(const std::string& rtlil,
                       const std::map<std::string, std::map<std::string, std::string>>& parts);

/// How the RTL instantiates a kept module: d_hold_WIDTH4 is d_hold #(.WIDTH(4)).
std::string rtl_instance(const std::string& module);

}  // namespace mxgen::ppa
