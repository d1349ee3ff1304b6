// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/estimates.h"

#include <fmt/format.h>

#include <string_view>

#include "sw/config/fpga.h"
#include "sw/package/estimate.h"
#include "sw/support/json.h"

namespace mxgen {

namespace {

constexpr const char* area_key = "synth__design__instance__area__nand2eq";
constexpr const char* delay_key = "synth__timing__delay__ns";
constexpr const char* circuit = "estimate__circuit__";
constexpr const char* gate_model = "estimate__gate_model__";

constexpr std::string_view area = "area__nand2eq", delay = "delay__ns";

double rounded(double value) { return std::stod(fmt::format("{:.6g}", value)); }

/// The measured figure that an estimate stands for; empty where there is none.
std::string measured_by(const std::string& estimate) {
    if (estimate == fmt::format("{}{}", circuit, delay)) return delay_key;
    const bool is_area = estimate == fmt::format("{}{}", circuit, area) ||
                         estimate == fmt::format("{}{}", gate_model, area);
    return is_area ? area_key : "";
}

}  // namespace

Metrics estimates_of(const Config& config, const ppa::CellWeights& weights,
                     const std::optional<view::Target>& target) {
    Metrics estimates = Metrics::object();
    if (const auto model = ppa::gate_model(config, weights)) {
        estimates[fmt::format("{}{}", gate_model, area)] = rounded(model->total());
        for (const auto& part : model->parts)
            estimates[fmt::format("{}part__{}__nand2eq", gate_model, part.name)] =
                rounded(part.weight);
    }
    if (is_fpga(config.timing.technology)) return estimates;
    const auto cost =
        target ? std::optional(package::estimate(config, *target)) : package::estimate(config);
    if (cost) {
        estimates[fmt::format("{}{}", circuit, area)] = rounded(cost->gates);
        estimates[fmt::format("{}{}", circuit, delay)] = rounded(cost->delay_ns);
    }
    return estimates;
}

void add_estimates(Metrics& metrics, const Metrics& estimates) {
    for (const auto& [key, value] : estimates.items()) {
        metrics[key] = value;
        const double found = metrics.value(measured_by(key), 0.0);
        if (found > 0) metrics[key + "__error"] = rounded(value.get<double>() / found - 1);
    }
}

}  // namespace mxgen
