// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/evaluate/evaluate.h"
#include "sw/support/json.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

struct AccuracyOptions {
    DesignOptions design;
    accuracy::MultiplierOptions sampling;
    std::string directory;
};

std::string with_interval(const accuracy::ErrorEstimate& x) {
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

void print(const std::string& name, const MeasuredErrors& measured) {
    fmt::print("{}\n", name);
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
    if (measured.sums) {
        const SumErrors& sums = *measured.sums;
        print_errors("running sums against exact sums of the same products", sums.errors);
        fmt::print("  SQNR of {} rows         {:.2f} dB{}\n", sums.rows, sums.sqnr_db,
                   sums.not_finite > 0
                       ? fmt::format("; {} sums are infinite or NaN", sums.not_finite)
                       : "");
    }
}

Json document_of(const Evaluation& found) {
    Json json = error_document(found.name, *found.errors);
    json.update(changed_metrics(found.changed));
    return json;
}

Exit run(const AccuracyOptions& options, const Common& common) {
    Progress progress(common.quiet, !common.json);
    Request request{.tensors = options.design.tensors(), .errors = options.sampling};
    request.progress = [&](std::string_view step) { progress.show(step); };
    const auto found = evaluate(options.design.config(), request);
    progress.show("");
    if (!common.quiet) options.design.warn(found.changed);
    if (!options.directory.empty()) add_errors_to_run(options.directory, found.name, *found.errors);
    if (common.json)
        fmt::print("{}", to_text(document_of(found)));
    else if (!common.quiet)
        print(found.name, *found.errors);
    return Exit::done;
}

Command accuracy(CLI::App& parent) {
    Command command = make_command(
        parent, "accuracy", "Error figures of a multiplier or of the dot products it is in",
        "mxgen accuracy --unit multiply --a e4m3 --multiplier lmul --lmul-mode eq1");
    const auto options = std::make_shared<AccuracyOptions>();
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

const Registration accuracy_registration(40, accuracy);

}  // namespace

}  // namespace mxgen::cli
