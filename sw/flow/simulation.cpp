// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/simulation.h"

#include <fmt/format.h>

#include "sw/flow/elaboration.h"
#include "sw/flow/files.h"
#include "sw/flow/netlist_files.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/pattern.h"
#include "sw/support/process.h"

namespace mxgen::ppa {

namespace {

constexpr std::int64_t first_vectors = 20'000, max_vectors = 320'000;
constexpr int min_padded_bits = 65;  ///< buses this wide are arrays of words in the verilated model

bool is_control(const Port& port) { return port.role == Role::clock || port.role == Role::reset; }

/// The text of a miter, gathered port by port.
struct Miter {
    std::string fields, gold, gate, wires;
    std::vector<std::string> outputs;
    std::vector<int> tied;  ///< output bits that the netlist ties
    int stimulus_bits = 0, output_bits = 0;

    void add_input(const Port& port) {
        auto slice = fmt::format("stimulus_i[{} +: {}]", stimulus_bits, port.width);
        connect(port.name, slice, slice);
        fields += fmt::format("{{{}, {}, {}}}, ", stimulus_bits, port.elements, port.element_width);
        stimulus_bits += port.width;
    }

    void add_output(const Port& port, const NetlistPort& mapped) {
        for (auto bit : mapped.bits) {
            if (bit == constant_zero || bit == constant_one) tied.push_back(output_bits);
            ++output_bits;
        }
        auto gold_wire = "gold_" + port.name, gate_wire = "gate_" + port.name;
        wires += fmt::format("  wire [{}:0] {}, {};\n", port.width - 1, gold_wire, gate_wire);
        connect(port.name, gold_wire, gate_wire);
        outputs.push_back(port.name);
    }

    void connect(const std::string& port, const std::string& to_gold, const std::string& to_gate) {
        gold += fmt::format("{}.{}({})", gold.empty() ? "" : ", ", port, to_gold);
        gate += fmt::format("{}.{}({})", gate.empty() ? "" : ", ", port, to_gate);
    }

    int padded_stimulus() const { return std::max(stimulus_bits, min_padded_bits); }
    int padded_outputs() const { return std::max(output_bits, min_padded_bits); }

    std::string verilog(const std::string& module, const std::string& rtl) const {
        std::string all_gold, all_gate;
        for (auto at = outputs.rbegin(); at != outputs.rend(); ++at) {
            all_gold += (all_gold.empty() ? "gold_" : ", gold_") + *at;
            all_gate += (all_gate.empty() ? "gate_" : ", gate_") + *at;
        }
        return fmt::format(
            "module miter (input wire clk_i, input wire rst_ni, input wire [{}:0] stimulus_i,\n"
            "    output wire mismatch_o, output wire [{}:0] outputs_o);\n{}"
            "  {} u_gold ({});\n  {}_netlist u_gate ({});\n"
            "  assign mismatch_o = {{{}}} != {{{}}};\n  assign outputs_o = "
            "{}'({{{}}});\nendmodule\n",
            padded_stimulus() - 1, padded_outputs() - 1, wires, rtl, gold, module, gate, all_gold,
            all_gate, padded_outputs(), all_gold);
    }

    std::string driver(bool sequential) const {
        return script("equivalence.cpp",
                      {{"FIELDS", fields},
                       {"OUTPUT_BITS", std::to_string(output_bits)},
                       {"SEQUENTIAL", sequential ? "true" : "false"},
                       {"STIMULUS_WORDS", std::to_string((padded_stimulus() + 31) / 32)},
                       {"OUTPUT_WORDS", std::to_string((padded_outputs() + 31) / 32)}});
    }
};

/// A comparison's subject: a module of the netlist, and how the RTL's is instantiated.
struct Subject {
    std::string module, rtl;
    std::vector<Port> ports;
};

/// A module by its netlist; an array's word register has its width as a parameter.
Subject subject_of(const Flow& flow, const Netlist& netlist, const std::string& module) {
    if (module == flow.top()) return {module, module, flow.package.interface.ports};
    Subject subject{module, rtl_instance(module), {}};
    for (const auto& mapped : netlist.modules.at(module).ports) {
        Port& port = subject.ports.emplace_back(
            named_port(mapped.name, static_cast<int>(mapped.bits.size())));
        port.is_input = mapped.is_input;
    }
    return subject;
}

Miter make_miter(const Subject& subject, const Netlist& netlist) {
    Miter miter;
    const auto& mapped = netlist.modules.at(subject.module).ports;
    for (const auto& port : subject.ports) {
        if (is_control(port))
            miter.connect(port.name, port.name, port.name);
        else if (port.is_input)
            miter.add_input(port);
        else
            miter.add_output(
                port, *std::find_if(mapped.begin(), mapped.end(),
                                    [&](auto& candidate) { return candidate.name == port.name; }));
    }
    return miter;
}

/// Modules that both sides have in place of kept ones: registers of words as they are in the RTL,
/// for others a model with something of every input in every output.
std::string stand_ins(const Netlist& netlist) {
    std::string text = "// Kept modules, compared on their own.\n";
    for (const auto& module : kept_modules(netlist)) {
        std::string ports, names, inputs, connections, body;
        for (const auto& port : netlist.modules.at(module).ports) {
            ports +=
                fmt::format("{}{} [{}:0] {}", ports.empty() ? "" : ", ",
                            port.is_input ? "input" : "output", port.bits.size() - 1, port.name);
            connections += fmt::format("{0}.{1}({1})", connections.empty() ? "" : ", ", port.name);
            if (port.is_input && named_port(port.name).role != Role::clock)
                inputs += (inputs.empty() ? "" : ", ") + port.name;
            if (port.is_input) continue;
            names += fmt::format("  reg [{0}:0] {1}_q;\n  assign {1} = {1}_q;\n",
                                 port.bits.size() - 1, port.name);
            body += fmt::format("    {0}_q <= {1}'({{{0}_q, ^{{INPUTS}}}});\n", port.name,
                                port.bits.size());
        }
        const auto rtl = rtl_instance(module);
        if (rtl != module) {
            text += fmt::format("module {} ({});\n  {} u_word ({});\nendmodule\n", module, ports,
                                rtl, connections);
            continue;
        }
        for (auto at = body.find("INPUTS"); at != std::string::npos; at = body.find("INPUTS"))
            body.replace(at, 6, inputs);
        text +=
            fmt::format("module {} ({});\n{}  always @(posedge clk_i) begin\n{}  end\nendmodule\n",
                        module, ports, names, body);
    }
    return text;
}

/// The RTL files but those whose module stands in for itself.
std::vector<std::string> rtl_files(const Flow& flow, const Netlist& netlist,
                                   const std::string& module) {
    const auto kept = kept_modules(netlist);
    std::vector<std::string> files;
    for (const auto& file : flow.package.files) {
        const auto name = std::filesystem::path(file).stem().string();
        if (name == module || std::find(kept.begin(), kept.end(), name) == kept.end())
            files.push_back((flow.source / file).string());
    }
    return files;
}

void build(const Flow& flow, const Netlist& netlist, const Subject& subject, const Miter& miter) {
    const auto gate = module_text(flow, subject.module);
    const auto head = "module " + subject.module;
    write_file(flow.directory / "gate.v",
               head + "_netlist" + gate.substr(gate.find(head) + head.size()));
    write_cell_models(flow, netlist, "cells.v");
    write_file(flow.directory / "miter.sv", miter.verilog(subject.module, subject.rtl));
    const bool clocked = find_port(subject.ports, Role::clock);
    write_file(flow.directory / "equivalence.cpp", miter.driver(clocked));
    // Verilator 5.006 gets some netlists wrong (a plain sum of 32 int4 products) when it folds
    // trees of bit operations; Icarus finds these equal to the RTL.
    std::vector<std::string> arguments = {"--cc",
                                          "--exe",
                                          "--build",
                                          "--quiet-exit",
                                          "-O3",
                                          "-fno-const-bit-op-tree",
                                          "-Wno-fatal",
                                          "-Wno-lint",
                                          "-Wno-style",
                                          "-MAKEFLAGS",
                                          "OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O1",
                                          "--Mdir",
                                          "equivalence",
                                          "--top-module",
                                          "miter",
                                          "miter.sv",
                                          "gate.v",
                                          "cells.v"};
    for (const auto& file : rtl_files(flow, netlist, subject.module)) arguments.push_back(file);
    if (subject.module == flow.top() && netlist.modules.size() > 1) {
        write_file(flow.directory / "stand_ins.sv", stand_ins(netlist));
        arguments.emplace_back("stand_ins.sv");
    }
    arguments.emplace_back("equivalence.cpp");
    std::filesystem::remove_all(flow.directory / "equivalence");
    run_step(flow, "verilator", arguments, "equivalence_build.log", "");
}

}  // namespace

std::int64_t simulate(const Flow& flow, const Netlist& netlist, const std::string& module) {
    const auto subject = subject_of(flow, netlist, module);
    auto miter = make_miter(subject, netlist);
    if (miter.output_bits == 0)
        throw Error(Exit::tool_failed, "equivalence: the design has no outputs to compare");
    build(flow, netlist, subject, miter);
    static const Pattern counts(R"(mxgen: vectors (\d+) mismatches (\d+))");
    static const Pattern constant(R"(mxgen: constant output (\d+))");
    for (auto vectors = first_vectors;; vectors *= 4) {
        auto report = run_step(flow, "./equivalence/Vmiter", {std::to_string(vectors)},
                               "equivalence.log", "mxgen: simulation complete");
        const auto count = counts.find(report);
        if (!count || std::stoll(count->at(1)) != vectors)
            throw Error(Exit::tool_failed, "equivalence: the simulation ran too few vectors");
        if (count->at(2) != "0")
            throw Error(
                Exit::check_failed,
                fmt::format("{}: the netlist differs from the RTL in {} of {} vectors; see {}",
                            module, count->at(2), vectors,
                            (flow.directory / "equivalence.log").string()));
        std::vector<int> stuck;
        for (const auto& found : constant.find_all(report)) stuck.push_back(std::stoi(found[1]));
        if (stuck == miter.tied) return vectors;
        if (vectors >= max_vectors)
            throw Error(
                Exit::tool_failed,
                fmt::format("{}: equivalence is undecided: {} output bits that the netlist does "
                            "not tie never changed in {} vectors",
                            module, stuck.size() - miter.tied.size(), vectors));
    }
}

}  // namespace mxgen::ppa
