// SPDX-License-Identifier: Apache-2.0
#include "sw/package/package.h"

#include "sw/package/projects.h"
#include "sw/package/readme.h"
#include "sw/package/wrapper_bench.h"
#include "sw/support/json.h"

namespace mxgen::package {

std::vector<PackageFile> package_files(const Design& design, const Vectors& vectors,
                                       const std::vector<PackageFile>& more) {
    const std::string& name = design.interface.top;
    std::vector<PackageFile> files;
    for (const RtlFile& file : design.all_rtl()) files.push_back({file.path(), file.text});
    for (const RtlFile& file : design.model_files()) files.push_back({file.path(), file.text});
    files.push_back({"rtl.f", file_list(design.all_rtl())});
    files.push_back({"rtl_plain.f", file_list(design.all_plain_rtl())});
    files.push_back({name + ".core", fusesoc_core(design)});
    files.push_back({"Bender.yml", bender_manifest(design)});
    files.push_back({name + "_vivado.tcl", vivado_script(design)});
    files.push_back({name + "_quartus.tcl", quartus_script(design)});
    files.push_back({orfs_path, orfs_config(design)});
    files.push_back({vhdl_path(design), vhdl_package(design)});
    files.push_back({constraints_path(design), constraints(design)});
    files.push_back({"README.md", readme(design)});
    files.push_back({bench_path(design), bench(design, vectors)});
    files.push_back(
        {stimulus_path, hex_lines(vectors.stimulus, beat_width(design.interface, Stream::input))});
    files.push_back(
        {expected_path, hex_lines(vectors.expected, beat_width(design.interface, Stream::output))});
    if (!vectors.weights.empty())
        files.push_back({weights_path, hex_lines(vectors.weights,
                                                 beat_width(design.interface, Stream::weights))});
    if (design.wrapper)
        for (PackageFile& file : axi_bench_files(design, axi_vectors(design, examples_of(design))))
            files.push_back(std::move(file));
    files.insert(files.end(), more.begin(), more.end());
    files.push_back({"parts.json", parts(design).dump() + "\n"});
    files.push_back({"manifest.json", to_text(manifest(design, files))});
    return files;
}

void write_rtl(const Design& design, const std::filesystem::path& directory) {
    std::vector<RtlFile> files = design.all_rtl();
    for (RtlFile& file : design.model_files()) files.push_back(std::move(file));
    for (const RtlFile& file : files) {
        std::filesystem::create_directories(directory / file.folder);
        write_file(directory / file.path(), file.text);
    }
    write_file(directory / "rtl.f", file_list(design.all_rtl()));
    write_file(directory / "rtl_plain.f", file_list(design.all_plain_rtl()));
}

}  // namespace mxgen::package
