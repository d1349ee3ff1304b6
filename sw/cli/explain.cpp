// SPDX-License-Identifier: Apache-2.0
#include "sw/package/explain.h"

#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/support/json.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

Json json_of(const lower::Candidate& option) {
    return {{"structure", option.structure},
            {"gates", option.estimate.gates},
            {"gate_delays", option.estimate.delay}};
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
            {"area_unit", e.area_unit},
            {"parts", parts},
            {"accumulator", e.accumulator},
            {"latency_cycles", e.latency},
            {"period_ns", e.period_ns},
            {"designs", ways}};
}

void print_option(const char* label, const lower::Candidate& option) {
    fmt::print("  {:8} {:48} {:10.0f} {:10.1f}\n", label, option.structure, option.estimate.gates,
               option.estimate.delay);
}

void print(const Config& config, const package::Explanation& e) {
    fmt::print("{}, for {}\n\n", config.name, name_of(config.timing.optimise));
    if (e.choices.empty())
        fmt::print("Sums and products stay + and * for the synthesis tool.\n");
    else
        fmt::print("{:59} {:>10} {:>10}\n", "part", "gates", "delays");
    for (const auto& choice : e.choices) {
        fmt::print("{}\n", choice.part);
        print_option("chosen", choice.chosen);
        for (const auto& other : choice.others) print_option("against", other);
    }
    fmt::print("\naccumulator: {}\nlatency: {} cycles, longest stage {:.2f} ns as estimated\n\n",
               e.accumulator, e.latency, e.period_ns);
    fmt::print("{:59} {:>10} {:>10}\n",
               fmt::format("whole unit without pipeline, {}", e.technology), e.area_unit, "ns");
    for (const auto& way : e.ways)
        fmt::print("  {:8} {:48} {:10.0f} {:10.2f}\n", &way == &e.ways[0] ? "chosen" : "against",
                   way.optimise + (way.lowering == "plain" ? ", plain + and *" : ""), way.gates,
                   way.delay_ns);
}

Exit run(const DesignOptions& options, const Common& common) {
    const Config config = options.config();
    Progress progress(common.quiet, !common.json);
    progress.show(config.name + ": circuits");
    const auto explanation = package::explain(config);
    progress.show("");
    if (common.json)
        fmt::print("{}", to_text(json_of(config, explanation)));
    else if (!common.quiet)
        print(config, explanation);
    return Exit::done;
}

Command explain(CLI::App& parent) {
    Command command =
        make_command(parent, "explain", "Which circuit was chosen for each part, against what",
                     "mxgen explain hw/configs/dot_mxfp8.toml --optimise area");
    const auto options = std::make_shared<DesignOptions>();
    options->add_to(*command.app);
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration explain_registration(90, explain);

}  // namespace

}  // namespace mxgen::cli
