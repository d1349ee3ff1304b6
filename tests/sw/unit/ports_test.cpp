// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "gen/ir/circuit.h"
#include "sw/package/build.h"
#include "sw/unit/units.h"
#include "tests/sw/unit/designs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// A legal design's circuit; null where it cannot be built.
std::shared_ptr<const ir::Circuit> circuit_of(const Config& config) {
    try {
        return package::build(config).top;
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
