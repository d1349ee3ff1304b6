// SPDX-License-Identifier: Apache-2.0
#include "sw/package/manifest.h"

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/unit/port_json.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

Json wrapper_json(const AxiWrapper& wrapper) {
    Json json{{"top", wrapper.top},
              {"ports", ports_json(ports_of(wrapper))},
              {"streams", Json::array()},
              {"registers", Json::array()}};
    for (const AxiStream& axi : wrapper.streams) {
        Json fields = Json::array();
        for (const WrapperField& field : axi.fields)
            fields.push_back(
                {{"port", field.port.name}, {"offset", field.offset}, {"width", field.port.width}});
        json["streams"].push_back({{"name", axi.name}, {"fields", std::move(fields)}});
    }
    for (const AxiRegister& reg : wrapper.registers)
        json["registers"].push_back({{"port", reg.port.name},
                                     {"address", reg.address},
                                     {"width", reg.port.width},
                                     {"reset", reg.reset}});
    return json;
}

/// Of two square matrices whose product has its cycles in the manifest.
constexpr std::uint64_t edge = 1024;

/// Cycle counts of a unit with streams, exact when nobody makes it wait; null for others.
Json cycles_json(const MatrixUnit& unit, const UnitDesign& design, const Interface& interface) {
    const auto one = unit.cycles(design, interface, {});
    const auto product = unit.cycles(design, interface, {edge, edge, edge});
    if (!one || !product) return nullptr;
    return {{"element_latency", interface.element_latency},
            {"tile_beats", product->beats},
            {"tile_interval", product->interval},
            {"tile_interval_minimum", one->interval},
            {"product_edge", edge},
            {"product_tiles", product->tiles},
            {"product_cycles", product->total},
            {"product_utilisation", product->utilisation}};
}

Json modes_json(const MatrixUnit& unit, const UnitDesign& design, const Interface& interface) {
    Json modes = Json::array();
    const auto natives = unit.modes(design);
    for (std::size_t i = 0; i < natives.size(); ++i) {
        const DotDesign& dot = unit.dot(natives[i]);
        modes.push_back({{"mode", unit.dot(design).modes[i]},
                         {"a", dot.a.element.name},
                         {"b", dot.b.element.name},
                         {"products_per_beat", dot.lanes},
                         {"products_per_block", dot.a.block},
                         {"sum_beats", dot.beats().beats(edge)}});
        if (Json cycles = cycles_json(unit, natives[i], interface); !cycles.is_null())
            modes.back()["cycles"] = std::move(cycles);
    }
    return modes;
}

/// Adds what only designs that multiply matrices have.
void add_products(Json& json, const MatrixUnit& unit, const Design& design) {
    const UnitDesign& spec = design.config.design;
    if (Json cycles = cycles_json(unit, spec, design.interface); !cycles.is_null())
        json["cycles"] = std::move(cycles);
    if (!unit.dot(spec).modes.empty()) json["modes"] = modes_json(unit, spec, design.interface);
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
              {"ports", ports_json(interface.ports)},
              {"latency_cycles", interface.latency_cycles},
              {"initiation_interval", interface.initiation_interval},
              {"semantics", interface.semantics}};
    if (interface.tensor_load_cycles > 0) json["tensor_load_cycles"] = interface.tensor_load_cycles;
    if (const MatrixUnit* matrices = unit_of(design.config).matrices())
        add_products(json, *matrices, design);
    for (const PackageFile& file : files) {
        json["files"].push_back({{"path", file.path}, {"sha256", sha256(file.text)}});
    }
    for (const RtlFile& file : design.rtl)
        if (file.cell != ir::AdderCell::none) json["cells"][file.module] = name_of(file.cell);
    if (design.wrapper) json["wrapper"] = wrapper_json(*design.wrapper);
    return json;
}

}  // namespace mxgen::package
