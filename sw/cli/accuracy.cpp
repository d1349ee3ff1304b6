// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "sw/accuracy/multiplier.h"
#include "sw/accuracy/tensors.h"
#include "sw/cli/commands.h"
#include "sw/cli/design_options.h"
#include "sw/cli/matrices.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/progress.h"
#include "sw/unit/units.h"

namespace mxgen::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
    DesignOptions design;
    accuracy::MultiplierOptions sampling;
    std::string directory;
};

/// What was measured: pairs of codes (of floats), and the products of a user's matrices.
struct Measured {
    Config config;
    std::optional<accuracy::MultiplierAccuracy> codes;
    std::optional<accuracy::TensorAccuracy> tensors;
};

void add(Json& json, const std::string& key, const accuracy::Estimate& estimate) {
    json[key] = estimate.value;
    if (estimate.interval > 0) json[key + "__ci95"] = estimate.interval;
}

void add(Json& json, const std::string& prefix, const accuracy::Errors& e) {
    json[prefix + "pairs__count"] = e.pairs;
    add(json, prefix + "ep", e.probability);
    add(json, prefix + "mae", e.mean_absolute);
    add(json, prefix + "mre", e.mean_relative);
    add(json, prefix + "mse", e.mean_squared);
    json[prefix + "rms"] = e.root_mean_square;
    json[prefix + "nmed"] = e.normalized_mean;
    json[prefix + "ned"] = e.normalized_distance;
    json[prefix + "worst"] = e.worst_relative;
    json[prefix + "worst_absolute"] = e.worst_absolute;
    add(json, prefix + "bias", e.bias);
    add(json, prefix + "relative_bias", e.relative_bias);
}

/// A ratio in dB; an infinite one, without any error, is left out.
void add_decibels(Json& json, const std::string& key, double value) {
    if (std::isfinite(value)) json[key] = value;
}

Json metrics(const Measured& measured) {
    Json json;
    if (measured.codes) {
        const auto& codes = *measured.codes;
        add(json, "error__", codes.lane);
        json["error__dot64"] = codes.dot_error;
        add(json, "error__stored__", codes.stored);
        json["error__zeroed__share"] = codes.zeroed_share;
        json["error__saturated__share"] = codes.saturated_share;
    }
    if (measured.tensors) {
        const auto& tensors = *measured.tensors;
        add(json, "error__tensor__", tensors.products);
        add_decibels(json, "error__tensor__lane_sqnr__db", tensors.lane_sqnr_db);
        add_decibels(json, "error__tensor__total_sqnr__db", tensors.total_sqnr_db);
        add_decibels(json, "error__tensor__exact_sqnr__db", tensors.exact_sqnr_db);
    }
    return json;
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

Json document(const Measured& measured) {
    Json json{{"name", measured.config.name}};
    json.update(metrics(measured));
    if (measured.codes) json["histogram"] = histogram_json(measured.codes->histogram);
    return json;
}

/// Adds the figures to a run's metrics.json, which is made where it is absent.
void write_run(const fs::path& directory, const Measured& measured) {
    const fs::path file = directory / "metrics.json";
    Json json{{"name", measured.config.name}};
    if (fs::is_regular_file(file)) {
        json = Json::parse(read_file(file), nullptr, false);
        if (!json.is_object())
            throw Error(
                Exit::usage,
                fmt::format("{}: is no JSON object; allowed: the metrics of a run", file.string()));
        for (auto at = json.begin(); at != json.end();)
            at = at.key().starts_with("error__") ? json.erase(at) : std::next(at);
    }
    json.update(metrics(measured));
    fs::create_directories(directory);
    write_file(file, json.dump(2) + "\n");
    write_file(directory / "accuracy.json", document(measured).dump(2) + "\n");
}

std::string with_interval(const accuracy::Estimate& x) {
    return x.interval > 0 ? fmt::format("{:.5g} +- {:.2g}", x.value, x.interval)
                          : fmt::format("{:.5g}", x.value);
}

void print_errors(const char* title, const accuracy::Errors& e) {
    fmt::print("{} ({} pairs)\n", title, e.pairs);
    fmt::print("  error probability      {}\n", with_interval(e.probability));
    fmt::print("  mean absolute error    {}\n", with_interval(e.mean_absolute));
    fmt::print("  mean relative error    {}\n", with_interval(e.mean_relative));
    fmt::print("  mean squared error     {}\n", with_interval(e.mean_squared));
    fmt::print("  NMED, NED              {:.4g}, {:.4g}\n", e.normalized_mean,
               e.normalized_distance);
    fmt::print("  worst relative error   {:.5g}\n", e.worst_relative);
    fmt::print("  bias, relative bias    {}, {}\n", with_interval(e.bias),
               with_interval(e.relative_bias));
}

void print_histogram(const accuracy::MantissaHistogram& histogram) {
    const std::size_t side = std::size_t{1} << histogram.bits;
    fmt::print("mean relative error in %, by the leading {} mantissa bits of a (down) and b\n",
               histogram.bits);
    for (std::size_t row = 0; row < side; ++row) {
        for (std::size_t col = 0; col < side; ++col)
            fmt::print(" {:7.2f}", 100 * histogram.mean_relative_bias[row * side + col]);
        fmt::print("\n");
    }
}

void print(const Measured& measured) {
    fmt::print("{}\n", measured.config.name);
    if (measured.codes) {
        const auto& codes = *measured.codes;
        const char* how = codes.exhaustive ? "every pair" : "sampled, 95 % intervals";
        print_errors(fmt::format("in lanes, normal operands, {}", how).c_str(), codes.lane);
        fmt::print("  64-term dot product    {:.5g} mean relative error, one sign\n",
                   codes.dot_error);
        print_errors("cut to the operand's mantissa", codes.stored);
        fmt::print("alone, finite nonzero operands: {:.2f} % become zero, {:.2f} % saturate\n",
                   100 * codes.zeroed_share, 100 * codes.saturated_share);
        print_histogram(codes.histogram);
    }
    if (measured.tensors) {
        const auto& tensors = *measured.tensors;
        print_errors("products of the tensors' elements", tensors.products);
        fmt::print(
            "sums of {} rows: SQNR {:.2f} dB by the multiplier alone, {:.2f} dB with "
            "quantization, {:.2f} dB by quantization alone\n",
            tensors.rows, tensors.lane_sqnr_db, tensors.total_sqnr_db, tensors.exact_sqnr_db);
    }
}

std::vector<std::string> multiplying_units() {
    std::vector<std::string> names;
    for (const Unit* unit : units())
        if (unit->product(unit->initial())) names.emplace_back(unit->name());
    return names;
}

Measured measure(const Options& options) {
    Measured measured{options.design.config(), {}, {}};
    const Config& c = measured.config;
    const Unit& unit = unit_of(c);
    auto spec = unit.product(c.design);
    if (!spec)
        throw Error(Exit::usage,
                    fmt::format("design.unit = \"{}\" multiplies nothing; allowed: {}; nearest: "
                                "multiply",
                                unit.name(), enumerated(multiplying_units())));
    const Operands formats = unit.operands(c.design).value();
    spec->full |= spec->a != spec->b;
    const fs::path a = options.design.tensor_a(), b = options.design.tensor_b();
    const bool has_tensors = !a.empty() || !b.empty();
    const bool floats = spec->a.kind == Kind::floating && spec->b.kind == Kind::floating;
    if (!floats && !has_tensors)
        throw Error(Exit::usage,
                    fmt::format("a.format = \"{}\": its products are exact; give --a A.npy --b "
                                "B.npy to measure sums, or floats",
                                formats.a.name));
    if (floats) measured.codes = accuracy::measure(*spec, options.sampling);
    if (has_tensors) {
        const Matrices m = read_matrices(formats, options.design.data_rule(c), a, b);
        measured.tensors = accuracy::measure(*spec, m.a, m.b, m.qa, m.qb);
    }
    return measured;
}

Exit run(const Options& options, const Common& common) {
    Progress progress(common.quiet, !common.json);
    progress.show("measuring errors");
    const Measured measured = measure(options);
    progress.show("");
    if (!options.directory.empty()) write_run(options.directory, measured);
    if (common.json)
        fmt::print("{}\n", document(measured).dump(2));
    else if (!common.quiet)
        print(measured);
    return Exit::done;
}

}  // namespace

Command accuracy(CLI::App& parent) {
    Command command = make_command(
        parent, "accuracy", "Error figures of a multiplier or of the dot products it is in",
        "mxgen accuracy --unit multiply --a e4m3 --multiplier lmul --lmul-mode eq1");
    const auto options = std::make_shared<Options>();
    options->design.add_to(*command.app, DesignOptions::Files::at_most_one,
                           DesignOptions::Tensors::yes);
    command.option("-o,--out", options->directory,
                   "Run whose metrics.json gains the figures, or a directory for it");
    command
        .option("--samples", options->sampling.samples,
                "Pairs of operands where they have more than 8 bits")
        .within(2, 100000000)
        .with_default();
    command.option("--seed", options->sampling.seed, "Seed of everything random").with_default();
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

}  // namespace mxgen::cli
