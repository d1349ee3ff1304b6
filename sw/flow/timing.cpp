// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/timing.h"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "sw/flow/files.h"
#include "sw/netlist/netlist_text.h"
#include "sw/netlist/timing_model.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/pattern.h"

namespace mxgen::ppa {

namespace {

constexpr double relaxed_period_ns = 1000;

[[noreturn]] void fail_timing(const std::string& what) {
    throw Error(Exit::tool_failed, "sta: " + what + "; see sta.log");
}

std::string only_match(const std::string& text, const char* pattern, const char* what) {
    const auto found = Pattern(pattern).find(text);
    if (!found) fail_timing(fmt::format("no {}", what));
    return found->at(1);
}

/// Whether Yosys made the name up.
bool is_rtl_name(const std::string& net) {
    static const Pattern made_up(R"(_\d+_|.*_net\d+_|.*\$.*)");
    return !made_up.matches(net);
}

/// A pin at an end of a path; a register, which bears its wire's name and kind, by that wire.
std::string end_point(const std::string& pin) { return pin.substr(0, pin.find("$_")); }

/// A name as the netlist has it: some versions put a backslash before brackets and dots of names.
std::string unescaped(std::string name) {
    std::erase(name, '\\');
    return name;
}

/// Rows of the path: "delay time ^ pin (cell)" and, after a driver, "fanout net (net)", of which
/// newer versions leave out the fanout.
void read_path(const std::string& report, TimingReport& timing) {
    static const Pattern pin(R"(^\s+-?[\d.]+\s+(-?[\d.]+) [\^v] (\S+) \((\S+)\)$)");
    static const Pattern net(R"(^\s*(?:\d+\s+)?(\S+) \(net\)$)");
    std::istringstream lines(report);
    double arrival = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("data arrival time") != std::string::npos) break;
        if (const auto end = pin.match(line)) {
            arrival = std::stod(end->at(1));
            timing.end = end_point(unescaped(end->at(2)));
            if (timing.start.empty()) timing.start = timing.end;
        } else if (const auto driven = net.match(line); driven && is_rtl_name(driven->at(1))) {
            timing.path.push_back({unescaped(driven->at(1)), arrival});
        }
    }
}

/// Files of one run of OpenSTA, and what its script says of models and wires.
struct StaRun {
    std::string name, log, netlist, models, wires;
};

TimingReport run_sta(const Flow& flow, const Netlist& netlist, const StaRun& run) {
    const auto period = flow.package.period_ns.value_or(relaxed_period_ns);
    const auto& [clock, reset] = netlist.controls;
    write_file(
        flow.directory / (run.name + ".tcl"),
        script("timing.tcl",
               {{"LIBERTY", flow.prepared->file.string()},
                {"MODELS", run.models},
                {"NETLIST", run.netlist},
                {"WIRES", run.wires},
                {"TOP", flow.top()},
                {"PERIOD", fmt::format("{}", period)},
                {"CLOCK", flow.package.has_clock() ? fmt::format("[get_ports {}]", clock) : ""},
                {"CLOCK_PORT", clock},
                {"RESET_PORT", reset}}));
    const auto report = run_step(flow, "sta", {"-no_splash", "-exit", run.name + ".tcl"}, run.log,
                                 "mxgen: timing complete");
    auto timing = parse_timing(report, period, count_instances(netlist));
    if (flow.package.period_ns) timing.slack_ns = period - 1000 / timing.fmax_mhz;
    return timing;
}

}  // namespace

TimingReport parse_timing(const std::string& report, double period, std::int64_t instances) {
    auto netlist_part = report.find("mxgen: library read");
    if (netlist_part == std::string::npos) fail_timing("the library was not read");
    auto rest = report.substr(netlist_part);
    if (const auto told = Pattern(R"((?:^|\n)((?:Warning|Error)[:\s][^\n]*))").find(rest))
        fail_timing(fmt::format("it reports with exit status 0: {}", told->at(1)));
    auto found = std::stoll(only_match(rest, R"(mxgen: instances (\d+))", "count of instances"));
    if (found != instances)
        fail_timing(fmt::format("it read {} of {} instances", found, instances));
    auto slack =
        std::stod(only_match(rest, R"((?:^|\n)worst slack(?: max)? (-?[\d.]+))", "worst slack"));
    TimingReport timing;
    timing.delay_ns =
        std::stod(only_match(rest, R"(\n\s+(-?[\d.]+)\s+data arrival time)", "arrival time"));
    auto exact = std::stod(only_match(rest, R"(\n\s+(-?[\d.]+)\s+slack \((?:MET|VIOLATED)\))",
                                      "slack of the critical path"));
    if (std::abs(exact - slack) > 0.006)
        fail_timing(fmt::format("the worst slack is {} but its path has {}", slack, exact));
    if (!(period - exact > 0)) fail_timing("a path without delay");
    timing.fmax_mhz = 1000 / (period - exact);
    read_path(rest.substr(rest.find("worst slack")), timing);
    return timing;
}

TimingReport analyse_timing(const Flow& flow, const Netlist& netlist, std::size_t max_whole,
                            const WireLoads& wires) {
    auto model = make_timing_model(netlist, flow.library(), max_whole, wires);
    const bool modelled = !model.liberty.empty();
    if (modelled) {
        write_file(flow.directory / "timing_models.lib", model.liberty);
        write_file(flow.directory / "timing.v", to_verilog(model.netlist));
    }
    auto timing = run_sta(flow, model.netlist,
                          {.name = "timing",
                           .log = "sta.log",
                           .netlist = modelled ? "timing.v" : "netlist.v",
                           .models = modelled ? "read_liberty timing_models.lib" : "# whole",
                           .wires = "# as loads, if any"});
    timing.model = std::move(model.description);
    return timing;
}

TimingReport analyse_layout_timing(const Flow& flow, const RoutedLayout& layout) {
    return run_sta(flow, layout.plain,
                   {.name = "layout_timing",
                    .log = "layout_sta.log",
                    .netlist = "layout.v",
                    .models = "# whole",
                    .wires = "read_spef layout.spef"});
}

}  // namespace mxgen::ppa
