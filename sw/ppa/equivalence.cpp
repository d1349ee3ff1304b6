// SPDX-License-Identifier: Apache-2.0
#include "sw/ppa/equivalence.h"

#include <fmt/format.h>

#include <regex>

#include "sw/ppa/files.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;

namespace {

/// A module's stand-in: what enters is caught in a register, what leaves comes from others, each
/// with a function of its own lest they be merged.
std::string stub(const std::string& name, const NetlistModule& module) {
    std::string ports, inputs, clock, body;
    for (const auto& port : module.ports) {
        ports +=
            fmt::format("{}{} [{}:0] {}", ports.empty() ? "" : ", ",
                        port.is_input ? "input" : "output reg", port.bits.size() - 1, port.name);
        if (!port.is_input) {
            body += fmt::format("    {0} <= {{{0}, ^caught}};\n", port.name);
            continue;
        }
        inputs += (inputs.empty() ? "" : ", ") + port.name;
        if (clock.empty() || port.name == "clk_i") clock = port.name + "[0]";
    }
    return fmt::format(
        "module {} ({});\n  reg [$bits({{{}}})-1:0] caught;\n  always @(posedge {}) "
        "begin\n    caught <= {{{}}};\n{}  end\nendmodule\n",
        name, ports, inputs, clock, inputs, body);
}

/// The AIGER header "aig M I L O A": inputs, latches and outputs.
struct Header {
    int inputs = 0, latches = 0, outputs = 0;
    bool operator==(const Header&) const = default;
};

Header header(const fs::path& file) {
    auto text = read_file(file, 1u << 30);
    Header result;
    int all = 0;
    if (std::sscanf(text.c_str(), "aig %d %d %d %d", &all, &result.inputs, &result.latches,
                    &result.outputs) != 4)
        throw Error(Exit::tool_failed, fmt::format("{}: no AIGER file", file.string()));
    return result;
}

Verdict compare(const Flow& flow, std::chrono::seconds limit) {
    auto gold = header(flow.directory / "gold.aig"), gate = header(flow.directory / "gate.aig");
    if (gold != gate || gold.latches > 0) return Verdict::undecided;
    if (gold.outputs == 0)
        throw Error(Exit::tool_failed, "proof: the design has no outputs to compare");
    ProcessOptions options;
    options.directory = flow.directory;
    options.log = flow.directory / "proof.log";
    options.timeout = limit;
    auto result = run_process(
        {require_tool("yosys-abc").path.string(), "-c", "cec gold.aig gate.aig"}, options);
    if (result.end == ProcessResult::End::timed_out) return Verdict::undecided;
    if (!result.ok())
        throw Error(Exit::tool_failed, fmt::format("yosys-abc {}; proof.log ends:\n{}",
                                                   describe(result), tail(result.output, 5)));
    if (result.output.find("Networks are equivalent") != std::string::npos) return Verdict::equal;
    bool refuted = result.output.find("Networks are NOT EQUIVALENT") != std::string::npos ||
                   result.output.find("Verification failed") != std::string::npos;
    return refuted ? Verdict::different : Verdict::undecided;
}

Verdict prove_module(const Flow& flow, const Netlist& netlist, const std::string& module,
                     std::chrono::seconds limit) {
    std::string sources, stubs, removed;
    auto kept = kept_modules(flow.package);
    std::erase(kept, module);
    for (const auto& file : flow.package.files)
        if (std::find(kept.begin(), kept.end(), fs::path(file).stem().string()) == kept.end())
            sources += (sources.empty() ? "" : " ") + (flow.source / file).string();
    for (const auto& name : kept) {
        removed += fmt::format("delete {}\n", name);
        stubs += stub(name, netlist.modules.at(name));
    }
    write_file(flow.directory / "stubs.v", "// Modules that are compared on their own.\n" + stubs);
    write_file(flow.directory / "proof.ys",
               script("proof.ys", {{"SOURCES", sources}, {"DELETE", removed}, {"TOP", module}}));
    run_step(flow, "yosys", {"-Q", "-T", "-s", "proof.ys"}, "proof_yosys.log",
             "mxgen: miter complete");
    return compare(flow, limit);
}

}  // namespace

std::string to_string(Equivalence::Kind kind) {
    return kind == Equivalence::Kind::proved ? "proved" : "simulated";
}

Verdict prove(const Flow& flow, const Netlist& netlist, std::chrono::seconds limit) {
    std::set<std::string> cells;
    for (const auto& [cell, count] : inventory(netlist, flow.library()).cells) cells.insert(cell);
    write_file(flow.directory / "cells.v", cell_models(flow.library(), cells));
    auto modules = kept_modules(flow.package);
    modules.push_back(flow.top());
    for (const auto& module : modules)
        if (auto verdict = prove_module(flow, netlist, module, limit); verdict != Verdict::equal)
            return verdict == Verdict::different && flow.package.has_clock() ? Verdict::undecided
                                                                             : verdict;
    return Verdict::equal;
}

Equivalence check_equivalence(const Flow& flow, const Netlist& netlist,
                              std::chrono::seconds proof_limit) {
    switch (prove(flow, netlist, proof_limit)) {
        case Verdict::equal:
            return {Equivalence::Kind::proved, 0};
        case Verdict::different:
            throw Error(Exit::check_failed,
                        fmt::format("{}: the netlist is not equal to the RTL; see {}", flow.top(),
                                    (flow.directory / "proof.log").string()));
        case Verdict::undecided:
            break;
    }
    return {Equivalence::Kind::simulated, simulate(flow, netlist)};
}

}  // namespace mxgen::ppa
