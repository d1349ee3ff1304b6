// SPDX-License-Identifier: Apache-2.0
#include "sw/ppa/synthesis.h"

#include <fmt/format.h>

#include <cmath>
#include <regex>

#include "sw/ppa/elaboration.h"
#include "sw/ppa/fanout.h"
#include "sw/ppa/files.h"
#include "sw/ppa/netlist_text.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
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

/// Yosys prints one line a module and, with hierarchy, one for all: the last counts.
void check_area(const Flow& flow, const std::string& log, const Netlist& netlist) {
    static const std::regex line(R"(Chip area for (?:top )?module '[^']*': ([\d.]+))");
    double area = -1;
    for (std::sregex_iterator at(log.begin(), log.end(), line), end; at != end; ++at)
        area = std::stod((*at)[1]);
    auto counted = inventory(netlist, flow.library()).area;
    if (area < 0) fail("yosys: its statistics are missing from yosys.log");
    if (std::abs(area - counted) > 1e-6 * std::max(area, counted) + 1e-3)
        fail(fmt::format("yosys: it counts {} um2, the netlist holds {} um2", area, counted));
}

}  // namespace

std::vector<std::string> kept_modules(const Netlist& netlist) {
    std::vector<std::string> kept;
    for (const auto& [name, module] : netlist.modules)
        if (name != netlist.top) kept.push_back(name);
    return kept;
}

std::string run_step(const Flow& flow, const std::string& tool, std::vector<std::string> arguments,
                     const std::string& log, const std::string& complete) {
    bool own = tool.find('/') != std::string::npos;
    arguments.insert(arguments.begin(), own ? tool : require_tool(tool).path.string());
    ProcessOptions options;
    options.directory = flow.directory;
    options.log = flow.directory / log;
    options.timeout = flow.limit;
    auto result = run_process(arguments, options);
    static const std::regex error(R"((^|\n)(ERROR|Error|%Error)[:\s].*)");
    std::smatch match;
    bool reported = std::regex_search(result.output, match, error);
    bool completed = complete.empty() ||
                     ("\n" + result.output).find("\n" + complete + "\n") != std::string::npos;
    if (result.ok() && !reported && completed) return result.output;
    auto reason = !result.ok() ? describe(result)
                  : reported   ? std::string("reported an error with exit status 0")
                               : std::string("stopped early with exit status 0");
    fail(fmt::format("{} {}; {} ends:\n{}", tool, reason, log, tail(result.output, 8)));
}

Netlist synthesise(const Flow& flow) {
    std::string keep = "# flat";
    if (auto kept = elaborate(flow); !kept.empty())
        keep = fmt::format("setattr -mod -set keep_hierarchy 1 {}", fmt::join(kept, " "));
    auto recipe = flow.recipe + ".abc";
    write_file(flow.directory / "adders.v", adder_wrappers(flow.roles));
    write_file(flow.directory / recipe, script(recipe, {}));
    write_file(flow.directory / "synthesis.ys",
               script("synthesis.ys", {{"LIBERTY", flow.prepared.file.string()},
                                       {"TOP", flow.top()},
                                       {"KEEP", keep},
                                       {"RECIPE", recipe}}));
    auto log = run_step(flow, "yosys", {"-Q", "-T", "-s", "synthesis.ys"}, "yosys.log",
                        "mxgen: synthesis complete");
    auto netlist = read_netlist(flow.directory / "netlist.json", flow.top(), flow.library());
    check_ports(flow, netlist);
    check_area(flow, log, netlist);
    buffer_fanouts(netlist, flow.library(), flow.roles);
    write_file(flow.directory / "netlist.v", to_verilog(netlist));
    return netlist;
}

}  // namespace mxgen::ppa
