// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/estimates.h"

#include <fmt/format.h>

#include "sw/config/fpga.h"
#include "sw/package/estimate.h"
#include "sw/report/compare.h"

namespace mxgen::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* area_key = "synth__design__instance__area__nand2eq";
constexpr const char* delay_key = "synth__timing__delay__ns";
constexpr const char* circuit = "estimate__circuit__";
constexpr const char* gate_model = "estimate__gate_model__";

double rounded(double value) { return std::stod(fmt::format("{:.6g}", value)); }

/// KEY and KEY__error, its deviation from the measured figure.
void add(Json& metrics, const std::string& key, double value, const char* measured) {
    metrics[key] = rounded(value);
    if (const double found = metrics.value(measured, 0.0); found > 0)
        metrics[key + "__error"] = rounded(value / found - 1);
}

void remove(Json& metrics, const std::string& prefix) {
    for (auto at = metrics.begin(); at != metrics.end();)
        at = at.key().starts_with(prefix) ? metrics.erase(at) : std::next(at);
}

/// "15200 NAND2 (-12 %)"; empty where the figure is not there.
std::string figure(const Json& metrics, const std::string& key, const char* unit) {
    const auto value = metrics.find(key), error = metrics.find(key + "__error");
    if (value == metrics.end() || error == metrics.end()) return {};
    return fmt::format("{} {} ({:+.0f} %)", report::format_number(value->get<double>()), unit,
                       100 * error->get<double>());
}

}  // namespace

void add_estimates(Json& metrics, const Config& config, const ppa::CellWeights& weights) {
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

std::string estimates_text(const Json& metrics) {
    const auto model = figure(metrics, std::string(gate_model) + "area__nand2eq", "NAND2");
    const auto area = figure(metrics, std::string(circuit) + "area__nand2eq", "NAND2");
    const auto delay = figure(metrics, std::string(circuit) + "delay__ns", "ns");
    std::string text;
    if (!model.empty()) text += "gate model " + model;
    if (!area.empty())
        text += fmt::format("{}circuit {}, {}", text.empty() ? "" : "; ", area, delay);
    return text.empty() ? text : metrics.value("name", "") + ": estimates: " + text;
}

}  // namespace mxgen::cli
