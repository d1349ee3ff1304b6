// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/fpga_equivalence.h"

#include <fmt/format.h>

#include "sw/flow/aig_comparison.h"
#include "sw/flow/files.h"
#include "sw/flow/proof.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"

namespace mxgen::ppa {

namespace {

constexpr std::int64_t min_compared = 65'536, max_compared = 1'048'576;
constexpr std::size_t max_bytes = std::size_t{1} << 30;

/// goldSUFFIX.aig and gateSUFFIX.aig.
void write_circuits(const Flow& flow, const FpgaNetlist& netlist, const std::string& suffix) {
    const auto mapped = SortedJson::parse(
        read_file(flow.directory / (netlist.name + ".json"), max_bytes), nullptr, false);
    const auto gates = netlist.name + "_gates.json";
    write_file(flow.directory / gates, with_luts_as_gates(mapped, flow.top(), netlist.luts).dump());
    const auto cells = netlist.name + "_cells.v", proof = netlist.name + "_proof";
    write_file(flow.directory / cells, script("fpga_cells.v", {}));
    write_file(flow.directory / (proof + ".ys"),
               script("fpga_proof.ys", {{"NETLIST", gates},
                                        {"MODELS", netlist.models},
                                        {"CELLS", cells},
                                        {"SUFFIX", suffix},
                                        {"TOP", flow.top()}}));
    run_step(flow, "yosys", {"-Q", "-T", "-s", proof + ".ys"}, proof + ".log",
             "mxgen: miter complete");
}

/// The vectors in which nothing differed; as many as it takes to move every output.
AigComparison simulate(const Flow& flow, const FpgaNetlist& netlist, const std::string& suffix) {
    const auto read = [&](const std::string& side) {
        const auto file = flow.directory / (side + suffix + ".aig");
        return read_aig(read_file(file, max_bytes), file.string());
    };
    const auto gold = read("gold"), gate = read("gate");
    const auto& ports = flow.package.interface.ports;
    auto found = compare_aigs(gold, gate, ports, min_compared);
    if (found.difference.empty() && !found.unmoved.empty())
        found = compare_aigs(gold, gate, ports, max_compared);
    if (!found.difference.empty())
        throw Error(
            Exit::check_failed,
            fmt::format("{}: the netlist {}.json differs from the RTL in {} within {} vectors",
                        flow.top(), netlist.name, found.difference, found.vectors));
    return found;
}

}  // namespace

void write_gold(const Flow& flow) {
    write_file(flow.directory / "fpga_rtl.ys", script("fpga_rtl.ys", {{"TOP", flow.top()}}));
    run_step(flow, "yosys", {"-Q", "-T", "-s", "fpga_rtl.ys"}, "fpga_rtl.log",
             "mxgen: gates complete");
}

Equivalence check_fpga_equivalence(const Flow& flow, const FpgaNetlist& netlist,
                                   std::chrono::seconds proof_limit) {
    const auto suffix = "_" + netlist.name;
    write_circuits(flow, netlist, suffix);
    const auto found = simulate(flow, netlist, suffix);
    const auto verdict = compare_files(flow, suffix, proof_limit);
    if (verdict == Verdict::equal) return {};
    if (verdict == Verdict::different && !flow.package.has_clock())
        throw Error(Exit::check_failed,
                    fmt::format("{}: the netlist {}.json is not equal to the RTL; see proof{}.log",
                                flow.top(), netlist.name, suffix));
    if (!found.unmoved.empty())
        throw Error(Exit::tool_failed,
                    fmt::format("{}: equivalence is undecided: {} outputs, {} among them, never "
                                "changed in {} vectors",
                                flow.top(), found.unmoved.size(), found.unmoved[0], found.vectors));
    return {Equivalence::Kind::simulated, found.vectors};
}

}  // namespace mxgen::ppa
