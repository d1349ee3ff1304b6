// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/estimates.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "sw/config/fpga.h"
#include "sw/estimate/cell_set.h"
#include "sw/evaluate/target.h"
#include "sw/evaluate/workload.h"
#include "sw/flow/technology.h"
#include "sw/package/estimate.h"
#include "sw/package/lowering.h"
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

/// The cells of the user's library, or those of the configured technology, if they are known.
std::optional<gates::CellSet> cells_of(const Config& config, const EstimateRequest& request) {
    if (!request.liberty.empty()) {
        const auto prepared =
            ppa::prepare_library(technology_of(config, request.liberty), "library.lib");
        return ppa::cell_set(prepared.library, ppa::find_roles(prepared.library));
    }
    const auto* known = gates::find_fitted(config.timing.technology);
    return known ? std::optional(*known) : std::nullopt;
}

/// Area of all elements, delay and energy of one.
void add_circuit(Metrics& estimates, const Config& config, const EstimateRequest& request,
                 const package::CoveredDesign& covered) {
    const auto found = covered.estimate();
    estimates[fmt::format("{}{}", circuit, area)] = rounded(covered.elements() * found.area);
    estimates[fmt::format("{}{}", circuit, delay)] = rounded(found.delay_ns);
    const auto workload =
        make_workloads(config, request.tensors, energy_cycles, request.data).front();
    if (workload.macs_per_cycle <= 0) return;
    const double pj =
        covered.elements() * covered.energy_pj(input_bits(workload, covered.circuit(), 0));
    estimates[fmt::format("{}{}", circuit, energy)] = rounded(pj / workload.macs_per_cycle);
}

}  // namespace

Metrics estimates_of(const Config& config, const EstimateRequest& request) {
    Metrics estimates = Metrics::object();
    if (const auto model = ppa::gate_model(config, request.weights)) {
        estimates[fmt::format("{}{}", gate_model, area)] = rounded(model->total());
        for (const auto& part : model->parts)
            estimates[fmt::format("{}part__{}__nand2eq", gate_model, part.name)] =
                rounded(part.weight);
    }
    if (is_fpga(config.timing.technology)) return estimates;
    if (const auto cells = cells_of(config, request)) {
        const auto target = library_target(config, request.liberty);
        const package::CoveredDesign covered(
            config, target ? *target : package::target_of(config), *cells,
            gates::fit_of(gates::fitted_families(), package::family_of(config)));
        add_circuit(estimates, config, request, covered);
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
