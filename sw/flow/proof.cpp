// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/proof.h"

#include <fmt/format.h>

#include <array>

#include "sw/flow/files.h"
#include "sw/flow/netlist_files.h"
#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/pattern.h"
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
struct AigerHeader {
    int inputs = 0, latches = 0, outputs = 0;
    bool operator==(const AigerHeader&) const = default;
};

AigerHeader header(const fs::path& file) {
    auto text = read_file(file, 1u << 30);
    AigerHeader result;
    int all = 0;
    if (std::sscanf(text.c_str(), "aig %d %d %d %d", &all, &result.inputs, &result.latches,
                    &result.outputs) != 4)
        throw Error(Exit::tool_failed, fmt::format("{}: no AIGER file", file.string()));
    return result;
}

/// Marks the files of a kept module's proof.
std::string suffix_of(const Flow& flow, const std::string& module) {
    return module == flow.top() ? "" : "_" + module;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    constexpr std::array<std::string_view, 3> names{"equal", "different", "undecided"};
    return names.at(static_cast<std::size_t>(verdict));
}

Verdict verdict_of(const std::string& report) {
    static const Pattern equal(R"((^|\n)Networks are equivalent(\.| after ))");
    static const Pattern different(R"((^|\n)(Networks are NOT EQUIVALENT|Verification failed)\b)");
    if (different.find(report)) return Verdict::different;
    return equal.find(report) ? Verdict::equal : Verdict::undecided;
}

Verdict compare_files(const Flow& flow, const std::string& suffix, std::chrono::seconds limit) {
    const auto gold_file = "gold" + suffix + ".aig", gate_file = "gate" + suffix + ".aig";
    const auto gold = header(flow.directory / gold_file), gate = header(flow.directory / gate_file);
    if (gold != gate || gold.latches > 0) return Verdict::undecided;
    if (gold.outputs == 0)
        throw Error(Exit::tool_failed, "proof: the design has no outputs to compare");
    ProcessOptions options;
    options.directory = flow.directory;
    options.log = flow.directory / ("proof" + suffix + ".log");
    options.timeout = limit;
    options.environment = {{"TMPDIR", flow.directory.string()}};
    auto result = run_process(
        require_tool("yosys-abc").with({"-c", fmt::format("cec {} {}", gold_file, gate_file)}),
        options);
    if (result.end == ProcessResult::End::timed_out) return Verdict::undecided;
    if (!result.ok())
        throw Error(Exit::tool_failed,
                    fmt::format("yosys-abc {}; proof{}.log ends:\n{}", describe(result), suffix,
                                visible(tail(result.output, 5))));
    return verdict_of(result.output);
}

fs::path proof_log(const Flow& flow, const std::string& module) {
    return flow.directory / ("proof" + suffix_of(flow, module) + ".log");
}

Verdict prove(const Flow& flow, const Netlist& netlist, const std::string& module,
              std::chrono::seconds limit) {
    std::string stubs, removed = "# nothing else is kept";
    for (const auto& name : kept_modules(netlist)) {
        if (name == module) continue;
        removed += fmt::format("\ndelete {}", name);
        stubs += stub(name, netlist.modules.at(name));
    }
    const auto suffix = suffix_of(flow, module);
    const auto write = [&](const std::string& file, const std::string& text) {
        write_file(flow.directory / file, text);
    };
    write_cell_models(flow, netlist, "cells" + suffix + ".v");
    write("stubs" + suffix + ".v", "// Modules that are compared on their own.\n" + stubs);
    write("gate" + suffix + ".v", module_text(flow, module));
    write("proof" + suffix + ".ys",
          script("proof.ys", {{"DELETE", removed}, {"TOP", module}, {"SUFFIX", suffix}}));
    run_step(flow, "yosys", {"-Q", "-T", "-s", "proof" + suffix + ".ys"},
             "proof_yosys" + suffix + ".log", "mxgen: miter complete");
    const auto verdict = compare_files(flow, suffix, limit);
    return verdict == Verdict::different && flow.package.has_clock() ? Verdict::undecided : verdict;
}

}  // namespace mxgen::ppa
