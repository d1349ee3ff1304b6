// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/cost.h"

#include <algorithm>

#include "sw/evaluate/target.h"
#include "sw/evaluate/workload.h"
#include "sw/flow/fpga.h"
#include "sw/flow/run.h"
#include "sw/package/ownership.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/support/output_directory.h"

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

/// The lock of a run's directory; closed where there is none yet. Throws Error (usage) while
/// another process works there.
Descriptor lock_run(const fs::path& directory) {
    std::error_code error;
    const fs::path real = fs::canonical(directory, error);
    if (error) return Descriptor();
    Descriptor lock = try_lock(real);
    if (!lock.is_open())
        refuse_file(directory,
                    "another mxgen works there, or it cannot be locked; allowed: "
                    "another directory, or this one later");
    return lock;
}

/// Nothing gives way but an earlier run of that name.
void check_replaceable(const fs::path& directory) {
    if (!fs::exists(directory) || fs::is_empty(directory)) return;
    if (const auto foreign = package::foreign_content(directory); !foreign.empty())
        refuse_file(directory, "holds " + foreign +
                                   ": nothing was touched; allowed: a run's own directory, or a "
                                   "new or empty one");
}

/// Writes the package of a run and returns the lock of its directory.
Descriptor write_run(const fs::path& directory, const package::Design& design) {
    Descriptor lock = lock_run(directory);
    const auto files = package::package_files(design, package::golden_vectors(design));
    if (is_current(directory, files)) return lock;
    check_replaceable(directory);
    OutputDirectory out(directory, OutputDirectory::Existing::replaced);
    for (const auto& file : files) out.write(file.path, file.text);
    out.commit();
    lock.close();
    return lock_run(directory);
}

ppa::RunOptions run_options(const Config& config, ppa::Technology technology,
                            const CostRequest& request, const TensorFiles& tensors) {
    ppa::RunOptions options;
    options.technology = std::move(technology);
    options.recipe = request.recipe;
    options.proof_limit = request.proof_limit;
    auto workloads = make_workloads(config, tensors, request.energy_cycles, request.data);
    options.workload = std::move(workloads.front());
    options.other_workloads.assign(std::make_move_iterator(workloads.begin() + 1),
                                   std::make_move_iterator(workloads.end()));
    options.layout = request.layout;
    options.fitted_wires = request.fitted_wires;
    ppa::check_wires(options);
    return options;
}

void check_directory(const CostRequest& request) {
    if (request.directory.empty())
        throw Error(Exit::usage, "cost.directory: is missing; allowed: a directory of runs");
}

}  // namespace

void check_cost(const Config& config, const std::vector<fs::path>& liberty,
                const CostRequest& request, const TensorFiles& tensors) {
    check_directory(request);
    run_options(config, technology_of(config, liberty), request, tensors);
}

Metrics measure_cost(Workpiece& design, const CostRequest& request, const TensorFiles& tensors,
                     const ProgressFunction& progress) {
    check_directory(request);
    const Config& config = design.config();
    progress(config.name + ": RTL");
    const UserLibrary* library = design.library();
    auto options = run_options(config, library ? library->technology : technology_of(config, {}),
                               request, tensors);
    if (library) options.prepared = library->prepared;
    options.progress = progress;
    const fs::path directory = request.directory / config.name;
    const Descriptor lock = write_run(directory, design.design());
    return ppa::run_flow(directory, options);
}

Metrics measure_fpga_cost(Workpiece& design, const CostRequest& request,
                          const ProgressFunction& progress) {
    check_directory(request);
    const Config& config = design.config();
    progress(config.name + ": RTL");
    const fs::path directory = request.directory / config.name;
    const Descriptor lock = write_run(directory, design.design());
    return ppa::run_fpga(directory, {.family = config.timing.technology,
                                     .proof_limit = request.proof_limit,
                                     .progress = progress});
}

}  // namespace mxgen
