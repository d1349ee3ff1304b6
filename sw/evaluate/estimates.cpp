// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/estimates.h"

#include <fmt/format.h>

#include "sw/config/fpga.h"
#include "sw/package/estimate.h"

namespace mxgen {

namespace {

constexpr const char* area_key = "synth__design__instance__area__nand2eq";
constexpr const char* delay_key = "synth__timing__delay__ns";
constexpr const char* circuit = "estimate__circuit__";
constexpr const char* gate_model = "estimate__gate_model__";

double rounded(double value) { return std::stod(fmt::format("{:.6g}", value)); }

/// KEY and KEY__error, its deviation from the measured figure.
void add(Metrics& metrics, const std::string& key, double value, const char* measured) {
    metrics[key] = rounded(value);
    if (const double found = metrics.value(measured, 0.0); found > 0)
        metrics[key + "__error"] = rounded(value / found - 1);
}

void remove(Metrics& metrics, const std::string& prefix) {
    for (auto at = metrics.begin(); at != metrics.end();)
        at = at.key().starts_with(prefix) ? metrics.erase(at) : std::next(at);
}

}  // namespace

void add_estimates(Metrics& metrics, const Config& config, const ppa::CellWeights& weights) {
    remove(metrics, gate_model);
    if (const auto model = ppa::gate_model(config, weights)) {
        add(metrics, std::string(gate_model) + "area__nand2eq", model->total(), area_key);
        for (const auto& part : model->parts)
            metrics[fmt::format("{}part__{}__nand2eq", gate_model, part.name)] =
                rounded(part.weight);
    }
    const auto area = std::string(circuit) + "area__nand2eq";
    if (metrics.contains(area) || is_fpga(config.timing.technology)) return;
    if (const auto cost = package::estimate(config)) {
        add(metrics, area, cost->gates, area_key);
        add(metrics, std::string(circuit) + "delay__ns", cost->delay_ns, delay_key);
    }
}

}  // namespace mxgen
