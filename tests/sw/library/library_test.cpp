// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "sw/library/mxgen.h"
#include "sw/unit/units.h"

using namespace mxgen;

namespace {

/// Steps a design through the examples of its unit by the C interface; how many results were equal
/// to those of the golden stepper. Fails at the first that is not.
std::size_t compared_results(const std::string& toml) {
    const Config config = resolve(parse_settings(toml, "test"));
    const Unit& unit = unit_of(config);
    const auto ports = unit.ports(config.design, config.timing.is_pipelined());
    const auto golden = unit.golden(config.design);
    Beats in(ports, Stream::input), weights(ports, Stream::weights);
    Expected expected(ports);
    mxgen_design* design = mxgen_open(toml.c_str());
    INFO(mxgen_last_error());
    REQUIRE(design != nullptr);
    const auto drive = [&](const Beats& beats, std::size_t record) {
        for (std::size_t slot = 0; slot < beats.ports().size(); ++slot) {
            const auto bytes = beats.bytes(record, slot);
            const int port = mxgen_find_port(design, beats.ports()[slot].name.c_str());
            REQUIRE(mxgen_drive(design, port, bytes.data(), bytes.size()) == 0);
        }
    };
    for (const Section& section : unit.examples(config.design)) {
        std::size_t beat = in.size(), weight = weights.size();
        while (section.next(in, weights)) {
            for (; weight < weights.size(); ++weight) {
                golden->load(weights, weight);
                drive(weights, weight);
                REQUIRE(mxgen_load(design) == 0);
            }
            for (; beat < in.size(); ++beat) {
                golden->step(in, beat, expected);
                drive(in, beat);
                REQUIRE(mxgen_step(design) == static_cast<int>(expected.size()));
            }
        }
    }
    const std::size_t count = expected.size();
    for (std::size_t record = 0; record < count; ++record) {
        REQUIRE(mxgen_flags_only(design) == expected.flags_only[record]);
        for (std::size_t slot = 0; slot < expected.beats.ports().size(); ++slot) {
            const auto wanted = expected.beats.bytes(record, slot);
            std::vector<std::uint8_t> bits(wanted.size());
            const int port = mxgen_find_port(design, expected.beats.ports()[slot].name.c_str());
            REQUIRE(mxgen_read(design, port, bits.data(), bits.size()) == 0);
            REQUIRE(std::equal(bits.begin(), bits.end(), wanted.begin()));
        }
        REQUIRE(mxgen_next(design) == static_cast<int>(count - record - 1));
    }
    mxgen_close(design);
    return count;
}

}  // namespace

TEST_CASE("the library's stepper gives what the golden stepper gives, unit by unit") {
    const std::string format = "[a]\nformat = \"mxfp4\"\n";
    std::size_t count = 0;
    for (const Unit* unit : units()) {
        std::string toml = "[design]\nunit = \"" + std::string(unit->name()) + "\"\n";
        toml += unit->name() == "multiply" ? "[a]\nformat = \"e4m3\"\n" : format;
        INFO(toml);
        const std::size_t compared = compared_results(toml);
        CHECK(compared > 0);
        count += compared;
    }
    const std::size_t weights = compared_results(
        "[design]\nunit = \"array\"\n" + format +
        "[dot]\naccumulator = \"fp32\"\n[array]\ndataflow = \"weight_stationary\"\n");
    CHECK(weights > 0);
    CHECK(count > 50);
}

TEST_CASE("what the library refuses is said in words") {
    CHECK(mxgen_open("[design]\nunit = \"dott\"\n") == nullptr);
    CHECK(std::string(mxgen_last_error()).find("nearest: ") != std::string::npos);
    CHECK(mxgen_open(nullptr) == nullptr);
    mxgen_design* design = mxgen_open("[design]\nunit = \"multiply\"\n[a]\nformat = \"e4m3\"\n");
    REQUIRE(design != nullptr);
    std::uint8_t byte = 0;
    CHECK(mxgen_find_port(design, "a") == mxgen_find_port(design, "a_i"));
    CHECK(mxgen_drive(design, mxgen_find_port(design, "a"), &byte, 2) == -1);
    CHECK(mxgen_drive(design, 99, &byte, 1) == -1);
    CHECK(mxgen_read(design, mxgen_find_port(design, "p"), &byte, 1) == -1);
    CHECK(mxgen_load(design) == -1);
    CHECK(mxgen_next(design) == -1);
    mxgen_close(design);
}

TEST_CASE("quantized numbers come back by name") {
    const float x[] = {1, -2, 3, 0.5f};
    const std::size_t shape[] = {4};
    const mxgen_array array{MXGEN_F32, 1, shape, x};
    mxgen_result* result = mxgen_quantize("[a]\nformat = \"mxfp8_e4m3\"\n", &array, nullptr);
    INFO(mxgen_last_error());
    REQUIRE(result != nullptr);
    mxgen_array back;
    REQUIRE(mxgen_get(result, "dequantized", &back) == 0);
    CHECK(std::memcmp(back.data, x, sizeof x) == 0);
    CHECK(mxgen_get(result, "absent", &back) == -1);
    mxgen_free(result);
}
