// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/estimates.h"

#include <fmt/format.h>

#include <string_view>

#include "sw/config/fpga.h"
#include "sw/evaluate/workload.h"
#include "sw/package/estimate.h"
#include "sw/support/json.h"

namespace mxgen {

namespace {

constexpr const char* area_key = "synth__design__instance__area__nand2eq";
constexpr const char* delay_key = "synth__timing__delay__ns";
constexpr const char* circuit = "estimate__circuit__";
constexpr const char* gate_model = "estimate__gate_model__";

constexpr std::string_view area = "area__nand2eq", delay = "delay__ns",
                           energy = "energy__per_mac__pj";
constexpr const char* energy_key = "synth__energy__per_mac__pj";
constexpr std::size_t energy_cycles = 200;

double rounded(double value) { return std::stod(fmt::format("{:.6g}", value)); }

/// The measured figure that an estimate stands for; empty where there is none.
std::string measured_by(const std::string& estimate) {
    if (estimate == fmt::format("{}{}", circuit, delay)) return delay_key;
    if (estimate == fmt::format("{}{}", circuit, energy)) return energy_key;
    const bool is_area = estimate == fmt::format("{}{}", circuit, area) ||
                         estimate == fmt::format("{}{}", gate_model, area);
    return is_area ? area_key : "";
}

/// The cells of the user's library, or those of the configured technology; null: not known.
const gates::CellSet* cells_of(Workpiece& design) {
    if (const auto* library = design.library()) return library->target.gate_cells.get();
    return gates::find_fitted(design.config().timing.technology);
}

void add_circuit(Metrics& estimates, const Config& config, const EstimateRequest& request,
                 const package::CoveredDesign& covered) {
    const auto& fit = gates::fit_of(gates::fitted_families(), package::family_of(config));
    const auto found = covered.estimate(fit);
    estimates[fmt::format("{}{}", circuit, area)] = rounded(found.area);
    estimates[fmt::format("{}{}", circuit, delay)] = rounded(found.delay_ns);
    const auto workload =
        make_workloads(config, request.tensors, energy_cycles, request.data).front();
    if (workload.macs_per_cycle <= 0) return;
    const auto changes =
        covered.changes(input_samples(workload, covered.circuit(), covered.samples()));
    const double pj = covered.energy_pj(changes, fit);
    estimates[fmt::format("{}{}", circuit, energy)] = rounded(pj / workload.macs_per_cycle);
}

}  // namespace

Metrics estimates_of(Workpiece& design, const EstimateRequest& request) {
    const Config& config = design.config();
    Metrics estimates = Metrics::object();
    if (const auto model = ppa::gate_model(config, request.weights)) {
        estimates[fmt::format("{}{}", gate_model, area)] = rounded(model->total());
        for (const auto& part : model->parts)
            estimates[fmt::format("{}part__{}__nand2eq", gate_model, part.name)] =
                rounded(part.weight);
    }
    if (is_fpga(config.timing.technology)) return estimates;
    if (const auto* cells = cells_of(design))
        add_circuit(estimates, config, request,
                    package::CoveredDesign(design.built(), *cells, design.memo()));
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
