// SPDX-License-Identifier: Apache-2.0
// Reference vectors for single codes and for tensor core results; their README tells the layout.
#include <catch2/catch.hpp>
#include <sstream>

#include "sw/model/dot.h"
#include "sw/model/round.h"
#include "tests/support/vectors.h"

using namespace mxgen;
using namespace mxgen::model;
using mxgen::testing::find_vectors;
using mxgen::testing::read_binary;

namespace {

Format format(const std::string& name) { return find_format(name).value(); }

/// The lines of a text file that are not comments.
std::vector<std::string> rows(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<std::string> found;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line.front() != '#') found.push_back(line);
    INFO(path);
    REQUIRE_FALSE(found.empty());
    return found;
}

}  // namespace

TEST_CASE("decode: every code has the fp32 bits of the reference", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    const Format fp32 = format("fp32");
    for (const char* name : {"e4m3", "e5m2", "e3m2", "e2m3", "e2m1", "e8m0"}) {
        for (const std::string& row : rows(*vectors / "decode" / (std::string(name) + ".txt"))) {
            std::istringstream text(row);
            std::uint32_t code = 0, bits = 0;
            text >> std::hex >> code >> bits;
            const ExactValue value = decode(format(name), code), expected = decode(fp32, bits);
            INFO(name << " " << row);
            CHECK((value == expected || (value.is_nan() && expected.is_nan())));
        }
    }
}

TEST_CASE("conv: every bf16 number converts as in the references", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    const Format bf16 = format("bf16");
    unsigned files = 0;
    for (const char* source : {"oracle", "cuda"}) {
        for (const char* name : {"e4m3", "e5m2", "e3m2", "e2m3", "e2m1", "e8m0"}) {
            for (const char* mode : {"rne_sat", "rne_nosat", "rz_sat", "rz_nosat"}) {
                const auto path = *vectors / "conv" /
                                  (std::string(source) + ".bf16." + name + "." + mode + ".bin");
                if (!std::filesystem::exists(path)) continue;
                const std::string rule = mode;
                const RoundingRule rounding{
                    rule.starts_with("rz") ? Rounding::rtz : Rounding::rne,
                    rule.ends_with("nosat") ? Overflow::propagate : Overflow::saturate};
                const auto expected = read_binary<std::uint8_t>(path);
                REQUIRE(expected.size() == 65536);
                unsigned different = 0;
                for (std::uint32_t bits = 0; bits < 65536; ++bits) {
                    ExactValue x = decode(bf16, bits);
                    // The references disagree about NaN; a scale has no sign to take over.
                    if (x.is_nan()) continue;
                    if (!format(name).is_signed && x.negative)
                        x = x.is_finite() ? finite_value(-x.number) : infinite_value(false);
                    different += encode(format(name), x, rounding).code != expected[bits];
                }
                INFO(path);
                CHECK(different == 0);
                ++files;
            }
        }
    }
    REQUIRE(files == 19);
}

TEST_CASE("thresholds: fp32 changes its code exactly where the full scan says", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    const Format fp32 = format("fp32");
    for (const char* name : {"e4m3_rne_sat", "e4m3_rne_nosat", "e5m2_rne_sat", "e5m2_rne_nosat",
                             "e3m2_rne_sat", "e2m3_rne_sat", "e2m1_rne_sat"}) {
        const std::string stem = name;
        const Format target = format(stem.substr(0, 4));
        const RoundingRule rule{Rounding::rne,
                                stem.ends_with("nosat") ? Overflow::propagate : Overflow::saturate};
        std::uint32_t previous = 0;
        for (const std::string& row :
             rows(*vectors / "thresholds" / ("fp32_to_" + stem + ".txt"))) {
            std::istringstream text(row);
            std::uint32_t code = 0, first = 0;
            text >> std::hex >> code >> first;
            INFO(name << " " << row);
            CHECK(encode(target, decode(fp32, first), rule).code == code);
            if (first > 0) CHECK(encode(target, decode(fp32, first - 1), rule).code == previous);
            const std::uint32_t sign = std::uint32_t{1} << (target.bits - 1);
            CHECK(encode(target, decode(fp32, first | 0x80000000), rule).code == (code | sign));
            previous = code;
        }
    }
}

TEST_CASE("tc: dot products as real GPUs returned them", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    struct Row {
        const char *name, *format, *accumulator;
        std::size_t depth;
    };
    for (const Row& row : {Row{"V100_fp16", "fp16", "tensorcore<23,4,24>", 4},
                           Row{"A100_fp16", "fp16", "tensorcore<24,8,24>", 8},
                           Row{"A100_bf16", "bf16", "tensorcore<24,8,24>", 8},
                           Row{"Ada_E4M3", "e4m3", "tensorcore<13,16,14>", 32},
                           Row{"Ada_E5M2", "e5m2", "tensorcore<13,16,14>", 32}}) {
        const auto file = [&](const char* part) {
            return *vectors / "tc" / (std::string(row.name) + "." + part + ".bin");
        };
        const bool bytes = format(row.format).bits == 8;
        const auto codes = [&](const char* part) {
            std::vector<std::uint32_t> wide;
            if (bytes)
                for (const auto code : read_binary<std::uint8_t>(file(part))) wide.push_back(code);
            else
                for (const auto code : read_binary<std::uint16_t>(file(part))) wide.push_back(code);
            return wide;
        };
        const auto a = codes("a"), b = codes("b");
        const auto c = read_binary<std::uint32_t>(file("c_f32"));
        const auto d = read_binary<std::uint32_t>(file("d_f32"));
        REQUIRE(d.size() == 5000);
        REQUIRE(a.size() == 5000 * row.depth);
        DotSpec spec;
        spec.a = spec.b = find_block_format(row.format).value();
        spec.accumulator = find_accumulator(row.accumulator).value();
        spec.initial = true;
        Dot dot(spec);
        unsigned different = 0;
        for (std::size_t i = 0; i < d.size(); ++i) {
            const auto at = i * row.depth;
            dot.block(true, std::span(a).subspan(at, row.depth), 0,
                      std::span(b).subspan(at, row.depth), 0, c[i]);
            different += dot.acc() != d[i];
        }
        INFO(row.name);
        CHECK(different == 0);
    }
}
