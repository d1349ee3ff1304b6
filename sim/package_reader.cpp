// SPDX-License-Identifier: Apache-2.0
#include "sim/package_reader.h"

#include <fmt/format.h>

#include <sstream>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"

namespace mxgen::sim {

namespace fs = std::filesystem;
namespace {

constexpr int max_port_bits = 1 << 24;

Port read_port(const Json& json) {
    Port port = named_port(json.at("name"), json.at("width"));
    port.is_input = json.at("direction") == "input";
    port.elements = json.value("elements", 1);
    port.element_width = json.value("element_width", port.width);
    if (port.width < 1 || port.width > max_port_bits)
        throw Error(Exit::usage, fmt::format("port {}: width {}; allowed: 1 to {}", port.name,
                                             port.width, max_port_bits));
    return port;
}

Interface read_interface(const Json& json) {
    Interface interface;
    interface.top = json.at("top");
    interface.unit = json.at("unit");
    interface.latency_cycles = json.at("latency_cycles");
    interface.initiation_interval = json.at("initiation_interval");
    if (json.contains("cycles"))
        interface.element_latency = json.at("cycles").at("element_latency");
    for (const Json& port : json.at("ports")) interface.ports.push_back(read_port(port));
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
    } catch (const Json::exception& error) {
        throw Error(Exit::usage, fmt::format("{}: {}", manifest.string(), error.what()));
    }
}

}  // namespace mxgen::sim
