// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <set>

#include "sw/package/design.h"
#include "sw/support/pattern.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"

using namespace mxgen;
using namespace mxgen::package;
using mxgen::testing::config_of;
using mxgen::testing::Flags;

namespace {

std::set<std::string> wires_of(const RtlFile& file) {
    static const Pattern declaration(R"(\n +logic(?: signed)?(?: \[[^\]]*\])? (\w+);)");
    std::set<std::string> names;
    for (const auto& found : declaration.find_all(file.text)) names.insert(found[1]);
    return names;
}

/// Designs whose sums are heaps, of every kind of partial product and final adder.
const std::vector<Flags> wired_designs{
    {{"--a", "mxfp8_e4m3"}, {"--lanes", "8"}},
    {{"--a", "mxfp4"}, {"--lanes", "4"}, {"--optimise", "delay"}, {"--stages", "2"}},
    {{"--a", "int8"}, {"--lanes", "4"}, {"--block", "4"}, {"--accumulator", "int"}},
    {{"--a", "int16"}, {"--lanes", "2"}, {"--block", "2"}, {"--accumulator", "int"}},
    {{"--a", "e5m2"}, {"--lanes", "4"}, {"--accumulator", "tensorcore<25,16,24>"}},
    {{"--a", "bf16"}, {"--unit", "multiply"}},
    {{"--a", "nvfp4"}, {"--block", "4"}, {"--unit", "convert"}},
    {{"--a", "mxint8"}, {"--block", "4"}, {"--unit", "array"}, {"--rows", "2"}, {"--cols", "2"}}};

}  // namespace

TEST_CASE("wires are named after what they carry, never after an instance") {
    static const Pattern partial_product(R"(pp_\d+_\d+)");
    std::size_t wires = 0, products = 0;
    for (const Flags& flags : wired_designs)
        for (const RtlFile& file : generate(config_of(flags)).rtl)
            for (const std::string& wire : wires_of(file)) {
                INFO(file.module << ": " << wire);
                CHECK_FALSE(wire.starts_with("u_"));
                CHECK_FALSE(wire.starts_with("heap_bits_"));
                products += partial_product.matches(wire);
                ++wires;
            }
    CHECK(wires > 1000);
    CHECK(products > 300);
}

TEST_CASE("every part of a design has wires, and every wire of a part is there") {
    const Design design = generate(config_of(wired_designs[0]));
    std::set<ir::DesignPart> found;
    for (const RtlFile& file : design.rtl) {
        const auto wires = wires_of(file);
        for (const auto& [wire, part] : file.parts) {
            INFO(file.module << ": " << wire);
            found.insert(part);
            CHECK((wires.contains(wire) || wire.ends_with("_o")));
        }
        if (file.cell != ir::AdderCell::none) CHECK(file.parts.empty());
    }
    CHECK(found == std::set{ir::DesignPart::multipliers, ir::DesignPart::alignment,
                            ir::DesignPart::sum, ir::DesignPart::accumulator});
    for (const RtlFile& file : generate(config_of(wired_designs[6])).rtl)
        for (const auto& [wire, part] : file.parts) CHECK(part == ir::DesignPart::converters);
}
