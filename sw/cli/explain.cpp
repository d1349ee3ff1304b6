// SPDX-License-Identifier: Apache-2.0
#include "sw/package/explain.h"

#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/evaluate/target.h"
#include "sw/package/frontier.h"
#include "sw/package/lowering.h"
#include "sw/package/settled.h"
#include "sw/support/json.h"
#include "sw/support/progress.h"
#include "sw/unit/units.h"

namespace mxgen::cli {

namespace {

Json json_of(const lower::Candidate& option) {
    return {{"structure", option.structure},
            {"gates", option.estimate.gates},
            {"gate_delays", option.estimate.delay}};
}

Json json_of(const lower::Counter& counter, unsigned pins) {
    Json sum = Json::array(), carry = Json::array();
    for (unsigned i = 0; i < pins; ++i)
        sum.push_back(counter.sum[i]), carry.push_back(counter.carry[i]);
    return {{"gates", counter.gates}, {"sum_delays", sum}, {"carry_delays", carry}};
}

Json json_of(const lower::Costs& costs) {
    Json json{{"exclusive_or",
               {{"gates", costs.gates.exclusive_or}, {"delay", costs.delays.exclusive_or}}},
              {"select", {{"gates", costs.gates.select}, {"delay", costs.delays.select}}},
              {"prefix", {{"gates", costs.gates.prefix}, {"delay", costs.delays.prefix}}},
              {"half_adder", json_of(costs.half, 2)}};
    if (costs.full_cell) json["full_adder"] = json_of(*costs.full_cell, 3);
    if (costs.full_gates) json["full_adder_of_gates"] = json_of(*costs.full_gates, 3);
    return json;
}

Json json_of(const Config& config, const package::Explanation& e) {
    Json parts = Json::array(), ways = Json::array();
    for (const auto& choice : e.choices) {
        Json others = Json::array();
        for (const auto& other : choice.others) others.push_back(json_of(other));
        parts.push_back(
            {{"part", choice.part}, {"chosen", json_of(choice.chosen)}, {"against", others}});
    }
    for (const auto& way : e.ways)
        ways.push_back({{"optimise", way.optimise},
                        {"lowering", way.lowering},
                        {"area", way.gates},
                        {"delay_ns", way.delay_ns}});
    return {{"name", config.name},
            {"optimise", name_of(config.timing.optimise)},
            {"technology", e.technology},
            {"data", e.data},
            {"costs", json_of(e.costs)},
            {"area_unit", e.area_unit},
            {"parts", parts},
            {"accumulator", e.accumulator},
            {"interleave", unit_of(config).turns(config.design)},
            {"latency_cycles", e.latency},
            {"register_bits", e.register_bits},
            {"period_ns", e.period_ns},
            {"designs", ways}};
}

void print_option(const char* label, const lower::Candidate& option) {
    fmt::print("  {:8} {:48} {:10.0f} {:10.1f}\n", label, option.structure, option.estimate.gates,
               option.estimate.delay);
}

void print_counter(const char* name, const lower::Counter& counter, unsigned pins) {
    std::string delays;
    for (const auto& arcs : {counter.sum, counter.carry})
        for (unsigned i = 0; i < pins; ++i)
            delays += fmt::format("{}{:.1f}",
                                  i > 0            ? " "
                                  : delays.empty() ? "sum "
                                                   : "; carry ",
                                  arcs[i]);
    fmt::print("  {:20} {:36} {:10.1f}\n", name, delays, counter.gates);
}

/// What the parts are ranked by, in two-input gates and their delay.
void print(const lower::Costs& costs) {
    const auto gate = [](const char* name, double delay, double gates) {
        fmt::print("  {:20} {:36.1f} {:10.1f}\n", name, delay, gates);
    };
    fmt::print("{:58} {:>10}\n", "costs: delay of each operand, in those of a gate", "gates");
    gate("exclusive or", costs.delays.exclusive_or, costs.gates.exclusive_or);
    gate("select", costs.delays.select, costs.gates.select);
    gate("prefix step", costs.delays.prefix, costs.gates.prefix);
    if (costs.full_cell) print_counter("full adder", *costs.full_cell, 3);
    if (costs.full_gates) print_counter("full adder of gates", *costs.full_gates, 3);
    print_counter("half adder", costs.half, 2);
}

void print(const Config& config, const package::Explanation& e) {
    fmt::print("{}, for {}\ndata: {}\n\n", config.name, name_of(config.timing.optimise), e.data);
    if (!e.choices.empty()) print(e.costs);
    if (e.choices.empty())
        fmt::print("Sums and products stay + and * for the synthesis tool.\n");
    else
        fmt::print("\n{:59} {:>10} {:>10}\n", "part", "gates", "delays");
    for (const auto& choice : e.choices) {
        fmt::print("{}\n", choice.part);
        print_option("chosen", choice.chosen);
        for (const auto& other : choice.others) print_option("against", other);
    }
    fmt::print(
        "\naccumulator: {}\nsums that take turns: {}\nlatency: {} cycles, longest stage {:.2f} ns "
        "as estimated\n"
        "registers: {} bits\n\n",
        e.accumulator, unit_of(config).turns(config.design), e.latency, e.period_ns,
        e.register_bits);
    fmt::print("{:59} {:>10} {:>10}\n",
               fmt::format("whole unit without pipeline, {}", e.technology), e.area_unit, "ns");
    for (const auto& way : e.ways)
        fmt::print("  {:8} {:48} {:10.0f} {:10.2f}\n", &way == &e.ways[0] ? "chosen" : "against",
                   way.optimise + (way.lowering == "plain" ? ", plain + and *" : ""), way.gates,
                   way.delay_ns);
}

Json json_of(const std::vector<package::FrontierPoint>& points) {
    Json rows = Json::array();
    for (const auto& point : points)
        rows.push_back({{"interleave", point.interleave},
                        {"latency_cycles", point.latency},
                        {"period_ns", point.period_ns},
                        {"gates", point.gates},
                        {"register_bits", point.register_bits}});
    return rows;
}

void print(const std::vector<package::FrontierPoint>& points, const std::string& area_unit) {
    fmt::print("\n{:18} {:>10} {:>10} {:>10} {:>10} {:>15}\n", "stages and turns", "interleave",
               "latency", "MHz", area_unit, "register bits");
    for (const auto& point : points)
        fmt::print("{:18} {:10} {:10} {:10.0f} {:10.0f} {:15}\n", "", point.interleave,
                   point.latency, 1000 / point.period_ns, point.gates, point.register_bits);
}

struct ExplainOptions {
    DesignOptions design;
    bool frontier = false;
    std::vector<std::string> liberty;
};

Exit run(const ExplainOptions& options, const Common& common) {
    const Config given = options.design.config();
    Progress progress(common.quiet, !common.json);
    progress.show(given.name + ": circuits");
    const auto target = library_target(given, {options.liberty.begin(), options.liberty.end()});
    const Config config = package::settled(given, target ? *target : package::target_of(given));
    const auto explanation = target ? package::explain(config, *target) : package::explain(config);
    std::vector<package::FrontierPoint> points;
    if (options.frontier) {
        progress.show(config.name + ": stages and turns");
        points = package::frontier(config, target ? *target : package::target_of(config));
    }
    progress.show("");
    if (common.json) {
        auto answer = json_of(config, explanation);
        if (options.frontier) answer["frontier"] = json_of(points);
        fmt::print("{}", to_text(answer));
    } else if (!common.quiet) {
        print(config, explanation);
        if (options.frontier) print(points, explanation.area_unit);
    }
    return Exit::done;
}

Command explain(CLI::App& parent) {
    Command command =
        make_command(parent, "explain", "Which circuit was chosen for each part, against what",
                     "mxgen explain hw/configs/dot_mxfp8.toml --optimise area");
    const auto options = std::make_shared<ExplainOptions>();
    options->design.add_to(*command.app);
    command.app->add_flag(
        "--frontier", options->frontier,
        "Stages and sums that take turns: clock, area and registers of the best ways, "
        "estimated");
    add_liberty(command, options->liberty);
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration explain_registration(90, explain);

}  // namespace

}  // namespace mxgen::cli
