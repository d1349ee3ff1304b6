// SPDX-License-Identifier: Apache-2.0
#include "sim/package_reader.h"

#include <fmt/format.h>

#include <sstream>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/unit/port_json.h"
#include "sw/unit/units.h"

namespace mxgen::sim {

namespace fs = std::filesystem;
namespace {

Interface read_interface(const Json& json) {
    Interface interface;
    interface.top = json.at("top");
    interface.unit = json.at("unit");
    interface.latency_cycles = json.at("latency_cycles");
    interface.initiation_interval = json.at("initiation_interval");
    if (json.contains("cycles"))
        interface.element_latency = json.at("cycles").at("element_latency");
    interface.tensor_load_cycles = json.value("tensor_load_cycles", 0);
    interface.ports = ports_of_manifest(json.at("ports"));
    return interface;
}

/// The files of a list: one a line, relative to its directory.
std::vector<fs::path> read_list(const fs::path& directory) {
    std::istringstream lines(read_file(directory / "rtl.f"));
    std::vector<fs::path> files;
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line[0] != '#' && line.rfind("//", 0) != 0)
            files.push_back(directory / line);
    return files;
}

}  // namespace

ReadPackage read_package(const fs::path& directory, const Config& config) {
    const fs::path manifest = directory / "manifest.json";
    const std::string text = read_file(manifest);
    try {
        const Json json = parse_json(text);
        if (json.is_discarded()) refuse_file(manifest, "a JSON document was expected");
        if (json.at("config") != to_json(config))
            throw Error(Exit::usage, fmt::format("{}: made from another configuration than the "
                                                 "one given ({})",
                                                 manifest.string(), config.name));
        return {read_interface(json), read_list(directory)};
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw Error(Exit::usage, fmt::format("{}: {}", manifest.string(), error.what()));
    }
}

}  // namespace mxgen::sim
