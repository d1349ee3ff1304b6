// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/support/json_type.h"

namespace mxgen::ppa {

/// How a family's look-up tables are written: bit i of the parameter is the output while the
/// inputs, the first as the lowest bit, read i.
struct LutForm {
    std::string cell;
    std::vector<std::string> inputs;
    std::string output, parameter;
};

/// A mapped netlist as Yosys writes it (write_json) with nothing in it but its top module, whose
/// look-up tables have become Yosys' gates ($_MUX_, $_AND_, ...): what a proof starts from. Inputs
/// that are not connected or not known read zero. Attributes are left out. Throws Error
/// (tool_failed) when the netlist lacks the module, or a table its parameter.
SortedJson with_luts_as_gates(const SortedJson& netlist, const std::string& top,
                              const std::vector<LutForm>& forms);

}  // namespace mxgen::ppa
