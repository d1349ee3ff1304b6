// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/evaluate.h"

#include <fmt/format.h>

#include "sw/config/fpga.h"
#include "sw/evaluate/estimates.h"
#include "sw/evaluate/target.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/metrics_file.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

constexpr std::string_view asic = "asic";

void check_not_empty(const Request& request) {
    if (request.errors || request.cosim || request.cost || request.estimates) return;
    throw Error(Exit::usage,
                "request: asks for nothing; allowed: errors, cosim, cost, estimates; nearest: "
                "estimates");
}

/// A package is made for one library: with a cost beside it, it may be that of the cost.
void check_library(const Request& request) {
    if (request.liberty.empty() || !request.cosim || request.cosim->rtl.empty() || request.cost)
        return;
    throw Error(Exit::usage,
                "--liberty: the package of --rtl is made already; allowed: one of the two; "
                "nearest: --rtl alone");
}

EstimateRequest estimate_request(const Request& request) {
    EstimateRequest estimates{.weights = *request.estimates, .tensors = request.tensors};
    if (request.cost) estimates.data = request.cost->data;
    return estimates;
}

Metrics cost_of(Workpiece& design, const Request& request) {
    return request.target == asic
               ? measure_cost(design, *request.cost, request.tensors, request.progress)
               : measure_fpga_cost(design, *request.cost, request.progress);
}

}  // namespace

Config for_target(Config config, const std::string& target) {
    if (target == asic) return config;
    if (!is_fpga(target)) {
        auto targets = fpga_families();
        targets.emplace(targets.begin(), asic);
        throw Error(Exit::usage,
                    fmt::format("target: {}; allowed: {}; nearest: {}", in_quotes(target),
                                enumerated(targets), nearest(target, targets)));
    }
    config.timing.technology = target;
    config.name += "_" + target;
    return config;
}

void check_request(const Config& config, const Request& request) {
    check_not_empty(request);
    const Config targeted = for_target(config, request.target);
    if (request.cosim) check_cosim(targeted, *request.cosim);
    check_library(request);
    if (request.cost && request.target == asic)
        check_cost(targeted, request.liberty, *request.cost, request.tensors);
}

Evaluation evaluate(const Config& config, const Request& request) {
    check_not_empty(request);
    const bool has_circuit = request.cosim || request.cost || request.estimates;
    const Config given = for_target(config, request.target);
    const Config targeted = has_circuit ? settled_for(given, request.liberty) : given;
    if (request.cosim) check_cosim(targeted, *request.cosim);
    check_library(request);
    // What has its text printed has names of its own.
    const bool prints = request.cosim || request.cost;
    Workpiece design(targeted, request.liberty, prints ? nullptr : request.memo);
    Evaluation found{targeted.name, {{"name", targeted.name}, {"unit", unit_of(targeted).name()}}};
    found.changed = changed_integers(targeted.design, request.tensors);
    // Whatever takes time comes before the cost, which is the last to be written.
    const auto estimates =
        request.estimates ? estimates_of(design, estimate_request(request)) : Metrics::object();
    if (request.errors) {
        request.progress("measuring errors");
        found.errors = measure_errors(targeted, *request.errors, request.tensors);
    }
    if (request.cosim)
        found.cosim = cosimulate(design, *request.cosim, request.tensors, request.progress);
    if (request.cost) found.metrics = cost_of(design, request);
    add_estimates(found.metrics, estimates);
    if (found.errors) found.metrics.update(error_metrics(*found.errors));
    if (found.cosim) found.metrics.update(found.cosim->metrics);
    found.metrics.update(changed_metrics(found.changed));
    found.metrics = in_order(found.metrics);
    if (request.cost)
        write_file(request.cost->directory / found.name / "metrics.json", to_text(found.metrics));
    return found;
}

}  // namespace mxgen
