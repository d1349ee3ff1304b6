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
    const std::string loading =
        interface.tensor_load_cycles == 0
            ? ""
            : fmt::format("The beat after one that loads a tensor is taken {} cycles later.\n",
                          interface.tensor_load_cycles);
    return fmt::format(
               "Latency {} cycles; a new block every {}. `rst_ni` is active low, asserted at any "
               "time, "
               "and resets control only; data registers have no reset.\n",
               interface.latency_cycles,
               interface.initiation_interval == 1
                   ? std::string("cycle")
                   : fmt::format("{} cycles", interface.initiation_interval)) +
           loading;
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

/// The module around the design, where there is one.
std::string wrapper_section(const Design& design) {
    if (!design.wrapper) return "";
    const AxiWrapper& wrapper = *design.wrapper;
    std::string out = fmt::format(
        "## AXI4-Stream\n\n`{0}` holds the design behind AXI4-Stream, clock `clk_i`, reset "
        "`rst_ni`. "
        "tlast of `s_axis` ends a packet: a tile of an array, a sum of a dot product, any number "
        "of "
        "whole blocks of a converter; it counts with the last beat of a block. tlast of `m_axis` "
        "comes with the packet's last result.\n\n"
        "| tdata | bits | port |\n| --- | --- | --- |\n",
        wrapper.top);
    for (const AxiStream& axi : wrapper.streams)
        for (const WrapperField& field : axi.fields)
            out += fmt::format("| `{}_tdata` | {}:{} | `{}` |\n", axi.name,
                               field.offset + field.port.width - 1, field.offset, field.port.name);
    if (!wrapper.registers.empty()) {
        out += "\n| register | bits | after reset | port |\n| --- | --- | --- | --- |\n";
        for (const AxiRegister& reg : wrapper.registers)
            out += fmt::format("| `{}`, byte {} | {}:0 | 0x{:x} | `{}` |\n", lite_name, reg.address,
                               reg.port.width - 1, reg.reset, reg.port.name);
        out += "\nA register's value enters the design with the first beat of a packet.\n";
    }
    return out + "\n";
}

}  // namespace

std::string readme(const Design& design) {
    const std::string& name = design.interface.top;
    return fmt::format(
        "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        "# {name}\n\n{semantics}\n\n"
        "## Ports\n\n{ports}\n"
        "## Timing\n\n{timing}\n{wrapper}"
        "## Files\n\n"
        "`rtl.f` lists the sources, `rtl_plain.f` those of the simulation model; `{name}.core` "
        "(FuseSoC), `Bender.yml`, `{name}_vivado.tcl`, "
        "`{name}_quartus.tcl`, `{name}.vhd` (component for VHDL) and `{name}.sdc` serve "
        "projects; `manifest.json` holds all this for programs; `parts.json` says which part of "
        "the "
        "design a wire belongs to.{cells}\n\n"
        "## Simulation model\n\n"
        "`rtl_plain.f` lists the same design with sums and products as `+` and `*`: equal ports, "
        "results and latency, registers in other places. It simulates many times as fast. "
        "Synthesis tools with datapath libraries of their own, as Design Compiler and Genus, and "
        "FPGA tools choose adders for `+` and `*` themselves: give them this list, other tools "
        "`rtl.f`. In FuseSoC it is the target `plain`, in Bender `-t plain`.{same}\n\n"
        "## Self-check\n\nIn this directory:\n\n"
        "```\n"
        "iverilog -g2012 -s {name}_tb -o bench.vvp -f rtl.f {bench} && vvp -n bench.vvp\n"
        "verilator --binary --top-module {name}_tb -f rtl.f {bench} && obj_dir/V{name}_tb\n"
        "```\n\n"
        "Each ends with `PASS`; a wrong output ends it with an error.\n",
        fmt::arg("same", design.model_files().empty() ? " Here both lists are equal." : ""),
        fmt::arg("name", name), fmt::arg("semantics", design.interface.semantics),
        fmt::arg("ports", port_table(design.interface)),
        fmt::arg("timing", timing(design.interface)), fmt::arg("wrapper", wrapper_section(design)),
        fmt::arg("cells", cells(design.rtl)), fmt::arg("bench", bench_path(design)));
}

}  // namespace mxgen::package
