// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "gen/ir/circuit.h"
#include "sw/package/build.h"
#include "sw/package/lowering.h"
#include "sw/support/json.h"
#include "sw/unit/port_json.h"
#include "sw/unit/units.h"
#include "tests/sw/unit/designs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// A legal design's circuit; null where it cannot be built.
std::shared_ptr<const ir::Circuit> circuit_of(const Config& config) {
    try {
        return package::build(config, package::target_of(config)).top;
    } catch (const ir::CircuitError&) {
        return nullptr;
    } catch (const Error&) {  // too few stages, too short a period
        return nullptr;
    }
}

std::optional<Config> resolved(const Flags& flags) {
    try {
        return config_of(flags);
    } catch (const Error&) {
        return std::nullopt;
    }
}

void check_ports(const Config& config, const ir::Circuit& circuit) {
    const auto ports = unit_of(config).ports(config.design, config.timing.is_pipelined());
    REQUIRE(ports.size() == circuit.ports.size());
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const ir::CircuitPort& made = circuit.ports[i];
        INFO(made.name);
        CHECK(ports[i].name == made.name);
        CHECK(ports[i].is_input == made.is_input);
        CHECK(ports[i].elements == static_cast<int>(std::max(1u, made.elements)));
        CHECK(ports[i].element_width == static_cast<int>(made.range.width()));
        CHECK(ports[i].width == ports[i].elements * ports[i].element_width);
        if (ports[i].format) CHECK(ports[i].format->bits <= ports[i].element_width);
    }
}

}  // namespace

namespace {

/// What a list says when its names are taken from it.
Json without_names(const std::vector<Port>& ports) {
    Json list = ports_json(ports);
    for (Json& port : list)
        for (Json& key : port)
            for (std::size_t i = 0; i < ports.size(); ++i)
                if (key == ports[i].name) key = "p" + std::to_string(i);
    return list;
}

void check_read_ports(const std::vector<Port>& ports) {
    const auto read = ports_of_manifest(without_names(ports));
    REQUIRE(read.size() == ports.size());
    for (std::size_t i = 0; i < ports.size(); ++i) {
        INFO(ports[i].name);
        CHECK(read[i].name == "p" + std::to_string(i));
        CHECK(read[i].role == ports[i].role);
        CHECK(read[i].stream == ports[i].stream);
        CHECK(read[i].is_input == ports[i].is_input);
        CHECK(read[i].width == ports[i].width);
        CHECK(read[i].elements == ports[i].elements);
        CHECK(read[i].element_width == ports[i].element_width);
        CHECK(read[i].groups == ports[i].groups);
    }
}

}  // namespace

TEST_CASE("a manifest's ports say without their names what they are, in random designs") {
    const auto unit =
        GENERATE(as<std::string>{}, "multiply", "dot", "array", "convert", "deconvert");
    constexpr int wanted = 100;
    RandomFlags flags(unit, Catch::rngSeed());
    int checked = 0;
    for (int attempt = 0; attempt < 40 * wanted && checked < wanted; ++attempt) {
        const auto config = resolved(flags());
        if (!config) continue;
        for (std::size_t has_valid = 0; has_valid < 2; ++has_valid)
            check_read_ports(unit_of(*config).ports(config->design, has_valid != 0));
        ++checked;
    }
    CHECK(checked == wanted);
    check_read_ports({make_port(Role::clock, Stream::none), make_port(Role::reset, Stream::none)});
}

TEST_CASE("every role has a word in manifests") {
    int checked = 0;
    for (int role = 1; role <= static_cast<int>(Role::special); ++role, ++checked)
        CHECK(ports_json({{.name = "p", .role = static_cast<Role>(role)}})[0].contains("role"));
    CHECK(checked > 20);
    CHECK_FALSE(ports_json({{.name = "p"}})[0].contains("role"));
}

TEST_CASE("a list of ports that is none is refused") {
    const Json good = ports_json({make_port(Role::a, Stream::input, {4, 8, 2}),
                                  make_port(Role::a_scale, Stream::input, {2, 8, 2})});
    CHECK(good[0]["vectors"] == 2);
    CHECK(good[1]["of"] == good[0]["name"]);
    CHECK(good[1]["sampled"] == "block");
    REQUIRE(ports_of_manifest(good).size() == 2);
    const auto fails = [&](const char* key, const Json& value) {
        Json bad = good;
        bad[1][key] = value;
        INFO(key << " " << value);
        CHECK_THROWS(ports_of_manifest(bad));
    };
    fails("role", "scales");
    fails("role", 7);
    fails("of", "nobody");
    fails("group", "in");
    fails("width", 0);
    fails("width", 1 << 25);
    fails("name", nullptr);
    CHECK_THROWS(ports_of_manifest(Json{1, 2}));
}

TEST_CASE("ports of a unit follow from its specification: those of random circuits") {
    const auto unit =
        GENERATE(as<std::string>{}, "multiply", "dot", "array", "convert", "deconvert");
    constexpr int wanted = 40;
    RandomFlags flags(unit, Catch::rngSeed());
    int checked = 0;
    for (int attempt = 0; attempt < 40 * wanted && checked < wanted; ++attempt) {
        const auto chosen = flags();
        const auto config = resolved(chosen);
        const auto circuit = config ? circuit_of(*config) : nullptr;
        if (!circuit) continue;
        std::string words;
        for (const auto& [flag, text] : chosen) words += flag + " \"" + text + "\" ";
        INFO(words);
        check_ports(*config, *circuit);
        ++checked;
    }
    CHECK(checked == wanted);
}

TEST_CASE("a mode changes formats and places on the ports, not the ports") {
    const auto flags = GENERATE(from_range(std::vector<Flags>{
        {{"--a", "int8"}, {"--modes", "int8,2xint4"}, {"--accumulator", "int32"}},
        {{"--a", "e4m3"}, {"--b", "e2m1"}, {"--modes", "fp8,fp4"}},
        {{"--unit", "array"}, {"--a", "mxint8"}, {"--block", "4"}, {"--modes", "int8,2xint4"}}}));
    const UnitDesign design = (config_of(flags)).design;
    const auto first = unit_of(design).ports(design, false, 0),
               second = unit_of(design).ports(design, false, 1);
    REQUIRE(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        CHECK(first[i].name == second[i].name);
        CHECK(first[i].width == second[i].width);
        CHECK(first[i].groups == second[i].groups);
    }
    const Port* a = find_port(second, Role::a, Stream::input);
    CHECK(a->format->bits == 4);
}

TEST_CASE("a name finds its role, and a role its name") {
    for (const UnitDesign& design : {(config_of({{"--a", "mxfp4"}, {"--initial", "true"}})).design,
                                     (config_of({{"--unit", "array"},
                                                 {"--a", "nvfp4"},
                                                 {"--dataflow", "weight_stationary"},
                                                 {"--output", "mxfp8_e4m3_b4"}}))
                                         .design})
        for (const Port& port : unit_of(design).ports(design, true)) {
            const Port named = named_port(port.name, port.width);
            CHECK(named.role == port.role);
            CHECK(named.stream == port.stream);
            CHECK(named.is_input == port.is_input);
        }
    CHECK(named_port("y_o").role == Role::other);
}
