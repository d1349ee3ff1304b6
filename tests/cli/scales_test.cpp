// SPDX-License-Identifier: Apache-2.0
// Where the scales of quantize come from, and what it leaves of a checkpoint.
#include <catch2/catch.hpp>
#include <filesystem>

#include "sw/support/json.h"
#include "tests/cli/matrix.h"
#include "tests/cli/mxgen.h"
#include "tests/cli/written.h"
#include "tests/sw/tensor/files.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using mxgen::test::Scratch;
using mxgen::test::write_matrix;
using mxgen::test::written;
namespace fs = std::filesystem;

namespace {

/// The statistics of x.npy, quantized into `out`.
Json quantized(const Scratch& scratch, const std::string& out, std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"quantize", "x.npy", "--json", "-o", out, "--format"});
    const auto result = scratch.mxgen(flags);
    INFO(result.output);
    REQUIRE(result.ok());
    return parse_json(result.output);
}

}  // namespace

TEST_CASE("scales of quantize are taken again, scales of the least error are better") {
    const Scratch scratch;
    write_matrix(scratch.path() / "x.npy", 7, 83, 3);
    for (const std::string format : {"mxfp4", "mxfp8_e4m3", "mxint8", "nvfp4"}) {
        const Json found = quantized(scratch, format, {format});
        const Json best = quantized(scratch, format + "b", {format, "--scale-search", "mse"});
        CHECK(best["mse"] <= found["mse"]);
        for (const std::string& from : {format, format + "b"}) {
            std::vector<std::string> flags{format, "--scales", from + "/scales.npy"};
            if (format == "nvfp4")
                flags.insert(flags.end(), {"--tensor-scale", found["tensor_scale"].dump()});
            const std::string out = from + "again";
            quantized(scratch, out, flags);
            for (const char* file : {"/codes.npy", "/scales.npy", "/dequantized.npy"})
                CHECK(written(scratch, from + file) == written(scratch, out + file));
        }
    }
    const double rule = quantized(scratch, "rule", {"mxfp4"})["mse"];
    CHECK(quantized(scratch, "mse", {"mxfp4", "--scale-search", "mse"})["mse"] < rule);
}

TEST_CASE("scales of rows go from quantize to a product") {
    const Scratch scratch;
    write_matrix(scratch.path() / "x.npy", 5, 40, 1);
    write_matrix(scratch.path() / "b.npy", 40, 3, 2);
    const std::string type = GENERATE(as<std::string>(), "fp32", "bf16");
    quantized(scratch, "a", {"int8", "--row-scales", type});
    REQUIRE(scratch
                .mxgen({"quantize", "b.npy", "--format", "int8", "--axis", "0", "--row-scales",
                        type, "-o", "b"})
                .ok());
    quantized(scratch, "again", {"int8", "--scales", "a/scales.npy"});
    for (const char* file : {"/codes.npy", "/scales.npy", "/dequantized.npy"})
        CHECK(written(scratch, std::string("a") + file) ==
              written(scratch, std::string("again") + file));
    const std::vector<std::string> codes{
        "--a",           "int8",         "--a-scale-per", "row",
        "--b-scale-per", "row",          "--lanes",       "8",
        "--a-codes",     "a/codes.npy",  "--b-codes",     "b/codes.npy",
        "--a-scales",    "a/scales.npy", "--b-scales",    "b/scales.npy",
        "--json"};
    auto words = codes;
    words.insert(words.begin(), {"matmul", "-o", "c.npy"});
    const auto product = scratch.mxgen(words);
    INFO(product.output);
    REQUIRE(product.ok());
    // Against the product of what the codes mean: the sums are exact, fp32 rounds once more.
    CHECK(parse_json(product.output)["error__sqnr__db"].get<double>() > 120);
    words = codes;
    words.insert(words.begin(), "accuracy");
    const auto accuracy = scratch.mxgen(words);
    INFO(accuracy.output);
    REQUIRE(accuracy.ok());
    CHECK(parse_json(accuracy.output)["error__tensor__pairs__count"] == 5 * 40 * 3);
    if (type == "bf16") return;
    words = codes;
    words.insert(words.begin(), "cosim");
    const auto simulated = scratch.mxgen(words);
    INFO(simulated.output);
    REQUIRE(simulated.ok());
    CHECK(parse_json(simulated.output)["cosim__mismatches__count"] == 0);
}

TEST_CASE("where scales come from is said once, and fits the format") {
    const Scratch scratch;
    write_matrix(scratch.path() / "x.npy", 4, 64, 3);
    write_matrix(scratch.path() / "s.npy", 4, 1, 3);
    quantized(scratch, "q", {"mxfp4"});
    const auto refused = [&](std::vector<std::string> flags, const std::string& reason) {
        flags.insert(flags.begin(), {"quantize", "x.npy", "-o", "out", "--format"});
        const auto result = scratch.mxgen(flags);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains(reason));
        CHECK_FALSE(fs::exists(scratch.path() / "out"));
    };
    const std::string scales = "q/scales.npy";
    refused({"mxfp4", "--scales", "s.npy"}, "allowed: (4, 2)");
    refused({"mxfp4", "--block", "64", "--scales", scales}, "allowed: (4, 1)");
    refused({"mxfp4", "--block", "64", "--scales", "s.npy"}, "not codes of e8m0");
    refused({"int8", "--scales", "s.npy"}, "finite numbers above 0");
    refused({"int8", "--scales", scales}, "not scales of rows");
    refused({"dfp16", "--scales", scales}, "no scales of blocks");
    refused({"nvfp4", "--scales", scales}, "with --tensor-scale G");
    refused({"nvfp4", "--scales", scales, "--profile", "te"}, "");
    refused({"mxfp4", "--scales", scales, "--scale-rule", "ceil"}, "--scale-rule");
    refused({"mxfp4", "--scales", scales, "--scale-search", "mse"}, "one of them");
    refused({"mxfp4", "--scale-search", "mes"}, "nearest: mse");
    refused({"mxfp4", "--scale-search", "mse", "--scale-rule", "even"}, "--scale-rule");
    refused({"mxfp4", "--scale-search", "mse", "--rounding", "sr"}, "is random");
    refused({"mxfp8_e4m3", "--scale-search", "mse", "--overflow", "propagate"}, "saturate");
    refused({"nvfp4", "--scale-search", "mse", "--profile", "te"}, "profile te");
    refused({"int8", "--scale-search", "mse"}, "no scale codes");
    refused({"int8", "--row-scales", "fp16"}, "allowed: fp32");
    refused({"mxfp4", "--row-scales", "fp32"}, "nearest: --per-row");
    refused({"int8", "--row-scales", "fp32", "--scales", "s.npy"}, "one of them");
    refused({"int8", "--row-scales", "fp32", "--scale-rule", "ceil"}, "--scale-rule");
    refused({"int8", "--row-scales", "fp32", "--tiles"}, "scales of rows");
}

TEST_CASE("integers that quantize changes are counted, with the flag that keeps them") {
    using mxgen::testing::safetensors;
    const Scratch scratch;
    mxgen::testing::write(scratch.path() / "i.safetensors",
                          safetensors({{"w", "I8", "[4]", std::string("\x80\x01\x80\x7f", 4)},
                                       {"v", "I16", "[2]", std::string("\x00\x80\x01\x00", 4)},
                                       {"f", "F32", "[1]", std::string(4, '\0')}}));
    const auto run = [&](std::vector<std::string> flags) {
        flags.insert(flags.begin(), {"quantize", "i.safetensors"});
        return scratch.mxgen(flags);
    };
    const auto warned = run({"--format", "int8", "-o", "a"});
    INFO(warned.output);
    REQUIRE(warned.ok());
    CHECK_THAT(
        warned.output,
        Contains("warning: w: 2 of 4 integers change in int8; --clip asymmetric keeps them"));
    CHECK_THAT(warned.output, Contains("warning: v: 1 of 2 integers changes in int8; --format "
                                       "int16 --clip asymmetric keeps it"));
    CHECK(parse_json(written(scratch, "a/w/stats.json"))["changed"] == 2);
    CHECK_FALSE(parse_json(written(scratch, "a/f/stats.json")).contains("changed"));
    const auto kept = run({"--format", "int16", "--clip", "asymmetric", "-o", "b"});
    CHECK_THAT(kept.output, !Contains("warning"));
    CHECK(parse_json(written(scratch, "b/v/stats.json"))["changed"] == 0);
    CHECK(run({"--format", "int8", "-q", "-o", "c"}).output.empty());
}

TEST_CASE("of a checkpoint what holds numbers is quantized, the rest is listed with its reason") {
    using mxgen::testing::safetensors;
    const Scratch scratch;
    const std::string zeros(64, '\0');
    const auto file = scratch.path() / "m.safetensors";
    mxgen::testing::write(file, safetensors({{"good", "F32", "[2]", zeros.substr(0, 8)},
                                             {"e_blocks", "U8", "[1,16]", zeros.substr(0, 16)},
                                             {"e_scales", "U8", "[1]", "\x7f"},
                                             {"p_packed", "U8", "[3]", "abc"},
                                             {"scalar", "F32", "[]", zeros.substr(0, 4)},
                                             {"empty", "F32", "[0,4]", ""},
                                             {"odd", "C64", "[1]", zeros.substr(0, 8)},
                                             {"a/b", "F32", "[1]", zeros.substr(0, 4)},
                                             {"also", "BF16", "[2]", zeros.substr(0, 4)}}));
    const auto done =
        scratch.mxgen({"quantize", "m.safetensors", "--format", "mxfp4", "--json", "-o", "out"});
    INFO(done.output);
    REQUIRE(done.ok());
    const std::string json = done.output.substr(done.output.find('{'));
    CHECK_THAT(done.output, Contains("skipped \"e_blocks\": packed codes of mxfp4"));
    const auto quiet = scratch.mxgen(
        {"quantize", "m.safetensors", "--format", "mxfp4", "--json", "-q", "-o", "quiet"});
    const Json all = parse_json(quiet.output);
    REQUIRE(all.size() == 9);
    CHECK(all["good"]["elements"] == 2);
    CHECK(all["also"]["elements"] == 2);
    const auto reason = [&](const char* name) { return all[name]["skipped"].get<std::string>(); };
    CHECK_THAT(reason("e_scales"), Contains("scales of mxfp4"));
    CHECK_THAT(reason("p_packed"), Contains("--dtype"));
    CHECK(reason("scalar") == "has no axis");
    CHECK(reason("empty") == "has no numbers");
    CHECK_THAT(reason("odd"), Contains("C64"));
    CHECK_THAT(reason("a/b"), Contains("--tensor"));
    std::size_t folders = 0;
    for (const auto& entry : fs::directory_iterator(scratch.path() / "out"))
        folders += entry.is_directory();
    CHECK(folders == 2);
    CHECK(scratch.mxgen({"quantize", "m.safetensors:a/b", "--format", "mxfp4", "-q", "-o", "ab"})
              .ok());
    mxgen::testing::write(
        file, safetensors({{"s", "F32", "[]", zeros.substr(0, 4)}, {"t", "F32", "[0]", ""}}));
    const auto none =
        scratch.mxgen({"quantize", "m.safetensors", "--format", "mxfp4", "-o", "none"});
    CHECK(none.code == 2);
    CHECK_THAT(none.output, Contains("none of 2 tensors"));
}
