// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/finish.h"

#include <fmt/format.h>

#include <future>

#include "sw/flow/layout.h"
#include "sw/flow/run_metrics.h"
#include "sw/flow/timing.h"
#include "sw/layout/picture.h"
#include "sw/power/parts.h"
#include "sw/support/files.h"
#include "sw/support/json.h"

namespace mxgen::ppa {

namespace {

/// Of all nets that were routed: wires, and the pins that they load.
void add_wires(Json& metrics, const RoutedLayout& layout, const Library& library) {
    double wires = 0, pins = 0;
    std::int64_t vias = 0;
    for (const auto& [name, tree] : layout.parasitics) wires += tree.capacitance_pf();
    for (const auto& [name, net] : layout.design.nets) vias += net.vias;
    for (const auto& instance : layout.plain.modules.at(layout.plain.top).instances)
        for (const auto& pin : library.cells.at(instance.type).pins)
            if (pin.direction == Pin::Direction::input) pins += pin.capacitance;
    metrics["finish__route__net"] = layout.parasitics.size();
    metrics["finish__route__wirelength"] = rounded(wire_length_um(layout.design));
    metrics["finish__route__vias"] = vias;
    metrics["finish__wire__unreached__count"] = layout.unreached;
    metrics["finish__wire__capacitance__pf"] = rounded(wires);
    metrics["finish__wire__capacitance__share"] = rounded(wires / (wires + pins));
}

void add_areas(Json& metrics, const RoutedLayout& layout) {
    const auto& die = layout.design.die;
    const double units = layout.design.units_per_um;
    metrics["finish__design__die__area"] =
        rounded((die.x2 - die.x1) / units * ((die.y2 - die.y1) / units));
    metrics["finish__design__core__area"] = rounded(layout.core_um2);
    metrics["finish__design__instance__utilization"] = rounded(layout.cells_um2 / layout.core_um2);
}

std::string picture(const RoutedLayout& layout, const Flow& flow, const std::string& filler,
                    const Json& metrics) {
    PictureTexts texts;
    const auto circuit = make_event_circuit(layout.plain, flow.library(), {});
    const auto parts = parts_of_cells(circuit);
    for (std::size_t i = 0; i < parts.size(); ++i) texts.parts[circuit.cells[i].name] = parts[i];
    texts.title = fmt::format("{}: {} cells, {:.0f} um2 core, {:.0f} um of wires",
                              flow.package.name, circuit.cells.size(), layout.core_um2,
                              metrics.at("finish__route__wirelength").get<double>());
    return to_svg(layout.design, layout.shapes, filler, texts);
}

}  // namespace

void add_layout(Json& metrics, const Flow& flow, const Netlist& netlist,
                const LayoutRequest& request) {
    const auto layout = place_and_route(flow, netlist, request.kit, request.say);
    request.say("timing and energy with wires");
    auto timed =
        std::async(std::launch::async, [&] { return analyse_layout_timing(flow, layout); });
    std::optional<DesignEnergy> energy;
    if (!request.workload.name.empty())
        energy = design_energy(netlist, flow.library(), flow.roles.plain_register, request.workload,
                               wire_loads(layout.parasitics, netlist.top));
    add_areas(metrics, layout);
    add_wires(metrics, layout, flow.library());
    add_timing(metrics, "finish", timed.get());
    if (energy) add_energy(metrics, "finish", flow, *energy, request.workload);
    write_file(flow.directory / "layout.svg", picture(layout, flow, request.kit.filler, metrics));
}

}  // namespace mxgen::ppa
