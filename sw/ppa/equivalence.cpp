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

/// A kept module without its contents: both sides show its ports as inputs and outputs.
std::string stub(const std::string& name, const NetlistModule& module) {
    std::string ports;
    for (const auto& port : module.ports)
        ports += fmt::format("{}{} [{}:0] {}", ports.empty() ? "" : ", ",
                             port.is_input ? "input" : "output", port.bits.size() - 1, port.name);
    return fmt::format("(* blackbox *)\nmodule {} ({});\nendmodule\n", name, ports);
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

}  // namespace

std::string to_string(Equivalence::Kind kind) {
    return kind == Equivalence::Kind::proved ? "proved" : "simulated";
}

std::string module_text(const Flow& flow, const std::string& module) {
    const auto text = read_file(flow.directory / "netlist.v", 1u << 30);
    const auto start = text.find(fmt::format("module {} (", module));
    const auto end = text.find("\nendmodule\n", start);
    if (start == std::string::npos || end == std::string::npos)
        throw Error(Exit::tool_failed, fmt::format("netlist.v: no module {}", module));
    return text.substr(start, end - start) + "\nendmodule\n";
}

Verdict prove(const Flow& flow, const Netlist& netlist, const std::string& module,
              std::chrono::seconds limit) {
    std::string stubs, removed = "# nothing else is kept";
    for (const auto& name : kept_modules(netlist)) {
        if (name == module) continue;
        removed += fmt::format("\ndelete {}", name);
        stubs += stub(name, netlist.modules.at(name));
    }
    std::set<std::string> cells;
    for (const auto& [cell, count] : inventory(netlist, flow.library()).cells) cells.insert(cell);
    write_file(flow.directory / "cells.v", cell_models(flow.library(), cells));
    write_file(flow.directory / "stubs.v", "// Modules that are compared on their own.\n" + stubs);
    write_file(flow.directory / "gate.v", module_text(flow, module));
    write_file(flow.directory / "proof.ys",
               script("proof.ys", {{"DELETE", removed}, {"TOP", module}}));
    run_step(flow, "yosys", {"-Q", "-T", "-s", "proof.ys"}, "proof_yosys.log",
             "mxgen: miter complete");
    const auto verdict = compare(flow, limit);
    return verdict == Verdict::different && flow.package.has_clock() ? Verdict::undecided : verdict;
}

Equivalence check_equivalence(const Flow& flow, const Netlist& netlist,
                              std::chrono::seconds proof_limit) {
    Equivalence result;
    auto modules = kept_modules(netlist);
    modules.push_back(flow.top());
    for (const auto& module : modules) {
        const auto verdict = prove(flow, netlist, module, proof_limit);
        if (verdict == Verdict::different)
            throw Error(Exit::check_failed,
                        fmt::format("{}: the netlist is not equal to the RTL; see {}", module,
                                    (flow.directory / "proof.log").string()));
        if (verdict == Verdict::equal) continue;
        result.kind = Equivalence::Kind::simulated;
        result.vectors += simulate(flow, netlist, module);
    }
    return result;
}

}  // namespace mxgen::ppa
