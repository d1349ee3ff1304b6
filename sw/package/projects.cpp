// SPDX-License-Identifier: Apache-2.0
#include "sw/package/projects.h"

#include <fmt/format.h>

#include "sw/config/fpga.h"
#include "sw/package/bench.h"
#include "sw/package/wrapper_bench.h"

namespace mxgen::package {

namespace {

const char* const license = "# SPDX-License-Identifier: Apache-2.0\n";

std::string listed(const std::vector<RtlFile>& files, const std::string& before) {
    std::string out;
    for (const RtlFile& file : files) out += before + file.path() + "\n";
    return out;
}

/// A bench and the files that it reads, each found under its path in the package.
std::string bench_files(const std::string& bench, const std::vector<std::string>& vectors) {
    std::string out = fmt::format("      - {}: {{file_type: systemVerilogSource}}\n", bench);
    for (const std::string& path : vectors)
        out += fmt::format("      - {0}: {{file_type: user, copyto: {0}}}\n", path);
    return out;
}

std::string fileset(const std::string& name, const std::string& files) {
    return fmt::format("  {}:\n    files:\n{}", name, files);
}

std::string design_bench(const Design& design) {
    std::vector<std::string> vectors{stimulus_path, expected_path};
    if (design.interface.has(Role::valid, Stream::weights)) vectors.push_back(weights_path);
    return fileset("bench", bench_files(bench_path(design), vectors));
}

std::string wrapper_bench(const Design& design) {
    if (!design.wrapper) return "";
    std::vector<std::string> vectors{axi_stimulus_path, axi_expected_path};
    if (design.interface.has(Role::valid, Stream::weights)) vectors.push_back(axi_weights_path);
    return fileset("axi_stream_bench", bench_files(axi_bench_path(design), vectors));
}

std::string simulation(const std::string& target, const std::string& rtl, const std::string& bench,
                       const std::string& toplevel) {
    return fmt::format(R"(  {}:
    <<: *default
    default_tool: icarus
    filesets: [{}, {}]
    toplevel: {}_tb
    tools:
      icarus:
        iverilog_options: [-g2012]
      verilator:
        mode: binary
        verilator_options: [--timing]
)",
                       target, rtl, bench, toplevel);
}

/// The architecture that Yosys maps to where the configuration names none of them.
constexpr auto any_architecture = "xilinx";

}  // namespace

std::string file_list(const std::vector<RtlFile>& files) { return listed(files, ""); }

std::string fusesoc_core(const Design& design) {
    const std::string& name = design.interface.top;
    const std::string& technology = design.config.timing.technology;
    return fmt::format(
        R"(CAPI=2:
{license}name: ::{name}:{version}
description: {unit} unit {name}

filesets:
  rtl:
    files:
{rtl}    file_type: systemVerilogSource
  rtl_plain:
    files:
{plain}    file_type: systemVerilogSource
{bench}{wrapper_bench}  constraints:
    files:
      - {sdc}: {{file_type: SDC}}

targets:
  default: &default
    filesets: [rtl]
    toplevel: {top}
  plain:
    <<: *default
    description: sums and products as + and *
    filesets: [rtl_plain]
  lint:
    <<: *default
    default_tool: verilator
    tools:
      verilator:
        mode: lint-only
        verilator_options: [-Wall]
  synth:
    <<: *default
    default_tool: yosys
    filesets: [rtl, constraints]
    tools:
      yosys:
        arch: {architecture}
{sim}{plain_sim}{wrapper_sim})",
        fmt::arg("license", license), fmt::arg("name", name), fmt::arg("version", MXGEN_VERSION),
        fmt::arg("unit", design.interface.unit),
        fmt::arg("rtl", listed(design.all_rtl(), "      - ")),
        fmt::arg("plain", listed(design.all_plain_rtl(), "      - ")),
        fmt::arg("bench", design_bench(design)), fmt::arg("wrapper_bench", wrapper_bench(design)),
        fmt::arg("sdc", constraints_path(design)), fmt::arg("top", design.outermost()),
        fmt::arg("architecture", is_fpga(technology) ? technology : any_architecture),
        fmt::arg("sim", simulation("sim", "rtl", "bench", name)),
        fmt::arg("plain_sim", simulation("sim_plain", "rtl_plain", "bench", name)),
        fmt::arg("wrapper_sim", design.wrapper ? simulation("sim_axi_stream", "rtl",
                                                            "axi_stream_bench", design.wrapper->top)
                                               : ""));
}

std::string bender_manifest(const Design& design) {
    std::string text = fmt::format(
        "{}package:\n  name: {}\nsources:\n  - target: not(plain)\n    files:\n{}  - target: "
        "plain\n"
        "    files:\n{}",
        license, design.interface.top, listed(design.all_rtl(), "      - "),
        listed(design.all_plain_rtl(), "      - "));
    text += fmt::format("  - target: test\n    files:\n      - {}\n", bench_path(design));
    if (design.wrapper) text += fmt::format("      - {}\n", axi_bench_path(design));
    return text;
}

std::string vivado_script(const Design& design) {
    return fmt::format(
        "{}# Adds the design to the open project of Vivado: source {}_vivado.tcl\n"
        "set directory [file dirname [file normalize [info script]]]\n"
        "foreach file {{\n{}}} {{\n"
        "    add_files -norecurse -fileset sources_1 [file join $directory $file]\n"
        "    set_property file_type SystemVerilog [get_files [file join $directory $file]]\n"
        "}}\n",
        license, design.interface.top, listed(design.all_rtl(), "    "));
}

std::string quartus_script(const Design& design) {
    return fmt::format(
        "{}# Adds the design to the open project of Quartus: source {}_quartus.tcl\n"
        "set directory [file dirname [file normalize [info script]]]\n"
        "foreach file {{\n{}}} {{\n"
        "    set_global_assignment -name SYSTEMVERILOG_FILE [file join $directory $file]\n"
        "}}\n",
        license, design.interface.top, listed(design.all_rtl(), "    "));
}

std::string orfs_config(const Design& design) {
    const std::string package = "$(MXGEN_PACKAGE)/";
    std::string files;
    for (const RtlFile& file : design.all_rtl()) files += " \\\n    " + package + file.path();
    return fmt::format(
        "{}# OpenROAD-flow-scripts: make DESIGN_CONFIG=.../config.mk PLATFORM=sky130hd\n"
        "# Times in the constraints are in ns: platforms that count in ps (asap7) need them so.\n"
        "MXGEN_PACKAGE := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))/../..)\n"
        "export DESIGN_NAME = {}\n"
        "export PLATFORM ?= sky130hd\n"
        "export VERILOG_FILES ={}\n"
        "export SDC_FILE = {}{}\n"
        "export CORE_UTILIZATION ?= 50\n"
        "export PLACE_DENSITY_LB_ADDON ?= 0.2\n",
        license, design.outermost(), files, package, constraints_path(design));
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
