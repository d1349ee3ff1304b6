// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "sw/flow/files.h"
#include "sw/netlist/netlist_text.h"
#include "sw/netlist/wire_model.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/pattern.h"
#include "sw/support/tools.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;

namespace {

constexpr const char* scripts_variable = "QFLOW_SCRIPTS";
constexpr std::array scripts{"blif2cel.tcl", "place2def.tcl", "addspacers.tcl", "arrangepins.tcl"};
constexpr std::size_t largest_file = std::size_t{1} << 28;

[[noreturn]] void fail(const std::string& what) {
    throw Error(Exit::tool_failed, "layout: " + what);
}

std::vector<std::string> script_directories() {
    if (const char* chosen = std::getenv(scripts_variable); chosen && *chosen) return {chosen};
    return {"/usr/lib/qflow/scripts", "/usr/local/share/qflow/scripts",
            "/opt/qflow/share/qflow/scripts"};
}

/// The path of a script of qflow.
std::string qflow_script(const std::string& name) {
    for (const std::string& directory : script_directories())
        if (fs::is_regular_file(fs::path(directory) / name)) return directory + "/" + name;
    throw Error(Exit::tool_missing,
                fmt::format("layout: {} is not in {}; install it with: apt-get install qflow, or "
                            "set {}",
                            name, enumerated(script_directories()), scripts_variable));
}

/// The tools, one after the other, in the private directory "layout" under plain names.
class LayoutSteps {
  public:
    LayoutSteps(const Flow& flow, const LayoutKit& kit)
        : flow_(flow), kit_(kit), directory_(flow.directory / "layout") {
        fs::create_directory(directory_);
        write_own_file(path("cells.lef"), with_both_edges(read_file(kit.lef, largest_file)));
        write_own_file(path("layout.par"), read_file(kit.placement, largest_file));
    }

    std::string read(const std::string& file) const {
        if (!fs::is_regular_file(path(file))) fail(file + " was not written; see layout_*.log");
        return read_file(path(file), largest_file);
    }

    void place(const Netlist& plain) {
        write_own_file(path("layout.blif"), to_blif(plain, "layout"));
        write_own_file(path("layout.cfg"), "read_lef cells.lef\n");
        run("qrouter", {"-i", "layout.info", "-c", "layout.cfg"}, "grid");
        run(qflow_script("blif2cel.tcl"),
            {"--blif", "layout.blif", "--lef", "cells.lef", "--cel", "layout.cel"}, "cells",
            "Done!");
        const auto said = run("graywolf", {"-n", "layout"}, "placement");
        if (said.find("twflow terminated normally") == std::string::npos)
            fail("graywolf stopped early with exit status 0; see layout_placement.log");
        run(qflow_script("place2def.tcl"), {"layout", kit_.filler}, "def",
            "Done with place2def.tcl");
        run(qflow_script("addspacers.tcl"),
            {"-stripe", fmt::format("{}", kit_.stripe_um), fmt::format("{}", kit_.stripe_pitch_um),
             "PG", "layout", "cells.lef", kit_.filler},
            "spacers", "Done with addspacers.tcl");
        take("layout_filled.def", "layout.def");
        take("layout.obsx", "layout.obs");
        run(qflow_script("arrangepins.tcl"), {"layout"}, "pins", "Done with arrangepins.tcl");
        take("layout_mod.def", "layout.def");
    }

    void route(const CellShapes& shapes) {
        write_own_file(
            path("route.tcl"),
            script("route.tcl", {{"LAYERS", fmt::format("{}", shapes.route_layers.size())},
                                 {"STACK", kit_.via_stack},
                                 {"POWER", kit_.power},
                                 {"GROUND", kit_.ground},
                                 {"OBSTRUCTIONS", read("layout.obs")}}));
        const auto said = run("qrouter", {"-nog", "-s", "route.tcl"}, "routing");
        static const Pattern failed(R"(Failed net routes: (\d+))");
        if (said.find("\nFinal: No failed routes!") != std::string::npos) return;
        const auto counts = failed.find_all(said);
        fail(
            fmt::format("qrouter left {} nets unrouted; see layout_routing.log; allowed: fewer "
                        "cells, or --wires fitted",
                        counts.empty() ? "some" : counts.back()[1]));
    }

  private:
    fs::path path(const std::string& file) const { return directory_ / file; }

    std::string run(const std::string& tool, const std::vector<std::string>& arguments,
                    const std::string& step, const std::string& complete = "") {
        return run_step_in(directory_, flow_, tool, arguments, "layout_" + step + ".log", complete);
    }

    /// Takes what a script made in place of what it read, where it made something.
    void take(const std::string& made, const std::string& instead) {
        if (fs::is_regular_file(path(made))) fs::rename(path(made), path(instead));
    }

    const Flow& flow_;
    const LayoutKit& kit_;
    fs::path directory_;
};

std::string names_text(const Netlist& plain, const Netlist& netlist) {
    const NetlistModule& module = netlist.modules.at(netlist.top);
    const auto& renamed = plain.modules.at(plain.top).instances;
    std::string text;
    for (const auto& [net, name] : module.names)
        if (net > constant_one) text += fmt::format("{} {}\n", plain_net(net), name);
    for (std::size_t i = 0; i < renamed.size(); ++i)
        text += fmt::format("{} {}\n", renamed[i].name, module.instances[i].name);
    return text;
}

std::string wires_text(const RoutedLayout& layout, const Library& library) {
    const auto sinks = count_sinks(layout.plain, layout.plain.top, library);
    std::string text = "net,sinks,pf,ohms\n";
    for (const auto& [name, tree] : layout.parasitics) {
        const auto count = sinks.find(net_of(name));
        text += fmt::format("{},{},{:.6g},{:.6g}\n", name, count == sinks.end() ? 0 : count->second,
                            tree.capacitance_pf(), tree.resistance_ohms());
    }
    return text;
}

/// Areas of the cells, and of the rectangle that they and the fillers take.
void measure_core(RoutedLayout& layout, const std::string& filler) {
    double left = 1e30, right = -1e30, bottom = 1e30, top = -1e30;
    for (const PlacedCell& cell : layout.design.cells) {
        const auto size = layout.shapes.cells.find(cell.type);
        if (size == layout.shapes.cells.end()) fail("no size of the cell " + cell.type);
        const auto [width, height] = size->second;
        const double x = cell.x / layout.design.units_per_um;
        const double y = cell.y / layout.design.units_per_um;
        left = std::min(left, x), right = std::max(right, x + width);
        bottom = std::min(bottom, y), top = std::max(top, y + height);
        if (cell.type != filler) layout.cells_um2 += width * height;
    }
    layout.core_um2 = (right - left) * (top - bottom);
}

void check_shapes(const Netlist& plain, const CellShapes& shapes, const LayoutKit& kit) {
    for (const NetlistInstance& instance : plain.modules.at(plain.top).instances)
        if (!shapes.cells.contains(instance.type))
            throw Error(Exit::usage, fmt::format("layout: {} has no cell {}",
                                                 kit.lef.filename().string(), instance.type));
}

}  // namespace

void check_layout_tools(const Technology& technology) {
    if (!technology.layout)
        throw Error(Exit::usage,
                    fmt::format("--layout: technology {} has no shapes of its cells here; allowed: "
                                "osu018 and osu035 without --liberty",
                                technology.name));
    for (const char* tool : {"graywolf", "qrouter"}) require_tool(tool);
    for (const char* name : scripts) qflow_script(name);
}

void check_layout_size(const Netlist& netlist) {
    const auto kept = kept_modules(netlist);
    if (!kept.empty())
        throw Error(Exit::usage, fmt::format("--layout: {} keeps the modules {}; allowed: designs "
                                             "without hierarchy; nearest: --wires fitted, or a dot "
                                             "product like one of its elements",
                                             netlist.top, enumerated(kept)));
    if (const auto cells = count_instances(netlist); cells > max_layout_cells || cells == 0)
        throw Error(Exit::usage,
                    fmt::format("--layout: {} has {} cells; allowed: 1 to {}; nearest: --wires "
                                "fitted",
                                netlist.top, cells, max_layout_cells));
}

std::string layout_digest(const LayoutKit& kit) {
    auto text =
        sha256(read_file(kit.lef, largest_file)) + sha256(read_file(kit.placement, largest_file));
    for (const char* name : scripts) text += sha256(read_file(qflow_script(name)));
    return sha256(text + embedded_files().at("route.tcl"));
}

RoutedLayout place_and_route(const Flow& flow, const Netlist& netlist, const LayoutKit& kit,
                             const std::function<void(std::string_view)>& say) {
    check_layout_size(netlist);
    RoutedLayout layout;
    layout.plain = to_plain(netlist);
    LayoutSteps steps(flow, kit);
    layout.shapes = read_lef(steps.read("cells.lef"), kit.lef.string());
    check_shapes(layout.plain, layout.shapes, kit);
    say("placement");
    steps.place(layout.plain);
    say("routing");
    steps.route(layout.shapes);
    const auto routed = steps.read("routed.def");
    layout.design = read_def(routed, "routed.def");
    check_connections(layout.design, layout.plain, kit.filler);
    layout.parasitics = read_rc(steps.read("routed.rc"), "routed.rc");
    layout.unreached = complete_trees(layout.parasitics, layout.plain);
    measure_core(layout, kit.filler);
    write_file(flow.directory / "layout.def", routed);
    write_file(flow.directory / "layout.v", to_verilog(layout.plain));
    write_file(flow.directory / "layout.spef", to_spef(layout.parasitics, layout.plain));
    write_file(flow.directory / "layout.names", names_text(layout.plain, netlist));
    write_file(flow.directory / "layout_wires.csv", wires_text(layout, flow.library()));
    return layout;
}

}  // namespace mxgen::ppa
