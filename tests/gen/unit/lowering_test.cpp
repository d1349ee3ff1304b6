// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "gen/unit/multiply.h"
#include "tests/gen/unit/bench.h"
#include "tests/gen/unit/convert_bench.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

/// Sets both circuits' inputs to the same random bits, one input in eight to all ones or none.
void drive(view::Interpreter& one, view::Interpreter& other, const ir::Circuit& circuit,
           std::mt19937& random) {
    for (const auto* port : circuit.inputs())
        for (unsigned e = 0; e < std::max(1u, port->elements); ++e) {
            ir::Int value = random() % 16 == 0 ? ir::Int(-1) : ir::Int(0);
            if (random() % 8 != 0)
                for (unsigned bit = 0; bit < port->range.width(); bit += 32)
                    value = value << 32 | random();
            value = ir::slice(value, port->range.width() - 1, 0);
            one.set(port->name, value, e);
            other.set(port->name, value, e);
        }
}

/// Every lowering of a unit without a clock beside its plain form.
void require_equal(const ir::Module& unit, unsigned vectors) {
    const auto plain = lowered(unit, std::nullopt);
    for (const auto& lowering : lowerings()) {
        if (!lowering) continue;
        view::Interpreter one(plain), other(lowered(unit, lowering));
        const CaseSeed seed(fmt::format("{} goal {}", plain->doc, static_cast<int>(*lowering)));
        std::mt19937 random(seed);
        for (unsigned n = 0; n < vectors; ++n) {
            drive(one, other, *plain, random);
            one.eval(), other.eval();
            for (const auto* port : plain->outputs())
                for (unsigned e = 0; e < std::max(1u, port->elements); ++e)
                    REQUIRE(one.get(port->name, e) == other.get(port->name, e));
        }
    }
}

}  // namespace

TEST_CASE("converters are the same in every lowering") {
    auto input = GENERATE(as<std::string>{}, "fp32", "bf16");
    for (auto output : {"mxfp8_e4m3", "mxint8", "mxfp4", "nvfp4"})
        require_equal(unit::convert(test::convert_options(input, output, 3)), 200);
}

TEST_CASE("multipliers are the same in every lowering") {
    auto format = GENERATE(as<std::string>{}, "e4m3", "fp16", "fp32");
    for (auto kind : {"exact", "rounded"}) {
        auto f = find_format(format).value();
        if (kind == std::string("rounded") && f.mantissa_bits > 3) continue;
        auto multiplier = find_multiplier(kind, "packed", "paper", "flush", f.mantissa_bits);
        require_equal(unit::multiply("dut", {f, f, *multiplier, false, true}), 2000);
    }
}

TEST_CASE("lowered circuits differ from goal to goal") {
    const auto unit = unit::dot(dot_options("e4m3", "e4m3", 8, "none"));
    std::set<std::size_t> sizes;
    for (const auto& lowering : lowerings()) sizes.insert(lowered(unit, lowering)->nodes.size());
    CHECK(sizes.size() >= 3);
}
