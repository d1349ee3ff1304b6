// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sw/flow/run.h"
#include "sw/flow/workbench.h"
#include "sw/support/json.h"

namespace mxgen::ppa::tests {

namespace fs = std::filesystem;

/// A small design by hand: modules by name, the top last.
struct HandDesign {
    std::string top;
    std::vector<std::pair<std::string, std::string>> modules;
    Json ports;
    double period_ns = 0;
    Json cells = Json::object();
};

inline Json port(const char* name, const char* direction, int width) {
    return {{"name", name}, {"direction", direction}, {"width", width}};
}

/// Three bits a column summed by compressors: combinational.
inline HandDesign adder_design() {
    const char* fa =
        "module add3_fa (input logic a_i, input logic b_i, input logic c_i, output logic sum_o,\n"
        "    output logic carry_o);\n  assign sum_o = a_i ^ b_i ^ c_i;\n"
        "  assign carry_o = (a_i & b_i) | (a_i & c_i) | (b_i & c_i);\nendmodule\n";
    const char* top =
        "module add3 (input logic [3:0] a_i, input logic [3:0] b_i, input logic [3:0] c_i,\n"
        "    output logic [5:0] sum_o);\n  logic [3:0] s, k;\n"
        "  for (genvar i = 0; i < 4; i++) begin : gen_column\n"
        "    add3_fa u_fa (.a_i(a_i[i]), .b_i(b_i[i]), .c_i(c_i[i]), .sum_o(s[i]), "
        ".carry_o(k[i]));\n"
        "  end\n  assign sum_o = 6'(s) + 6'({k, 1'b0});\nendmodule\n";
    return {"add3",
            {{"add3_fa", fa}, {"add3", top}},
            {port("a_i", "input", 4), port("b_i", "input", 4), port("c_i", "input", 4),
             port("sum_o", "output", 6)},
            0,
            {{"add3_fa", "full_adder"}}};
}

/// An accumulator with a reset valid bit and an enable.
inline HandDesign accumulator_design() {
    const char* top =
        "module acc (input logic clk_i, input logic rst_ni, input logic valid_i,\n"
        "    input logic first_i, input logic [3:0] a_i, output logic valid_o,\n"
        "    output logic [5:0] acc_o);\n  logic [5:0] acc_q, sum;\n  logic valid_q;\n"
        "  assign sum = (first_i ? 6'd0 : acc_q) + 6'(a_i);\n"
        "  always_ff @(posedge clk_i) if (valid_i) acc_q <= sum;\n"
        "  always_ff @(posedge clk_i or negedge rst_ni)\n"
        "    if (!rst_ni) valid_q <= 1'b0; else valid_q <= valid_i;\n"
        "  assign acc_o = acc_q;\n  assign valid_o = valid_q;\nendmodule\n";
    return {"acc",
            {{"acc", top}},
            {port("clk_i", "input", 1), port("rst_ni", "input", 1), port("valid_i", "input", 1),
             port("first_i", "input", 1), port("a_i", "input", 4), port("valid_o", "output", 1),
             port("acc_o", "output", 6)},
            8};
}

/// Four processing elements that keep their hierarchy, one register between neighbours.
inline HandDesign array_design() {
    const char* pe =
        "module row_pe (input logic clk_i, input logic [3:0] a_i, input logic [3:0] b_i,\n"
        "    output logic [7:0] p_o);\n  logic [7:0] p_q;\n"
        "  always_ff @(posedge clk_i) p_q <= 8'(a_i) * 8'(b_i);\n  assign p_o = p_q;\nendmodule\n";
    const char* top =
        "module row (input logic clk_i, input logic [3:0] a_i, input logic [15:0] b_i,\n"
        "    output logic [31:0] p_o);\n  logic [19:0] a;\n  assign a[3:0] = a_i;\n"
        "  for (genvar i = 0; i < 4; i++) begin : gen_pe\n    logic [3:0] a_q;\n"
        "    always_ff @(posedge clk_i) a_q <= a[4*i +: 4];\n"
        "    assign a[4*(i+1) +: 4] = a_q;\n"
        "    row_pe u_pe (.clk_i(clk_i), .a_i(a[4*i +: 4]), .b_i(b_i[4*i +: 4]),\n"
        "        .p_o(p_o[8*i +: 8]));\n  end\n"
        "  logic unused;\n  assign unused = ^a[19:16];\nendmodule\n";
    return {"row",
            {{"row_pe", pe}, {"row", top}},
            {port("clk_i", "input", 1), port("a_i", "input", 4), port("b_i", "input", 16),
             port("p_o", "output", 32)}};
}

inline void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

/// Writes the design as a package, alone in a fresh directory.
inline fs::path write_package(const HandDesign& design, const std::string& directory) {
    auto root = fs::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / directory;
    fs::remove_all(root);
    std::string list;
    for (const auto& [name, text] : design.modules) {
        write(root / "rtl" / (name + ".sv"), text);
        list += "rtl/" + name + ".sv\n";
    }
    Json manifest{{"name", design.top},    {"top", design.top},     {"unit", "dot"},
                  {"ports", design.ports}, {"cells", design.cells}, {"latency_cycles", 0}};
    if (design.period_ns > 0) manifest["config"]["timing"]["period_ns"] = design.period_ns;
    write(root / "rtl.f", list);
    write(root / "manifest.json", manifest.dump());
    return root;
}

inline RunOptions osu018() {
    RunOptions options;
    options.technology = find_technology("osu018");
    return options;
}

/// The flow on a package, as run_flow() sets it up.
inline Flow flow_of(const fs::path& package) {
    Flow flow;
    flow.package = read_package(package);
    flow.source = "..";
    flow.directory = package / "synthesis";
    flow.prepared = std::make_shared<const PreparedLibrary>(
        prepare_library(find_technology("osu018"), "library.lib"));
    flow.roles = find_roles(flow.library());
    flow.limit = std::chrono::seconds(300);
    fs::create_directories(flow.directory);
    lay_library(*flow.prepared, flow.directory);
    return flow;
}

/// A flow and the netlist that it was mapped to.
struct Mapped {
    Flow flow;
    Netlist netlist;
};

inline Mapped map_package(const fs::path& package) {
    Mapped mapped{flow_of(package), {}};
    mapped.netlist = synthesise(mapped.flow);
    return mapped;
}

}  // namespace mxgen::ppa::tests
