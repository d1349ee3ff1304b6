// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/synthesis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <set>

#include "sw/flow/elaboration.h"
#include "sw/flow/files.h"
#include "sw/liberty/wrappers.h"
#include "sw/netlist/canonical.h"
#include "sw/netlist/fanout.h"
#include "sw/netlist/netlist_text.h"
#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/pattern.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& what) { throw Error(Exit::tool_failed, what); }

void check_ports(const Flow& flow, const Netlist& netlist) {
    const auto& found = netlist.modules.at(flow.top()).ports;
    for (const auto& port : flow.package.interface.ports) {
        auto match = std::find_if(found.begin(), found.end(), [&](const NetlistPort& candidate) {
            return candidate.name == port.name && candidate.is_input == port.is_input &&
                   candidate.bits.size() == static_cast<std::size_t>(port.width);
        });
        if (match == found.end())
            fail(fmt::format("yosys: the netlist of {} lacks the port {} of {} bits", flow.top(),
                             port.name, port.width));
    }
    if (found.size() != flow.package.interface.ports.size())
        fail(fmt::format("yosys: the netlist of {} has {} ports, the manifest {}", flow.top(),
                         found.size(), flow.package.interface.ports.size()));
}

/// Compares the area that Yosys counted of a module with that of its cells in the netlist; where
/// there is a line for the hierarchy, too, the last counts.
void check_area(const std::string& log, const std::string& name, const Netlist& netlist,
                const Library& library) {
    static const Pattern line(R"(Chip area for (?:top )?module '[^']*': ([\d.]+))");
    double area = -1, counted = 0;
    for (const auto& counts : line.find_all(log)) area = std::stod(counts[1]);
    for (const auto& instance : netlist.modules.at(name).instances)
        if (auto cell = library.cells.find(instance.type); cell != library.cells.end())
            counted += cell->second.area;
    if (area < 0) fail("yosys: its statistics are missing from yosys.log");
    if (std::abs(area - counted) > 1e-6 * std::max(area, counted) + 1e-3)
        fail(fmt::format("yosys: it counts {} um2 in {}, the netlist holds {} um2", area, name,
                         counted));
}

/// One module that is mapped by itself; modules that it keeps are black boxes meanwhile.
struct Job {
    std::string module, number, blackboxes, suffix;

    std::string netlist() const { return "netlist" + suffix + ".json"; }
};

/// Maps the job's module; returns what Yosys said.
std::string map_module(const Flow& flow, const Job& job) {
    const auto name = "synthesis" + job.suffix + ".ys";
    write_file(flow.directory / name,
               script("synthesis.ys", {{"LIBERTY", flow.prepared->file.string()},
                                       {"TOP", job.number},
                                       {"BLACKBOXES", job.blackboxes},
                                       {"NETLIST", job.netlist()},
                                       {"RECIPE", flow.recipe + ".abc"}}));
    return run_step(flow, "yosys", {"-Q", "-T", "-s", name}, "yosys" + job.suffix + ".log",
                    "mxgen: synthesis complete");
}

/// The kept modules, in the order of their numbers, and the top last.
std::vector<Job> jobs_of(const Flow& flow, const std::vector<std::string>& kept,
                         const std::map<std::string, std::string>& numbers) {
    std::vector<Job> jobs;
    std::set<std::string> opened;
    for (const auto& module : kept)
        if (const auto number = numbers.find(module); number != numbers.end()) {
            jobs.push_back({module, number->second, "# nothing is kept", "_" + module});
            opened.insert(number->second);
        }
    jobs.push_back({flow.top(), numbers.at(flow.top()), "# nothing is kept", ""});
    if (!opened.empty())
        jobs.back().blackboxes = fmt::format("blackbox {}", fmt::join(opened, " "));
    return jobs;
}

/// Leaves the design without names for Yosys, and the library's adders in place of its own.
CanonicalDesign write_canonical(const Flow& flow, const std::string& rtlil) {
    std::set<std::string> adders;
    for (const auto& [module, kind] : flow.package.cells) adders.insert(module);
    auto design = canonical(rtlil, elaborated_file, flow.top(), adders);
    write_file(flow.directory / "canonical.il", design.text);
    write_file(flow.directory / "adders.v",
               adder_wrappers(flow.roles, design.renamed(flow.package.cells)));
    return design;
}

/// Cells of adders and carries leave pieces whose ends ABC takes for equally late. Where all
/// carries are such cells, no piece in front of the tree is worth its last few picoseconds: the
/// mapper may use up a share of its depth, which sizing gains back for a sixth of the area.
void write_recipe(const Flow& flow) {
    const auto recipe = flow.recipe + ".abc";
    const bool has_pieces = std::ranges::any_of(
        flow.package.cells, [](const auto& cell) { return cell.second.starts_with("carry_step"); });
    std::vector<std::pair<std::string, std::string>> values;
    if (flow.recipe == "speed") values = {{"RELAXED", has_pieces ? " -R 40" : ""}};
    write_file(flow.directory / recipe, script(recipe, values));
}

}  // namespace

std::string run_step(const Flow& flow, const std::string& tool, std::vector<std::string> arguments,
                     const std::string& log, const std::string& complete) {
    return run_step_in(flow.directory, flow, tool, std::move(arguments), log, complete);
}

std::string run_step_in(const fs::path& directory, const Flow& flow, const std::string& tool,
                        std::vector<std::string> arguments, const std::string& log,
                        const std::string& complete) {
    if (tool.find('/') == std::string::npos)
        arguments = require_tool(tool).with(arguments);
    else
        arguments.insert(arguments.begin(), tool);
    ProcessOptions options;
    options.directory = directory;
    options.log = flow.directory / log;
    options.timeout = flow.limit;
    options.environment = {{"TMPDIR", directory.string()}};
    auto result = run_process(arguments, options);
    static const Pattern error(R"((^|\n)(ERROR|Error|%Error)[:\s].*)");
    const bool reported = error.find(result.output).has_value();
    bool completed = complete.empty() ||
                     ("\n" + result.output).find("\n" + complete + "\n") != std::string::npos;
    if (result.ok() && !reported && completed) return result.output;
    auto reason = !result.ok() ? describe(result)
                  : reported   ? std::string("reported an error with exit status 0")
                               : std::string("stopped early with exit status 0");
    fail(fmt::format("{} {}; {} ends:\n{}", tool, reason, log, visible(tail(result.output, 8))));
}

Netlist synthesise(const Flow& flow) {
    const auto elaboration = elaborate(flow);
    const auto design = write_canonical(flow, elaboration.text);
    const auto jobs = jobs_of(flow, elaboration.kept, design.modules);
    write_recipe(flow);
    std::vector<std::future<std::string>> running;
    for (const auto& job : jobs)
        running.push_back(std::async(std::launch::async, [&] { return map_module(flow, job); }));
    std::vector<fs::path> files;
    std::vector<std::string> logs;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        logs.push_back(running[i].get());
        files.push_back(flow.directory / jobs[i].netlist());
    }
    const Controls controls{std::string(name_of(Role::clock, Stream::none)),
                            std::string(name_of(Role::reset, Stream::none))};
    auto netlist = read_netlist(files, flow.top(), controls, flow.library(), design.names);
    check_ports(flow, netlist);
    for (std::size_t i = 0; i < jobs.size(); ++i)
        check_area(logs[i], jobs[i].module, netlist, flow.library());
    buffer_fanouts(netlist, flow.library(), flow.roles);
    write_file(flow.directory / "netlist.v", to_verilog(netlist));
    return netlist;
}

}  // namespace mxgen::ppa
