// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/run.h"

#include <fmt/format.h>

#include <cmath>
#include <future>
#include <optional>

#include "sw/flow/files.h"
#include "sw/flow/finish.h"
#include "sw/flow/layout.h"
#include "sw/flow/run_metrics.h"
#include "sw/flow/run_record.h"
#include "sw/flow/workbench.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;
namespace {

Json tool_versions(bool layout) {
    Json versions;
    for (const char* tool : {"yosys", "yosys-abc", "sta", "verilator"})
        versions[tool] = require_tool(tool).version;
    if (!layout) return versions;
    for (const char* tool : {"graywolf", "qrouter"}) versions[tool] = require_tool(tool).version;
    return versions;
}

/// The model of the wires of synthesised figures, and what is known of it.
std::string wire_model(const RunOptions& options) {
    if (!options.fitted_wires) return "none";
    return fmt::format("fitted to layouts: {}", options.technology.wires->error);
}

/// A digest of everything that the numbers depend on, and of nothing else.
std::string run_key(const Flow& flow, const fs::path& package, const RunOptions& options,
                    const Json& versions) {
    auto text =
        fmt::format("{}\n{}\n{}\n{} {}\n{} {}\n{}\n", MXGEN_VERSION, flow.recipe, versions.dump(),
                    options.workload.name, options.workload.digest, options.technology.name,
                    options.technology.corner, options.proof_limit.count());
    for (const auto& workload : options.other_workloads)
        text += workload.name + " " + workload.digest + "\n";
    for (const auto& hash : flow.prepared->hashes) text += hash + "\n";
    text +=
        sha256(flow.prepared->text) + "\n" + sha256(read_file(package / "manifest.json")) + "\n";
    for (const auto& file : flow.package.files)
        text += file + " " + sha256(read_file(package / file)) + "\n";
    for (const auto& name : run_scripts(flow.recipe))
        text += name + " " + sha256(embedded_files().at(name)) + "\n";
    if (options.layout) text += "layout " + layout_digest(*options.technology.layout) + "\n";
    if (const auto& wires = options.technology.wires; options.fitted_wires)
        text += fmt::format("wires {} {} {}\n", wires->base_pf, wires->sink_pf, wires->exponent);
    return sha256(text);
}

void add_provenance(Json& metrics, const Flow& flow, const RunOptions& options,
                    const Json& versions) {
    const Technology& technology = options.technology;
    metrics["technology"] = technology.name;
    metrics["library"] = flow.library().name;
    metrics["corner"] = technology.corner;
    metrics["voltage"] = flow.library().voltage;
    metrics["temperature"] = flow.library().temperature;
    metrics["wire_model"] = wire_model(options);
    metrics["layout"] = options.layout ? "finish: placed and routed, wires extracted"
                                       : "none: before placement and routing";
    metrics["recipe"] = flow.recipe;
    metrics["full_adder"] = flow.roles.full_adder ? flow.roles.full_adder->cell : "";
    metrics["half_adder"] = flow.roles.half_adder ? flow.roles.half_adder->cell : "";
    metrics["nand2"] = flow.roles.nand2;
    metrics["liberty__sha256"] = fmt::format("{}", fmt::join(flow.prepared->hashes, " "));
    for (const auto& [tool, version] : versions.items()) metrics["tool__" + tool] = version;
}

void add_area(Json& metrics, const Flow& flow, const Netlist& netlist) {
    auto sum = inventory(netlist, flow.library());
    metrics["synth__design__instance__area__stdcell"] = rounded(sum.area);
    metrics["synth__design__instance__area__nand2eq"] = rounded(sum.area / flow.roles.nand2_area);
    metrics["synth__design__instance__count__stdcell"] = sum.count;
    metrics["synth__design__instance__count__register"] = sum.registers;
    metrics["synth__design__instance__area__register"] = rounded(sum.register_area);
    metrics["synth__design__register__share"] = rounded(sum.register_area / sum.area);
}

/// "a_i[2] -> u_fa.sum (0.258) -> sum_o[4] (0.806)": where the time goes, by the RTL's wires.
std::string path_text(const TimingReport& timing) {
    std::string text = timing.start;
    for (const auto& point : timing.path)
        if (point.wire != timing.start)
            text += fmt::format(" -> {} ({:.3f})", point.wire, point.arrival_ns);
    return timing.path.empty() || timing.path.back().wire != timing.end ? text + " -> " + timing.end
                                                                        : text;
}

Json design_metrics(const Flow& flow, const Netlist& netlist) {
    Json metrics{{"name", flow.package.name}, {"unit", flow.package.interface.unit}};
    if (const Port* a = find_port(flow.package.interface.ports, Role::a, Stream::input))
        metrics["width"] = a->element_width;
    metrics["latency__cycles"] = flow.package.interface.latency_cycles;
    metrics["hierarchy"] = fmt::format("{}", fmt::join(kept_modules(netlist), " "));
    add_area(metrics, flow, netlist);
    return metrics;
}

WireLoads synthesis_wires(const Flow& flow, const RunOptions& options, const Netlist& netlist) {
    if (!options.fitted_wires) return {};
    return model_wires(*options.technology.wires, netlist, flow.library());
}

/// Of the workload and the others; none without one.
std::vector<DesignEnergy> energies(const Flow& flow, const Netlist& netlist,
                                   const RunOptions& options, const WireLoads& wires) {
    std::vector<DesignEnergy> all;
    const auto add = [&](const EnergyWorkload& workload) {
        all.push_back(
            design_energy(netlist, flow.library(), flow.roles.plain_register, workload, wires));
    };
    if (options.workload.name.empty()) return all;
    add(options.workload);
    for (const auto& workload : options.other_workloads) add(workload);
    return all;
}

/// The energy of every workload by its key and how far apart they are, as a share of the first.
void add_spread(Json& metrics, const std::vector<DesignEnergy>& all, const RunOptions& options) {
    if (options.other_workloads.empty()) return;
    const double first = metrics.at("synth__energy__per_mac__pj").get<double>();
    const double period = metrics.at("synth__energy__period__ns").get<double>();
    double least = first, most = first;
    const std::string key = "synth__energy__per_mac__pj__data__";
    metrics[key + options.workload.key] = first;
    for (std::size_t i = 1; i < all.size(); ++i) {
        Energy energy = all[i].energy;
        energy.leakage *= period;
        const auto& workload = options.other_workloads[i - 1];
        const double pj = rounded(energy.total() / workload.macs_per_cycle);
        least = std::min(least, pj), most = std::max(most, pj);
        metrics[key + workload.key] = pj;
    }
    metrics[key + "spread"] = rounded((most - least) / first);
}

Json measure(const Flow& flow, const RunOptions& options) {
    auto say = [&](std::string_view what) {
        check_interrupt();
        if (options.progress) options.progress(fmt::format("{}: {}", flow.package.name, what));
    };
    say("synthesis");
    auto netlist = synthesise(flow);
    if (options.layout) check_layout_size(netlist);
    const WireLoads wires = synthesis_wires(flow, options, netlist);
    // Independent of each other: the proof and OpenSTA wait for their tools, the energy computes.
    say("equivalence, timing, energy");
    auto timed = std::async(std::launch::async,
                            [&] { return analyse_timing(flow, netlist, timed_instances, wires); });
    auto equal = std::async(std::launch::async,
                            [&] { return check_equivalence(flow, netlist, options.proof_limit); });
    const auto energy = energies(flow, netlist, options, wires);
    say("equivalence, timing");
    const auto equivalence = equal.get();
    say("timing");
    const auto timing = timed.get();
    Json metrics = design_metrics(flow, netlist);
    add_timing(metrics, "synth", timing);
    metrics["timing__model"] = timing.model;
    metrics["synth__equivalence"] = to_string(equivalence.kind);
    metrics["synth__equivalence__vectors__count"] = equivalence.vectors;
    metrics["synth__timing__critical_path"] = path_text(timing);
    if (!energy.empty()) {
        add_energy(metrics, "synth", flow, energy.front(), options.workload);
        add_spread(metrics, energy, options);
    }
    if (options.layout)
        add_layout(metrics, flow, netlist,
                   {.kit = *options.technology.layout, .workload = options.workload, .say = say});
    return metrics;
}

/// As measure(), on a bench of its own; of an interrupted run nothing stays, of a failed one what
/// tells why.
Json measure_whole(Flow& flow, const fs::path& package, const RunOptions& options) {
    const Workbench bench(package, flow.package.files);
    flow.directory = bench.directory();
    lay_library(*flow.prepared, flow.directory);
    try {
        auto metrics = measure(flow, options);
        bench.keep();
        return metrics;
    } catch (const Error&) {
        if (!is_interrupted()) bench.keep();
        throw;
    }
}

Flow make_flow(const fs::path& package, const RunOptions& options) {
    Flow flow;
    flow.package = read_package(package);
    flow.source = "..";
    flow.prepared = options.prepared ? options.prepared
                                     : std::make_shared<const PreparedLibrary>(
                                           prepare_library(options.technology, "library.lib"));
    flow.roles = find_roles(flow.prepared->library);
    check_flip_flops(flow.library(), flow.roles, flow.package.has_clock(),
                     flow.package.interface.has(Role::reset));
    flow.recipe = options.recipe;
    flow.limit = options.tool_limit;
    if (!embedded_files().contains(flow.recipe + ".abc"))
        throw Error(Exit::usage,
                    fmt::format("recipe {}: mxgen knows {}; nearest: {}", in_quotes(flow.recipe),
                                enumerated(recipe_names()), nearest(flow.recipe, recipe_names())));
    return flow;
}

}  // namespace

std::vector<std::string> recipe_names() {
    std::vector<std::string> names;
    for (const auto& [file, text] : embedded_files())
        if (file.ends_with(".abc")) names.push_back(file.substr(0, file.size() - 4));
    return names;
}

std::vector<std::string> run_scripts(const std::string& recipe) {
    return {"elaborate.ys",    "synthesis.ys", recipe + ".abc",
            "equivalence.cpp", "proof.ys",     "timing.tcl"};
}

void check_wires(const RunOptions& options) {
    if (options.layout) check_layout_tools(options.technology);
    if (options.fitted_wires && !options.technology.wires)
        throw Error(Exit::usage,
                    fmt::format("--wires: none are fitted for technology {}; allowed: osu018 and "
                                "osu035 without --liberty, or --wires none",
                                options.technology.name));
}

Json run_flow(const fs::path& directory, const RunOptions& options) {
    InterruptScope interrupts;
    auto flow = make_flow(directory, options);
    check_wires(options);
    auto versions = tool_versions(options.layout);
    auto key = run_key(flow, directory, options, versions);
    return recorded_run(directory, key, [&] {
        auto metrics = measure_whole(flow, directory, options);
        add_provenance(metrics, flow, options, versions);
        return metrics;
    });
}

}  // namespace mxgen::ppa
