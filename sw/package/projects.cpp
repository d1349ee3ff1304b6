// SPDX-License-Identifier: Apache-2.0
#include "sw/package/projects.h"

#include <fmt/format.h>

#include "sw/package/bench.h"

namespace mxgen::package {

namespace {

const char* const license = "# SPDX-License-Identifier: Apache-2.0\n";

std::string listed(const Design& design, const std::string& before) {
    std::string out;
    for (const RtlFile& file : design.all_rtl()) out += before + file.path() + "\n";
    return out;
}

/// The files that the bench reads, each found under its path in the package.
std::string vector_files(const Design& design) {
    std::vector<std::string> paths{stimulus_path, expected_path};
    if (design.interface.has(Role::valid, Stream::weights)) paths.push_back(weights_path);
    std::string out;
    for (const std::string& path : paths)
        out += fmt::format("      - {0}: {{file_type: user, copyto: {0}}}\n", path);
    return out;
}

}  // namespace

std::string file_list(const Design& design) { return listed(design, ""); }

std::string fusesoc_core(const Design& design) {
    const std::string& name = design.interface.top;
    return fmt::format(
        R"(CAPI=2:
{license}name: ::{name}:{version}
description: {unit} unit {name}

filesets:
  rtl:
    files:
{rtl}    file_type: systemVerilogSource
  bench:
    files:
      - {bench}: {{file_type: systemVerilogSource}}
{vectors}  constraints:
    files:
      - {sdc}: {{file_type: SDC}}

targets:
  default: &default
    filesets: [rtl]
    toplevel: {name}
  lint:
    <<: *default
    default_tool: verilator
    tools:
      verilator:
        mode: lint-only
        verilator_options: [-Wall]
  synth:
    <<: *default
    filesets: [rtl, constraints]
  sim:
    <<: *default
    default_tool: icarus
    filesets: [rtl, bench]
    toplevel: {name}_tb
    tools:
      icarus:
        iverilog_options: [-g2012]
      verilator:
        mode: binary
        verilator_options: [--timing]
)",
        fmt::arg("license", license), fmt::arg("name", name), fmt::arg("version", MXGEN_VERSION),
        fmt::arg("unit", design.interface.unit), fmt::arg("rtl", listed(design, "      - ")),
        fmt::arg("bench", bench_path(design)), fmt::arg("vectors", vector_files(design)),
        fmt::arg("sdc", constraints_path(design)));
}

std::string bender_manifest(const Design& design) {
    return fmt::format("{}package:\n  name: {}\nsources:\n{}", license, design.interface.top,
                       listed(design, "  - "));
}

std::string constraints_path(const Design& design) { return design.interface.top + ".sdc"; }

std::string constraints(const Design& design) {
    const auto& period = design.config.timing.period_ns;
    const std::string head = std::string(license) +
                             "# Times in ns. Inputs and outputs get the whole period: the "
                             "surroundings' share is theirs to add.\n";
    const std::string set_period =
        fmt::format("set period {}\n",
                    period ? fmt::format("{}", *period) : "10.0 ;# no period was configured");
    if (!design.interface.has(Role::clock)) {
        return head + set_period +
               "create_clock -name virtual -period $period\n"
               "set_input_delay 0 -clock virtual [all_inputs]\n"
               "set_output_delay 0 -clock virtual [all_outputs]\n";
    }
    return head + set_period +
           fmt::format(R"(create_clock -name clk -period $period [get_ports {clock}]
foreach port [all_inputs] {{
    if {{[get_property $port full_name] ne "{clock}"}} {{
        set_input_delay 0 -clock clk $port
    }}
}}
set_output_delay 0 -clock clk [all_outputs]
set_false_path -from [get_ports {reset}]
)",
                       fmt::arg("clock", name_of(Role::clock, Stream::none)),
                       fmt::arg("reset", name_of(Role::reset, Stream::none)));
}

}  // namespace mxgen::package
