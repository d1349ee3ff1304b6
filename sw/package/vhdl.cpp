// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "sw/package/projects.h"

namespace mxgen::package {

namespace {

/// Reserved words of VHDL (IEEE 1076-2008, 15.10).
constexpr auto vhdl_words = std::to_array<std::string_view>({"abs",
                                                             "access",
                                                             "after",
                                                             "alias",
                                                             "all",
                                                             "and",
                                                             "architecture",
                                                             "array",
                                                             "assert",
                                                             "assume",
                                                             "assume_guarantee",
                                                             "attribute",
                                                             "begin",
                                                             "block",
                                                             "body",
                                                             "buffer",
                                                             "bus",
                                                             "case",
                                                             "component",
                                                             "configuration",
                                                             "constant",
                                                             "context",
                                                             "cover",
                                                             "default",
                                                             "disconnect",
                                                             "downto",
                                                             "else",
                                                             "elsif",
                                                             "end",
                                                             "entity",
                                                             "exit",
                                                             "fairness",
                                                             "file",
                                                             "for",
                                                             "force",
                                                             "function",
                                                             "generate",
                                                             "generic",
                                                             "group",
                                                             "guarded",
                                                             "if",
                                                             "impure",
                                                             "in",
                                                             "inertial",
                                                             "inout",
                                                             "is",
                                                             "label",
                                                             "library",
                                                             "linkage",
                                                             "literal",
                                                             "loop",
                                                             "map",
                                                             "mod",
                                                             "nand",
                                                             "new",
                                                             "next",
                                                             "nor",
                                                             "not",
                                                             "null",
                                                             "of",
                                                             "on",
                                                             "open",
                                                             "or",
                                                             "others",
                                                             "out",
                                                             "package",
                                                             "parameter",
                                                             "port",
                                                             "postponed",
                                                             "procedure",
                                                             "process",
                                                             "property",
                                                             "protected",
                                                             "pure",
                                                             "range",
                                                             "record",
                                                             "register",
                                                             "reject",
                                                             "release",
                                                             "rem",
                                                             "report",
                                                             "restrict",
                                                             "restrict_guarantee",
                                                             "return",
                                                             "rol",
                                                             "ror",
                                                             "select",
                                                             "sequence",
                                                             "severity",
                                                             "shared",
                                                             "signal",
                                                             "sla",
                                                             "sll",
                                                             "sra",
                                                             "srl",
                                                             "strong",
                                                             "subtype",
                                                             "then",
                                                             "to",
                                                             "transport",
                                                             "type",
                                                             "unaffected",
                                                             "units",
                                                             "until",
                                                             "use",
                                                             "variable",
                                                             "vmode",
                                                             "vprop",
                                                             "vunit",
                                                             "wait",
                                                             "when",
                                                             "while",
                                                             "with",
                                                             "xnor",
                                                             "xor"});

/// A name as VHDL has it: no reserved word, no two underscores together and none at the end.
std::string vhdl_name(const std::string& name) {
    const bool is_reserved =
        std::find(vhdl_words.begin(), vhdl_words.end(), name) != vhdl_words.end();
    const bool is_basic = name.find("__") == std::string::npos && !name.ends_with("_");
    return is_basic && !is_reserved ? name : "\\" + name + "\\";
}

std::string component(const std::string& name, const std::vector<Port>& ports) {
    std::string lines;
    for (const Port& port : ports)
        lines += fmt::format("{}      {} : {} {}", lines.empty() ? "" : ";\n", vhdl_name(port.name),
                             port.is_input ? "in" : "out",
                             port.width == 1
                                 ? "std_logic"
                                 : fmt::format("std_logic_vector({} downto 0)", port.width - 1));
    return fmt::format("  component {} is\n    port (\n{}\n    );\n  end component;\n",
                       vhdl_name(name), lines);
}

}  // namespace

std::string vhdl_path(const Design& design) { return design.interface.top + ".vhd"; }

std::string vhdl_package(const Design& design) {
    const std::string package = vhdl_name(design.interface.top + "_component");
    std::string components = component(design.interface.top, design.interface.ports);
    if (design.wrapper) components += component(design.wrapper->top, ports_of(*design.wrapper));
    return fmt::format(
        "-- SPDX-License-Identifier: Apache-2.0\n"
        "library ieee;\nuse ieee.std_logic_1164.all;\n\n"
        "package {0} is\n{1}end package;\n",
        package, components);
}

}  // namespace mxgen::package
