// SPDX-License-Identifier: Apache-2.0
#include "sw/package/readme.h"

#include <fmt/format.h>

#include "sw/package/bench.h"

namespace mxgen::package {

namespace {

std::string layout(const Port& port) {
    if (port.elements <= 1) return "";
    return fmt::format("{} elements of {} bits; element i is bits `[{}*i +: {}]`", port.elements,
                       port.element_width, port.element_width, port.element_width);
}

std::string port_table(const Interface& interface) {
    std::string out = "| port | direction | bits | layout |\n| --- | --- | --- | --- |\n";
    for (const Port& port : interface.ports) {
        out += fmt::format("| `{}` | {} | {} | {} |\n", port.name,
                           port.is_input ? "input" : "output", port.width, layout(port));
    }
    return out;
}

std::string timing(const Interface& interface) {
    if (!interface.has(Role::clock)) return "Combinational: no clock, latency 0.\n";
    return fmt::format(
        "Latency {} cycles; a new block every {}. `rst_ni` is active low, asserted at any time, "
        "and resets control only; data registers have no reset.\n",
        interface.latency_cycles,
        interface.initiation_interval == 1
            ? std::string("cycle")
            : fmt::format("{} cycles", interface.initiation_interval));
}

/// Which modules are adders that a library may have as cells.
std::string cells(const std::vector<RtlFile>& files) {
    std::string names;
    for (const RtlFile& file : files)
        if (file.cell != ir::AdderCell::none)
            names += fmt::format("{}`{}`", names.empty() ? "" : ", ", file.module);
    if (names.empty()) return "";
    return fmt::format(
        " A flow may put adder cells of its library in the place of {}: `cells` of the manifest "
        "says which is a full adder, a_i + b_i + c_i = sum_o + 2 carry_o, and which a half adder, "
        "without c_i.",
        names);
}

}  // namespace

std::string readme(const Design& design) {
    const std::string& name = design.interface.top;
    return fmt::format(
        "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        "# {name}\n\n{semantics}\n\n"
        "## Ports\n\n{ports}\n"
        "## Timing\n\n{timing}\n"
        "## Files\n\n"
        "`rtl.f` lists the sources; `{name}.core` (FuseSoC), `Bender.yml` and `{name}.sdc` serve "
        "flows; `manifest.json` holds all this for programs; `parts.json` says which part of the "
        "design a wire belongs to.{cells}\n\n"
        "## Self-check\n\nIn this directory:\n\n"
        "```\n"
        "iverilog -g2012 -o bench.vvp -f rtl.f {bench} && vvp -n bench.vvp\n"
        "verilator --binary --top-module {name}_tb -f rtl.f {bench} && obj_dir/V{name}_tb\n"
        "```\n\n"
        "Each ends with `PASS`; a wrong output ends it with an error.\n",
        fmt::arg("name", name), fmt::arg("semantics", design.interface.semantics),
        fmt::arg("ports", port_table(design.interface)),
        fmt::arg("timing", timing(design.interface)), fmt::arg("cells", cells(design.rtl)),
        fmt::arg("bench", bench_path(design)));
}

}  // namespace mxgen::package
