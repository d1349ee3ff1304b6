// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/run_metrics.h"

#include <fmt/format.h>

#include "sw/support/json.h"

namespace mxgen::ppa {

double rounded(double value) { return value == 0 ? 0 : std::stod(fmt::format("{:.6g}", value)); }

void add_timing(Json& metrics, const std::string& stage, const TimingReport& timing) {
    metrics[stage + "__timing__delay__ns"] = rounded(timing.delay_ns);
    metrics[stage + "__timing__fmax__mhz"] = rounded(timing.fmax_mhz);
    if (timing.slack_ns) metrics[stage + "__timing__slack__ns"] = rounded(*timing.slack_ns);
}

void add_energy(Json& metrics, const std::string& stage, const Flow& flow, DesignEnergy design,
                const EnergyWorkload& workload) {
    const auto fmax = metrics.at(stage + "__timing__fmax__mhz").get<double>();
    const auto period = flow.package.period_ns.value_or(1000 / fmax);
    auto& [energy, sample] = design;
    energy.leakage *= period;
    metrics["stimulus"] = workload.name;
    if (!sample.empty()) metrics["energy__sample"] = sample;
    metrics["energy__internal"] = energy.internal > 0 ? "library tables" : "not in the library";
    metrics[stage + "__energy__cycles__count"] = energy.cycles;
    metrics[stage + "__energy__period__ns"] = rounded(period);
    auto add = [&](const std::string& kind, double pj) {
        metrics[stage + "__energy__per_cycle__pj" + kind] = rounded(pj);
        if (workload.macs_per_cycle > 0)
            metrics[stage + "__energy__per_mac__pj" + kind] = rounded(pj / workload.macs_per_cycle);
    };
    add("", energy.total());
    add("__switching", energy.switching + energy.input_nets);
    add("__internal", energy.internal);
    add("__clock", energy.clock());
    add("__leakage", energy.leakage);
    for (const auto& [part, pj] : energy.parts)
        metrics[stage + "__energy__part__" + part + "__pj"] = rounded(pj);
    if (energy.switching > 0)
        metrics[stage + "__energy__glitch__share"] = rounded(energy.glitch / energy.switching);
    if (workload.macs_per_cycle <= 0) return;
    auto operations = 2 * workload.macs_per_cycle;
    metrics[stage + "__efficiency__tops__w"] = rounded(operations / energy.total());
    const auto area = metrics.at("synth__design__instance__area__stdcell").get<double>();
    metrics[stage + "__efficiency__tops__mm2"] = rounded(operations * fmax / area);
}

}  // namespace mxgen::ppa
