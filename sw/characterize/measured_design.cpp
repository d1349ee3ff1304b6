// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/families.h"
#include "sw/evaluate/workload.h"
#include "sw/flow/timing.h"
#include "sw/flow/workbench.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/support/error.h"
#include "sw/support/files.h"

namespace mxgen::characterize {

namespace {

namespace fs = std::filesystem;

/// The package of a design in a new directory, and a digest of it and of the library.
std::string write_package(const Config& config, const ppa::PreparedLibrary& library,
                          const fs::path& directory) {
    fs::remove_all(directory);
    const auto design = package::generate(config);
    std::string content;
    for (const auto& file : package::package_files(design, package::golden_vectors(design))) {
        fs::create_directories((directory / file.path).parent_path());
        write_file(directory / file.path, file.text);
        if (file.path.ends_with(".sv")) content += file.path + " " + sha256(file.text) + "\n";
    }
    for (const auto& hash : library.hashes) content += hash + "\n";
    return sha256(content);
}

}  // namespace

MeasuredDesign measure_design(const std::string& flags, const ppa::Technology& technology,
                              const fs::path& directory) {
    Config config = config_of_flags(flags + " --name sample --technology " + technology.name);
    ppa::Flow flow;
    flow.prepared = std::make_shared<const ppa::PreparedLibrary>(
        ppa::prepare_library(technology, "library.lib"));
    const fs::path package = directory / "sample";
    const fs::path known = directory / (write_package(config, *flow.prepared, package) + ".txt");
    if (fs::exists(known)) {
        auto found = read_record(known).at(0);
        found.flags = flags;  // of the design that was asked for, which may share its text
        return found;
    }
    flow.package = ppa::read_package(package);
    flow.source = "..";
    flow.directory = package / "synthesis";
    fs::create_directories(flow.directory);
    ppa::lay_library(*flow.prepared, flow.directory);
    flow.roles = ppa::find_roles(flow.prepared->library);
    const auto netlist = ppa::synthesise(flow);
    const auto timing = ppa::analyse_timing(flow, netlist);
    const auto energy = ppa::design_energy(netlist, flow.library(), flow.roles.plain_register,
                                           make_workload(config, {}, energy_cycles))
                            .energy;
    const MeasuredDesign design{
        flags, ppa::inventory(netlist, flow.library()).area / flow.roles.nand2_area,
        1000 / timing.fmax_mhz, energy.total() - energy.leakage};
    write_file(known, record_text({design}));
    return design;
}

}  // namespace mxgen::characterize
