// SPDX-License-Identifier: Apache-2.0
#include "sw/report/exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::report {

namespace {

double figure(const Run& run, const char* key) {
    const auto found = run.metrics.find(key);
    return found != run.metrics.end() && found->is_number() ? found->get<double>() : 0;
}

/// Energies are rounded, products a cycle are whole.
MacUnit mac_unit(const Run& run) {
    MacUnit unit{.name = run.name,
                 .technology = run.metrics.value("technology", ""),
                 .width = static_cast<int>(figure(run, "width")),
                 .energy_pj = figure(run, "synth__energy__per_mac__pj"),
                 .leakage_pj = figure(run, "synth__energy__per_mac__pj__leakage"),
                 .period_ns = figure(run, "synth__energy__period__ns")};
    const double of_cycle = figure(run, "synth__energy__per_cycle__pj");
    if (of_cycle > 0) unit.count = std::max(1.0, std::round(of_cycle / unit.energy_pj));
    unit.area_um2 = figure(run, "synth__design__instance__area__stdcell") / unit.count;
    return unit;
}

[[noreturn]] void refuse_two(const std::string& option, const MacUnit& unit, const MacUnit& other,
                             const std::string& key) {
    throw Error(Exit::usage,
                fmt::format("{}: {} and {} are both {}; allowed: one design each; nearest: a file "
                            "for each run",
                            option, in_quotes(other.name), in_quotes(unit.name), key));
}

}  // namespace

std::vector<MacUnit> mac_units(const std::vector<Run>& runs) {
    std::vector<MacUnit> units;
    for (const Run& run : runs) {
        if (figure(run, "synth__energy__per_mac__pj") <= 0 ||
            figure(run, "synth__design__instance__area__stdcell") <= 0)
            continue;
        const MacUnit unit = mac_unit(run);
        const auto same = std::ranges::find_if(units, [&](const MacUnit& other) {
            return other.name == unit.name && other.technology == unit.technology;
        });
        if (same == units.end())
            units.push_back(unit);
        else if (*same != unit)
            refuse_two("--accelergy", unit, *same, "of technology " + in_quotes(unit.technology));
    }
    return units;
}

std::string to_accelergy(const std::vector<Run>& runs) {
    std::string text = "technology,design,width,action,energy,area\n";
    for (const MacUnit& unit : mac_units(runs)) {
        const auto add = [&](const char* action, double energy) {
            text += fmt::format("{},{},{},{},{},{}\n", csv_field(unit.technology),
                                csv_field(unit.name), unit.width, action, energy, unit.area_um2);
        };
        add("compute", unit.energy_pj - unit.leakage_pj);
        if (unit.leakage_pj > 0) add("leak", unit.leakage_pj);
    }
    return text;
}

std::string to_accelforge(const std::vector<Run>& runs) {
    constexpr double m2_of_um2 = 1e-12, j_of_pj = 1e-12, s_of_ns = 1e-9, w_of_pj_per_ns = 1e-3;
    std::string text = "arch:\n  nodes:\n";
    for (const MacUnit& unit : mac_units(runs)) {
        if (unit.period_ns <= 0) continue;
        text += fmt::format(
            "  - !Compute\n    name: {}\n    area: {:.6e}\n    leak_power: {:.6e}\n    actions:\n"
            "    - {{name: compute, energy: {:.6e}, latency: {:.6e}}}\n",
            Json(unit.name).dump(), unit.area_um2 * m2_of_um2,
            unit.leakage_pj / unit.period_ns * w_of_pj_per_ns,
            (unit.energy_pj - unit.leakage_pj) * j_of_pj, unit.period_ns * s_of_ns);
    }
    return text;
}

std::string to_bitfusion(const std::vector<Run>& runs) {
    constexpr double nw_of_pj_per_ns = 1e6, hz_of_per_ns = 1e9;
    std::string text =
        "Module,Frequency,N,M,Max Precision (bits),Min Precision (bits),Area (um^2),"
        "Leakage Power (nW),Dynamic Power (nW),Total Power (nW)\n";
    std::map<std::pair<double, int>, MacUnit> known;
    for (const MacUnit& unit : mac_units(runs)) {
        if (unit.period_ns <= 0) continue;
        const auto [other, is_new] = known.emplace(std::pair{unit.count, unit.width}, unit);
        if (!is_new)
            refuse_two("--bitfusion", unit, other->second,
                       fmt::format("{} units of {} bits", unit.count, unit.width));
        const double to_nw = unit.count / unit.period_ns * nw_of_pj_per_ns;
        text += fmt::format("{},{:.0f},{},1,{},{},{},{},{},{}\n", csv_field(unit.name),
                            hz_of_per_ns / unit.period_ns, unit.count, unit.width, unit.width,
                            unit.area_um2 * unit.count, unit.leakage_pj * to_nw,
                            (unit.energy_pj - unit.leakage_pj) * to_nw, unit.energy_pj * to_nw);
    }
    return text;
}

}  // namespace mxgen::report
