// SPDX-License-Identifier: Apache-2.0
#include "sw/package/manifest.h"

#include "sw/config/json.h"
#include "sw/support/files.h"
#include "sw/unit/from_config.h"

namespace mxgen::package {

namespace {

using Json = nlohmann::ordered_json;

Json port_json(const Port& port) {
    Json json{{"name", port.name},
              {"direction", port.is_input ? "input" : "output"},
              {"width", port.width}};
    if (port.elements > 1) {
        json["elements"] = port.elements;
        json["element_width"] = port.element_width;
    }
    return json;
}

/// Of two square matrices whose product has its cycles in the manifest.
constexpr std::uint64_t edge = 1024;

/// Cycle counts of an array, exact when nobody makes it wait.
Json cycles_json(const Config& config, const Interface& interface) {
    const ArrayCycles one = product_cycles(config, interface, {});
    const ArrayCycles product = product_cycles(config, interface, {edge, edge, edge});
    return {{"element_latency", interface.element_latency},
            {"tile_beats", product.beats},
            {"tile_interval", product.interval},
            {"tile_interval_minimum", one.interval},
            {"product_edge", edge},
            {"product_tiles", product.tiles},
            {"product_cycles", product.total},
            {"product_utilisation", product.utilisation}};
}

Json modes_json(const Config& config, const Interface& interface) {
    Json modes = Json::array();
    const auto all = runtime_modes(config);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Config& native = all[i].native;
        modes.push_back({{"mode", config.dot.modes[i]},
                         {"a", native.a.element.name},
                         {"b", native.b.element.name},
                         {"products_a_beat", native.dot.lanes},
                         {"products_a_block", native.a.block},
                         {"sum_beats", sum_beats(native, edge)}});
        if (config.unit == "array") modes.back()["cycles"] = cycles_json(native, interface);
    }
    return modes;
}

}  // namespace

Json parts(const Design& design) {
    Json json = Json::object();
    for (const RtlFile& file : design.rtl)
        for (const auto& [wire, part] : file.parts)
            json[file.module][name_of(part)].push_back(wire);
    return json;
}

Json manifest(const Design& design, const std::vector<PackageFile>& files) {
    const Interface& interface = design.interface;
    Json json{{"name", design.config.name},
              {"top", interface.top},
              {"unit", interface.unit},
              {"mxgen", MXGEN_VERSION},
              {"config", to_json(design.config)},
              {"files", Json::array()},
              {"ports", Json::array()},
              {"latency_cycles", interface.latency_cycles},
              {"initiation_interval", interface.initiation_interval},
              {"semantics", interface.semantics}};
    const Config& config = design.config;
    if (config.unit == "array") json["cycles"] = cycles_json(config, interface);
    if (!config.dot.modes.empty()) json["modes"] = modes_json(config, interface);
    for (const PackageFile& file : files) {
        json["files"].push_back({{"path", file.path}, {"sha256", sha256(file.text)}});
    }
    for (const RtlFile& file : design.rtl)
        if (file.cell != ir::Cell::none) json["cells"][file.module] = name_of(file.cell);
    for (const Port& port : interface.ports) json["ports"].push_back(port_json(port));
    return json;
}

}  // namespace mxgen::package
