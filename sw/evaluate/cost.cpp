// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/cost.h"

#include <algorithm>

#include "sw/evaluate/workload.h"
#include "sw/flow/fpga.h"
#include "sw/flow/run.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/support/error.h"

namespace mxgen {

namespace fs = std::filesystem;

namespace {

/// Whether the package there already is this one, so that its run may be reused.
bool is_current(const fs::path& directory, const std::vector<package::PackageFile>& files) {
    return std::ranges::all_of(files, [&](const package::PackageFile& file) {
        return fs::is_regular_file(directory / file.path) &&
               read_file(directory / file.path) == file.text;
    });
}

/// Writes the package of a run; an earlier run of that name gives way, nothing else does.
void write_run(const fs::path& directory, const Config& config) {
    const auto design = package::generate(config);
    const auto files = package::package_files(design, package::golden_vectors(design));
    if (is_current(directory, files)) return;
    if (fs::is_regular_file(directory / "manifest.json")) fs::remove_all(directory);
    OutputDirectory out(directory);
    for (const auto& file : files) out.write(file.path, file.text);
    out.commit();
}

ppa::RunOptions run_options(const Config& config, const CostRequest& request,
                            const TensorFiles& tensors) {
    // A user's library is one that mxgen has never seen unless the configuration names a template.
    const bool unseen =
        !request.liberty.empty() && config.timing.technology == Config{}.timing.technology;
    ppa::RunOptions options;
    options.technology =
        ppa::find_technology(unseen ? "" : config.timing.technology, request.liberty);
    options.recipe = request.recipe;
    options.proof_limit = request.proof_limit;
    options.workload = make_workload(config, tensors, request.energy_cycles);
    return options;
}

void check_directory(const CostRequest& request) {
    if (request.directory.empty())
        throw Error(Exit::usage, "cost.directory: is missing; allowed: a directory of runs");
}

}  // namespace

void check_cost(const Config& config, const CostRequest& request, const TensorFiles& tensors) {
    check_directory(request);
    run_options(config, request, tensors);
}

Metrics measure_cost(const Config& config, const CostRequest& request, const TensorFiles& tensors,
                     const ProgressFunction& progress) {
    check_directory(request);
    progress(config.name + ": RTL");
    auto options = run_options(config, request, tensors);
    options.progress = progress;
    const fs::path directory = request.directory / config.name;
    write_run(directory, config);
    return ppa::run_flow(directory, options);
}

Metrics measure_fpga_cost(const Config& config, const CostRequest& request,
                          const ProgressFunction& progress) {
    check_directory(request);
    progress(config.name + ": RTL");
    const fs::path directory = request.directory / config.name;
    write_run(directory, config);
    return ppa::run_fpga(directory, {.family = config.timing.technology,
                                     .proof_limit = request.proof_limit,
                                     .progress = progress});
}

}  // namespace mxgen
