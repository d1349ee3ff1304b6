// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/matrix.h"
#include "tests/cli/mxgen.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

const std::string w2 = MXGEN_SOURCE_DIR "/tests/data/w2.npy";

std::string safetensors(const std::string& header, const std::string& data) {
    std::string file;
    for (std::size_t i = 0, length = header.size(); i < 8; ++i, length /= 256)
        file += static_cast<char>(length % 256);
    return file + header + data;
}

}  // namespace

TEST_CASE("quantize writes codes, scales, the numbers they mean and the error") {
    const Scratch scratch;
    const auto result = scratch.mxgen(
        {"quantize", w2, "--format", "mxfp4", "--axis", "0", "--theory", "--json", "-o", "out"});
    INFO(result.output);
    REQUIRE(result.ok());
    const auto folder = scratch.path() / "out";
    CHECK(fs::file_size(folder / "codes.npy") == 128 + 256 * 256);
    CHECK(fs::file_size(folder / "scales.npy") == 128 + 8 * 256);
    CHECK(fs::file_size(folder / "dequantized.npy") == 128 + 256 * 256 * 4);
    const Json stats = parse_json(mxgen::read_file(folder / "stats.json"));
    CHECK(stats == parse_json(result.output));
    CHECK(stats["elements"] == 65536);
    CHECK(stats["qsnr_db"].get<double>() ==
          Approx(stats["theory_qsnr_db"].get<double>()).margin(1));
    CHECK_THAT(scratch.mxgen({"quantize", w2, "--format", "mxfp4", "-o", "out"}).output,
               Contains("out"));
}

TEST_CASE("every rule of quantize changes what it should") {
    const Scratch scratch;
    int runs = 0;
    const auto stats = [&](std::vector<std::string> flags) {
        const std::string out = "out" + std::to_string(runs++);
        flags.insert(flags.begin(), {"quantize", w2, "--json", "-o", out});
        const auto result = scratch.mxgen(flags);
        INFO(result.output);
        REQUIRE(result.ok());
        return parse_json(result.output);
    };
    const auto check = [&](const std::vector<std::string>& flags, double qsnr_db, double clipped) {
        const Json found = stats(flags);
        CHECK(found["qsnr_db"] == Approx(qsnr_db).epsilon(1e-9));
        CHECK(found["clipped"] == Approx(clipped).epsilon(1e-9));
    };
    check({"--format", "mxfp4"}, 18.64603179630006, 0.02789306640625);
    check({"--format", "mxfp4", "--scale-rule", "ceil"}, 16.699042858807328, 0);
    check({"--format", "mxfp4", "--scale-rule", "even"}, 18.94286354986085, 0.008056640625);
    check({"--format", "mxfp4", "--scale-rule", "rceil"}, 18.639862276658274, 0);
    check({"--format", "mxfp4", "--scale-rule", "rceil", "--block", "8"}, 19.14314481394137, 0);
    check({"--format", "mxfp4", "--rounding", "rtz"}, 14.118942712799567, 0.02789306640625);
    check({"--format", "mxfp4", "--rounding", "sr"}, 15.955340171332137, 0.02789306640625);
    check({"--format", "nvfp4"}, 20.42282313893987, 0.032989501953125);
    check({"--format", "nvfp4", "--tiles"}, 18.998020382781405, 0.002349853515625);
    check({"--format", "nf4", "--scale", "ue4m3", "--block", "16"}, 21.66348944358871,
          0.032989501953125);
    CHECK(stats({"--format", "dfp16"})["tensor_scale"] == 32768);
    CHECK(stats({"--format", "nvfp4", "--tensor-scale", "2"})["tensor_scale"] == 2);
}

TEST_CASE("the profile te decides what is nearly a tie") {
    const Scratch scratch;
    std::vector<float> ties;
    for (int i = 0; i < 16 * 16; ++i)
        ties.push_back(0.3f * (1 + static_cast<float>(i / 16) / 8) *
                       std::array{0.25f, 0.75f, 1.25f, 1.75f, 2.5f, 3.5f, 5.0f, 6.0f}[i % 8]);
    test::write_numbers(scratch.path() / "ties.npy", 16, 16, ties);
    const auto codes = [&](const std::string& profile) {
        REQUIRE(scratch
                    .mxgen({"quantize", "ties.npy", "--format", "nvfp4", "--profile", profile, "-o",
                            profile})
                    .ok());
        return mxgen::read_file(scratch.path() / profile / "codes.npy");
    };
    CHECK(codes("te") != codes("exact"));
}

TEST_CASE("every tensor of a .safetensors file, or one of them") {
    const Scratch scratch;
    const std::string header = R"({"up":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},)"
                               R"("down":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})";
    std::ofstream(scratch.path() / "two.safetensors", std::ios::binary)
        << safetensors(header, std::string("\x80\x3f\x00\xc0\0\0\x80\x3f", 8));
    REQUIRE(scratch.mxgen({"quantize", "two.safetensors", "--format", "mxint8", "-o", "all"}).ok());
    CHECK(fs::exists(scratch.path() / "all/up/stats.json"));
    CHECK(fs::exists(scratch.path() / "all/down/codes.npy"));
    REQUIRE(scratch
                .mxgen({"quantize", "two.safetensors", "--format", "mxint8", "--tensor", "up", "-o",
                        "one"})
                .ok());
    CHECK(fs::exists(scratch.path() / "one/stats.json"));
    const auto missing = scratch.mxgen(
        {"quantize", "two.safetensors", "--format", "mxint8", "--tensor", "upp", "-o", "none"});
    CHECK(missing.code == 2);
    CHECK_THAT(missing.output, Contains("nearest: \"up\""));
    std::ofstream(scratch.path() / "evil.safetensors", std::ios::binary)
        << safetensors(R"({"../x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                       R"("y":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                       "ab");
    const auto evil =
        scratch.mxgen({"quantize", "evil.safetensors", "--format", "mxint8", "-o", "none"});
    CHECK(evil.ok());
    CHECK_THAT(evil.output, Contains("skipped \"../x\""));
    CHECK(fs::exists(scratch.path() / "none/y/codes.npy"));
    CHECK_FALSE(fs::exists(scratch.path() / "x"));
}

TEST_CASE("quantize refuses what it cannot do, and leaves nothing") {
    const Scratch scratch;
    std::ofstream(scratch.path() / "t.toml") << "name = \"mine\"\nvalues = [0, 1, -1, 2]\n";
    const auto refused = [&](std::vector<std::string> flags, const std::string& reason) {
        flags.insert(flags.begin(), {"quantize", w2, "-o", "out"});
        const auto result = scratch.mxgen(flags);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains(reason));
        CHECK_FALSE(fs::exists(scratch.path() / "out"));
    };
    refused({"--format", "mxfp9"}, "nearest: mxfp4");
    refused({"--format", "mxfp4", "--scale-rule", "flor"}, "nearest: floor");
    refused({"--format", "mxfp4", "--block", "0"}, "block");
    refused({"--format", "mxfp4", "--axis", "2"}, "axes -2 to 1");
    refused({"--format", "nvint4", "--profile", "te"}, "allowed is nvfp4");
    refused({"--format", "mxfp4", "--profile", "tee"}, "nearest: te");
    refused({"--format", "nvfp4", "--profile", "te", "--rounding", "sr"}, "nearest: rne");
    refused({"--format", "t.toml", "--scale", "e8m0", "--scale-rule", "even"}, "needs an element");
    for (const char* scale : {"0", "-1"})
        refused({"--format", "nvfp4", "--tensor-scale", scale}, "above 0");
    for (const char* scale : {"nan", "inf"})
        refused({"--format", "nvfp4", "--tensor-scale", scale}, "allowed: finite numbers");
    refused({"--format", "mxfp4", "--tensor-scale", "2"}, "no fp32 scale");
    refused({"--format", "nvfp4", "--profile", "te", "--tensor-scale", "2"}, "profile te");
    REQUIRE(
        scratch.mxgen({"quantize", w2, "--format", "t.toml", "--scale", "e8m0", "-o", "out"}).ok());
}

TEST_CASE("formats prints the catalogue and cards") {
    const Scratch scratch;
    const auto all = scratch.mxgen({"formats"});
    REQUIRE(all.ok());
    for (const char* name : {"e4m3", "hifloat8", "nvfp4", "dfp16"})
        CHECK_THAT(all.output, Contains(name));
    const auto card = scratch.mxgen({"formats", "e2m1", "--codes", "--json"});
    REQUIRE(card.ok());
    const Json parsed = parse_json(card.output);
    CHECK(parsed["values"].size() == 16);
    CHECK(parsed["values"][15] == "-6");
    CHECK(parse_json(scratch.mxgen({"formats", "mxint8", "--json"}).output).size() == 2);
    CHECK(scratch.mxgen({"formats", "e9m9"}).code == 2);
    CHECK(scratch.mxgen({"formats", "fp32", "--codes"}).code == 2);
}
