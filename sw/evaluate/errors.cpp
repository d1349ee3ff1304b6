// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/metrics_file.h"
#include "sw/support/names.h"
#include "sw/support/output_directory.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

namespace fs = std::filesystem;
void add(Metrics& metrics, const std::string& key, const accuracy::ErrorEstimate& estimate) {
    metrics[key] = estimate.value;
    if (estimate.interval > 0) metrics[key + "__ci95"] = estimate.interval;
}

void add(Metrics& metrics, const std::string& prefix, const accuracy::Errors& e) {
    metrics[prefix + "pairs__count"] = e.pairs;
    add(metrics, prefix + "ep", e.probability);
    add(metrics, prefix + "mae", e.mean_absolute);
    add(metrics, prefix + "mre", e.mean_relative);
    add(metrics, prefix + "mse", e.mean_squared);
    metrics[prefix + "rms"] = e.root_mean_square;
    metrics[prefix + "nmed"] = e.normalized_mean;
    metrics[prefix + "ned"] = e.normalized_distance;
    metrics[prefix + "worst"] = e.worst_relative;
    metrics[prefix + "worst_absolute"] = e.worst_absolute;
    add(metrics, prefix + "bias", e.bias);
    add(metrics, prefix + "relative_bias", e.relative_bias);
}

/// A ratio in dB; an infinite one, without any error, is left out.
void add_decibels(Metrics& metrics, const std::string& key, double value) {
    if (std::isfinite(value)) metrics[key] = value;
}

Json histogram_json(const accuracy::MantissaHistogram& histogram) {
    const std::size_t side = std::size_t{1} << histogram.bits;
    Json rows = Json::array();
    for (std::size_t row = 0; row < side; ++row) {
        const auto first = histogram.mean_relative_bias.begin() + static_cast<long>(row * side);
        rows.push_back(std::vector<double>(first, first + static_cast<long>(side)));
    }
    return {{"leading_mantissa_bits", histogram.bits}, {"mean_relative_error", rows}};
}

std::vector<std::string> multiplying_units() {
    std::vector<std::string> names;
    for (const Unit* unit : units())
        if (unit->product(unit->initial())) names.emplace_back(unit->name());
    return names;
}

/// The product of two elements in the unit, exact or not.
MultiplySpec multiplier_of(const Config& config) {
    const Unit& unit = unit_of(config);
    auto spec = unit.product(config.design);
    if (!spec)
        throw Error(Exit::usage,
                    fmt::format("design.unit = \"{}\" multiplies nothing; allowed: {}; nearest: "
                                "multiply",
                                unit.name(), enumerated(multiplying_units())));
    spec->full |= spec->a != spec->b;
    return *spec;
}

/// Errors are those of numbers; tensors were held to it when they were read.
void check_finite(const tensor::Tensor& x, const char* flag) {
    const auto bad =
        std::ranges::find_if(x.data, [](float value) { return !std::isfinite(value); });
    if (bad == x.data.end()) return;
    const auto at = static_cast<std::size_t>(bad - x.data.begin());
    throw Error(Exit::usage, fmt::format("{}: element [{}, {}] is {}; allowed: finite numbers; "
                                         "nearest: matmul or cosim, which take it",
                                         flag, at / x.shape[1], at % x.shape[1], *bad));
}

/// The metrics of the run there without earlier errors, or of a new one.
Metrics metrics_of_run(const fs::path& file, const std::string& name) {
    if (std::error_code none; !fs::exists(file, none)) return {{"name", name}};
    auto metrics = read_metrics(file);
    for (auto at = metrics.begin(); at != metrics.end();)
        at = at.key().starts_with("error__") ? metrics.erase(at) : std::next(at);
    return metrics;
}

}  // namespace

MeasuredErrors measure_errors(const Config& config, const accuracy::MultiplierOptions& sampling,
                              const TensorFiles& tensors) {
    MultiplySpec spec = multiplier_of(config);
    const Operands formats = unit_of(config).operands(config.design).value();
    const bool floats = spec.a.kind == Kind::floating && spec.b.kind == Kind::floating;
    if (!floats && !tensors.any())
        throw Error(Exit::usage,
                    fmt::format("a.format = \"{}\": its products are exact; give --a A.npy --b "
                                "B.npy to measure sums, or floats",
                                formats.a.name));
    MeasuredErrors measured;
    if (floats) measured.codes = accuracy::measure(spec, sampling);
    if (tensors.any()) {
        const Matrices m = read_matrices(formats, data_rule(config.design, tensors), tensors);
        check_finite(m.a, "--a-codes");
        check_finite(m.b, "--b-codes");
        measured.tensors = accuracy::measure(spec, m.a, m.b, m.qa, m.qb);
        measured.sums = measure_sum_errors(config, m);
    }
    return measured;
}

Metrics error_metrics(const MeasuredErrors& measured) {
    Metrics metrics;
    if (measured.codes) {
        const auto& codes = *measured.codes;
        add(metrics, "error__", codes.lane);
        metrics["error__dot64"] = codes.dot_error;
        add(metrics, "error__stored__", codes.stored);
        metrics["error__zeroed__share"] = codes.zeroed_share;
        metrics["error__saturated__share"] = codes.saturated_share;
    }
    if (measured.tensors) {
        const auto& tensors = *measured.tensors;
        add(metrics, "error__tensor__", tensors.products);
        add_decibels(metrics, "error__tensor__lane_sqnr__db", tensors.lane_sqnr_db);
        add_decibels(metrics, "error__tensor__total_sqnr__db", tensors.total_sqnr_db);
        add_decibels(metrics, "error__tensor__exact_sqnr__db", tensors.exact_sqnr_db);
    }
    if (measured.sums) {
        add(metrics, "error__sum__", measured.sums->errors);
        add_decibels(metrics, "error__sum__sqnr__db", measured.sums->sqnr_db);
        metrics["error__sum__not_finite__count"] = measured.sums->not_finite;
    }
    return metrics;
}

Json error_document(const std::string& name, const MeasuredErrors& measured) {
    Json json{{"name", name}};
    json.update(error_metrics(measured));
    if (measured.codes) json["histogram"] = histogram_json(measured.codes->histogram);
    return json;
}

void add_errors_to_run(const fs::path& directory, const std::string& name,
                       const MeasuredErrors& measured) {
    const fs::path file = directory / "metrics.json";
    Metrics metrics = metrics_of_run(file, name);
    metrics.update(error_metrics(measured));
    const std::pair<fs::path, std::string> figures{file, to_text(metrics)};
    const std::string document = to_text(error_document(name, measured));
    if (std::error_code none; fs::exists(directory, none))
        return write_files({figures, {directory / "accuracy.json", document}});
    OutputDirectory out(directory);
    out.write("metrics.json", figures.second);
    out.write("accuracy.json", document);
    out.commit();
}

}  // namespace mxgen
