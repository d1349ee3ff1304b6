// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/cosimulation.h"

#include <fmt/format.h>

#include <optional>

#include "sim/package_reader.h"
#include "sim/systemc/bench.h"
#include "sw/evaluate/workload.h"
#include "sw/package/package.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/output_directory.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

namespace fs = std::filesystem;

constexpr const char* trace_name = "trace.fst";
constexpr std::size_t largest_trace = std::size_t{1} << 36;

/// Interface and files of the design: of the package given, or generated into `directory`. Returns
/// those of the simulation model, which a package that was given has none of that could be trusted.
std::vector<fs::path> add_design(sim::CosimJob& job, Workpiece& made, const CosimRequest& request,
                                 const fs::path& directory) {
    if (!request.rtl.empty()) {
        auto [interface, files] = sim::read_package(request.rtl, job.config);
        job.interface = std::move(interface);
        job.files = std::move(files);
        return {};
    }
    const package::Design& design = made.design();
    package::write_rtl(design, directory);
    job.interface = design.interface;
    const auto paths_of = [&](const std::vector<package::RtlFile>& files) {
        std::vector<fs::path> paths;
        for (const package::RtlFile& file : files) paths.push_back(directory / file.path());
        return paths;
    };
    job.files = paths_of(design.rtl);
    return paths_of(design.plain_rtl);
}

/// Whether the simulation model may answer: not where the text itself is asked about.
bool asks_model(const Config& config, const CosimRequest& request) {
    return request.uses_model && request.rtl.empty() && !request.trace && !request.coverage &&
           !request.systemc && pays_model(config);
}

/// The deepest of 1024, 512, ... blocks or parts of a block that every mode takes.
int accepted_depth(const MatrixUnit& unit, const UnitDesign& design) {
    for (int depth = 1024; depth > 1; depth /= 2) {
        try {
            for (const UnitDesign& native : unit.modes(design)) unit.check_depth(native, depth);
            return depth;
        } catch (const Error&) {
            // Too deep for its accumulator: half of it may do.
        }
    }
    return 1;
}

/// Drawn matrices. Throws Error (usage) beside a user's tensor, whose extents they would need.
Matrices drawn_matrices(const Config& config, const Operands& formats, const DataRule& rule,
                        const CosimRequest& request, const TensorFiles& tensors) {
    if (tensors.any())
        throw Error(Exit::usage,
                    "--stimulus: stands in the place of tensors; allowed: without --a and --b "
                    "files; nearest: without --stimulus");
    ProductShape shape{drawn_vectors, 1, drawn_vectors};
    if (request.shape)
        shape = *request.shape;
    else
        shape.depth =
            static_cast<std::uint64_t>(accepted_depth(matrix_unit_of(config), config.design));
    const auto drawn = [&](tensor::Factor factor, const BlockFormat& format,
                           std::uint64_t vectors) {
        return drawn_matrix(*request.data, factor, format, vectors, shape.depth);
    };
    return make_matrices(drawn(tensor::Factor::activations, formats.a, shape.rows),
                         drawn(tensor::Factor::weights, formats.b, shape.cols), formats, rule);
}

/// The product of the tensors, or of a data set, in the formats of each run-time mode.
void add_products(sim::CosimJob& job, const TensorFiles& tensors, const CosimRequest& request) {
    const UnitDesign& design = job.config.design;
    const MatrixUnit& unit = matrix_unit_of(job.config);
    const DataRule rule = data_rule(design, tensors);
    const auto formats_of = [](const UnitDesign& native) {
        return unit_of(native).operands(native).value();
    };
    if (tensors.any_codes() && unit.modes(design).size() > 1)
        throw Error(Exit::usage,
                    "--modes: given codes are of one format, a design with run-time modes has "
                    "several; allowed: matmul --mode, or a design without modes; nearest: the "
                    "latter");
    const Operands formats = formats_of(design);
    Matrices matrices = request.data ? drawn_matrices(job.config, formats, rule, request, tensors)
                                     : read_matrices(formats, rule, tensors);
    matrices.groups = tensors.groups;
    for (const UnitDesign& native : unit.modes(design)) {
        requantize(matrices, formats_of(native), rule);
        unit.check_depth(native, static_cast<int>(matrices.a.shape[1]));
        job.products.push_back(operands_of(matrices, formats_of(native)));
    }
}

/// Random stalls on both sides, whatever passes through.
void use_systemc(sim::CosimJob& job) {
    job.stall_tensors = true;
    job.stream_bench = [](sim::Dut& dut, const sim::Stalls& stalls, int patience) {
        return std::make_unique<sim::SystemcBench>(dut, stalls, patience);
    };
}

sim::CosimJob make_job(const Config& config, const CosimRequest& request,
                       const TensorFiles& tensors, const ProgressFunction& progress) {
    sim::CosimJob job;
    job.config = config;
    job.seed = request.seed;
    job.vectors = request.vectors;
    job.exhaustive_bits = request.exhaustive_bits;
    job.coverage = request.coverage;
    job.on_progress = progress;
    if (request.systemc) use_systemc(job);
    const bool has_matrices = tensors.any() || request.data;
    if (!tensors.groups.empty() && !has_matrices)
        throw Error(Exit::usage,
                    "--groups: there are no matrices; allowed: with --a and --b or --stimulus; "
                    "nearest: --stimulus gaussian");
    if (has_matrices) add_products(job, tensors, request);
    return job;
}

/// Beside the figures of the whole: what was simulated on what.
void add_model(Metrics& metrics, const ModelCosim& model) {
    metrics["cosim__model"] = name_of(model.verdict.verdict);
    if (model.share) metrics["cosim__rtl__vectors__count"] = model.share->vectors;
}

Metrics metrics_of(const CosimRequest& request, const sim::CosimReport& report) {
    Metrics metrics{{"cosim__vectors__count", report.vectors},
                    {"cosim__mismatches__count", report.mismatches},
                    {"cosim__cycles__count", report.cycles},
                    {"cosim__macs__count", report.macs},
                    {"cosim__seed", request.seed},
                    {"cosim__bench", request.systemc ? "systemc" : "verilator"}};
    if (request.data)
        metrics["cosim__stimulus"] =
            fmt::format("{0} x {0}, seed {1}", request.data->name, request.data->seed);
    for (const auto& [kind, count] : report.by_kind)
        metrics[fmt::format("cosim__vectors__{}__count", kind)] = count;
    if (report.product) {
        metrics["cosim__product__cycles"] = report.product_cycles;
        metrics["cosim__product__cycles__predicted"] = report.product->total;
        metrics["cosim__product__utilisation"] = report.product->utilisation;
    }
    if (report.coverage) {
        metrics["cosim__coverage__line"] = report.coverage->line.share();
        metrics["cosim__coverage__toggle"] = report.coverage->toggle.share();
    }
    return metrics;
}

/// Mutants in place of the RTL, on made stimulus.
Cosimulation with_mutants(Workpiece& design, const CosimRequest& request,
                          const TensorFiles& tensors, const ProgressFunction& progress) {
    if (!request.directory.empty() || !request.rtl.empty() || request.trace || request.coverage ||
        request.systemc || request.data || tensors.any())
        throw Error(Exit::usage,
                    "--mutants: interprets circuits on made stimulus, without RTL and tensors; "
                    "allowed: --vectors, --seed, --exhaustive-bits; nearest: these alone");
    auto report = try_mutants(design, request.mutants,
                              {.seed = request.seed,
                               .vectors = request.vectors,
                               .exhaustive_bits = request.exhaustive_bits},
                              progress);
    auto metrics = report.metrics();
    return {.report = {}, .metrics = std::move(metrics), .mutants = std::move(report)};
}

}  // namespace

void check_cosim(const Config& config, const CosimRequest& request) {
    const Unit& unit = unit_of(config);
    if (request.systemc && !find_port(unit.ports(config.design, true), Role::ready, Stream::input))
        throw Error(Exit::usage, fmt::format("--sc: the SystemC test bench drives arrays; "
                                             "design.unit is \"{}\"",
                                             unit.name()));
}

Cosimulation cosimulate(Workpiece& design, const CosimRequest& request, const TensorFiles& tensors,
                        const ProgressFunction& progress) {
    check_cosim(design.config(), request);
    if (request.mutants > 0) return with_mutants(design, request, tensors, progress);
    sim::CosimJob job = make_job(design.config(), request, tensors, progress);
    std::optional<OutputDirectory> out;
    if (!request.directory.empty()) out.emplace(request.directory);
    const OwnDirectory temporary(scratch_parent(), "mxgen-");
    const fs::path directory = out ? out->path() : temporary.path();
    if (request.trace) job.trace = directory / trace_name;
    const auto model_files = add_design(job, design, request, directory);
    const auto question =
        asks_model(design.config(), request) ? model_question(design) : std::nullopt;
    Cosimulation found;
    if (question) found.model = cosim_by_model(job, model_files, *question);
    found.report = found.model ? found.model->report : sim::cosim(job);
    found.metrics = metrics_of(request, found.report);
    if (found.model) add_model(found.metrics, *found.model);
    if (request.trace && !out) write_file(trace_name, read_file(job.trace, largest_trace));
    if (out) {
        out->write("metrics.json", to_text(found.metrics));
        out->commit();
    }
    return found;
}

}  // namespace mxgen
