// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/package.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/unit/port_json.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;
namespace {

void check_names(const Package& package) {
    for (const Port& port : package.interface.ports)
        if (!is_module_name(port.name))
            throw std::invalid_argument("a port without a plain name and a width");
    bool plain = is_module_name(package.interface.top) && is_module_name(package.name);
    for (const auto& [module, kind] : package.cells) plain = plain && is_module_name(module);
    if (!plain) throw std::invalid_argument("the name of a module was expected");
}

std::map<std::string, std::map<std::string, std::string>> parts_of_wires(const fs::path& file) {
    std::map<std::string, std::map<std::string, std::string>> parts;
    if (!fs::is_regular_file(file)) return parts;
    const auto json = parse_json(read_file(file));
    if (json.is_discarded()) refuse_file(file, "a JSON document was expected");
    for (const auto& [module, by_part] : json.items())
        for (const auto& [part, wires] : by_part.items())
            for (const auto& wire : wires) parts[module].emplace(wire.get<std::string>(), part);
    return parts;
}

/// Only names that need no quoting in any tool's script.
bool is_plain_path(std::string_view path) {
    return !path.empty() && path[0] != '/' && path[0] != '-' &&
           path.find("..") == std::string_view::npos &&
           std::all_of(path.begin(), path.end(), [](unsigned char c) {
               return std::isalnum(c) || c == '_' || c == '.' || c == '/' || c == '-';
           });
}

std::vector<std::string> listed_files(const fs::path& directory) {
    const auto list = directory / "rtl.f";
    std::istringstream lines(read_file(list));
    std::vector<std::string> files;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.starts_with("//") || line.starts_with("#")) continue;
        if (!is_plain_path(line) || !fs::is_regular_file(directory / line))
            throw Error(Exit::usage, fmt::format("{}: {} is no file of the package", list.string(),
                                                 in_quotes(line)));
        files.push_back(line);
    }
    if (files.empty()) throw Error(Exit::usage, fmt::format("{}: lists no files", list.string()));
    return files;
}

}  // namespace

Package read_package(const fs::path& directory) {
    auto file = directory / "manifest.json";
    Package package;
    try {
        const auto json = parse_json(read_file(file));
        if (json.is_discarded()) refuse_file(file, "a JSON document was expected");
        package.interface.top = json.at("top").get<std::string>();
        package.name = json.value("name", package.interface.top);
        package.interface.unit = json.value("unit", "");
        package.interface.latency_cycles = json.value("latency_cycles", 0);
        package.interface.initiation_interval = json.value("initiation_interval", 1);
        package.interface.ports = ports_of_manifest(json.at("ports"));
        package.cells = json.value("cells", package.cells);
        package.config = json.value("config", Json());
        if (auto timing = package.config.find("timing"); timing != package.config.end())
            if (auto period = timing->find("period_ns"); period != timing->end())
                package.period_ns = period->get<double>();
        check_names(package);
        file = directory / "parts.json";
        package.parts = parts_of_wires(file);
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw Error(Exit::usage, fmt::format("{}: {}", file.string(), error.what()));
    }
    package.files = listed_files(directory);
    return package;
}

}  // namespace mxgen::ppa
