// SPDX-License-Identifier: Apache-2.0
#include "sw/network/machine.h"

#include <fmt/format.h>

#include "sw/evaluate/estimates.h"
#include "sw/evaluate/target.h"
#include "sw/package/circuits.h"
#include "sw/package/interface.h"
#include "sw/report/compare.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/unit/units.h"

namespace mxgen::network {

namespace {

const MatrixUnit& matrix_unit(const Config& config) {
    const MatrixUnit* matrices = unit_of(config.design).matrices();
    if (matrices == nullptr)
        fail(config.settings, "design.unit",
             fmt::format("= {} multiplies no matrices; allowed: dot or array; nearest: array",
                         in_quotes(unit_of(config.design).name())));
    return *matrices;
}

UnitDesign design_of_mode(const Config& config, std::size_t mode) {
    const auto modes = matrix_unit(config).modes(config.design);
    if (mode >= modes.size())
        throw Error(Exit::usage,
                    fmt::format("--mode: {} has {} modes; allowed: 0 to {}; nearest: {}",
                                config.name, modes.size(), modes.size() - 1, modes.size() - 1));
    return modes[mode];
}

std::optional<Figure> found(const Metrics& metrics, const char* key, const char* from) {
    const auto value = metrics.find(key);
    if (value == metrics.end() || !value->is_number()) return std::nullopt;
    return Figure{value->get<double>(), from};
}

/// What an earlier `mxgen ppa` measured of a design; nothing where it was not asked for.
Metrics measured(const Config& config, const std::filesystem::path& runs) {
    const auto run = runs / config.name;
    if (runs.empty() || !exists(run / "metrics.json")) return Metrics::object();
    return report::read_run(run).metrics;
}

/// Clock and energy by estimates, where a design has any.
void estimate(Machine& machine, Workpiece& design, const MachineRequest& request) {
    const Metrics estimates = estimates_of(design, {});
    if (machine.clock_mhz.value == 0)
        if (const auto delay = found(estimates, "estimate__circuit__delay__ns", "estimated"))
            machine.clock_mhz = {1000 / delay->value, "estimated"};
    if (!machine.mac_pj)
        machine.mac_pj = found(estimates, "estimate__circuit__energy__per_mac__pj", "estimated");
    if (machine.clock_mhz.value > 0) return;
    fail(design.config().settings, "timing.technology",
         fmt::format("= {} has no estimates; allowed: osu018, osu035, --liberty, --clock-mhz; "
                     "nearest: --clock-mhz 1000",
                     in_quotes(request.liberty.empty() ? design.config().timing.technology
                                                       : request.liberty.front().string())));
}

}  // namespace

const MatrixUnit& Machine::unit() const { return matrix_unit(config); }

Operands Machine::operands() const { return unit_of(design).operands(design).value(); }

std::uint64_t Machine::products_per_cycle() const {
    const auto shape = unit().dot(design).beats();
    return static_cast<std::uint64_t>(shape.lanes) *
           static_cast<std::uint64_t>(unit().elements(design));
}

ArrayCycles Machine::cycles(const ProductShape& product) const {
    if (const auto cycles = unit().cycles(design, interface, product)) return *cycles;
    ArrayCycles cycles{.tiles = product.rows * product.cols,
                       .beats = unit().dot(design).beats().beats(product.depth)};
    cycles.interval = cycles.beats;
    cycles.total =
        cycles.tiles * cycles.beats + static_cast<std::uint64_t>(interface.latency_cycles);
    return cycles;
}

Machine machine_of(const Config& config, const MachineRequest& request) {
    matrix_unit(config);
    Workpiece design(settled_for(config, request.liberty), request.liberty);
    const package::Built& built = design.built();
    Machine machine{.config = design.config(),
                    .design = design_of_mode(design.config(), request.mode),
                    .interface = package::interface_of(design.config(), *built.top, built.latency),
                    .clock_mhz = {},
                    .mac_pj = {},
                    .mac_um2 = {}};
    machine.interface.element_latency = built.element_latency;
    const Metrics metrics = measured(machine.config, request.runs);
    if (request.clock_mhz)
        machine.clock_mhz = {*request.clock_mhz, "given"};
    else if (const auto clock = found(metrics, "synth__timing__fmax__mhz", "measured"))
        machine.clock_mhz = *clock;
    machine.mac_pj = found(metrics, "synth__energy__per_mac__pj", "measured");
    machine.mac_um2 = found(metrics, "synth__design__instance__area__stdcell", "measured");
    if (machine.mac_um2)
        machine.mac_um2->value /= static_cast<double>(machine.products_per_cycle());
    if (machine.clock_mhz.value == 0 || !machine.mac_pj) estimate(machine, design, request);
    return machine;
}

}  // namespace mxgen::network
