// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using namespace mxgen::test;
using Catch::Matchers::Contains;

namespace {

const std::string act1 = MXGEN_SOURCE_DIR "/tests/data/act1.npy";
const std::string w2 = MXGEN_SOURCE_DIR "/tests/data/w2.npy";

Json figures(const Scratch& scratch, std::vector<std::string> words) {
    words.insert(words.begin(), "accuracy");
    words.push_back("--json");
    const ProcessResult result = scratch.mxgen(words);
    INFO(result.output);
    REQUIRE(result.code == 0);
    return parse_json(result.output);
}

}  // namespace

TEST_CASE("accuracy prints the published figures of eq1 on E4M3") {
    const Scratch scratch;
    const Json found = figures(scratch, {"--unit", "multiply", "--a", "e4m3", "--multiplier",
                                         "lmul", "--lmul-mode", "eq1"});
    CHECK(found["error__ep"] == Approx(0.968).margin(0.0005));
    CHECK(found["error__mae"] == Approx(140.6).margin(0.05));
    CHECK(found["error__mre"] == Approx(0.0684).margin(0.00005));
    CHECK(found["error__mse"] == Approx(7.561e5).margin(50));
    CHECK(found["error__stored__mae"] == Approx(168.4).margin(0.05));
    CHECK(found["histogram"]["mean_relative_error"].size() == 8);
}

TEST_CASE("accuracy adds its figures to a run and to nothing else of it") {
    const Scratch scratch;
    std::filesystem::create_directory(scratch.path() / "run");
    write_file(scratch.path() / "run/metrics.json",
               R"({"name": "mine", "synth__timing__delay__ns": 2.5, "error__old": 1})");
    figures(scratch, {"--unit", "multiply", "--a", "e2m1", "--multiplier", "rounded", "-o", "run"});
    const Json metrics = parse_json(read_file(scratch.path() / "run/metrics.json"));
    CHECK(metrics["name"] == "mine");
    CHECK(metrics["synth__timing__delay__ns"] == 2.5);
    CHECK_FALSE(metrics.contains("error__old"));
    CHECK(metrics["error__mre"] > 0);
}

TEST_CASE("accuracy of tensors: a worse multiplier has a lower SQNR") {
    const Scratch scratch;
    const auto sqnr = [&](const std::string& multiplier) {
        return figures(scratch, {"--unit", "dot", "--a", "mxfp8_e4m3", "--multiplier", multiplier,
                                 "--a", act1, "--b", w2});
    };
    const Json exact = sqnr("exact"), rounded = sqnr("rounded"), lmul = sqnr("lmul");
    CHECK_FALSE(exact.contains("error__tensor__lane_sqnr__db"));
    CHECK(exact["error__tensor__total_sqnr__db"] == exact["error__tensor__exact_sqnr__db"]);
    CHECK(rounded["error__tensor__lane_sqnr__db"] > lmul["error__tensor__lane_sqnr__db"]);
    CHECK(lmul["error__tensor__lane_sqnr__db"] > 10.0);
    CHECK(lmul["error__tensor__total_sqnr__db"] < exact["error__tensor__total_sqnr__db"]);
}

TEST_CASE("accuracy of tensors states the errors of running sums") {
    const Scratch scratch;
    const auto errors = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{"--unit", "dot", "--a", "mxfp8_e4m3", "--lanes",
                                       "128",    "--a", act1,  "--b",        w2};
        words.insert(words.end(), more.begin(), more.end());
        return figures(scratch, words);
    };
    const Json by_block = errors({}), by_beat = errors({"--round", "beat"});
    CHECK(by_block["error__sum__sqnr__db"] > 130);
    CHECK(by_beat["error__sum__sqnr__db"] > by_block["error__sum__sqnr__db"]);
    CHECK(by_block["error__sum__not_finite__count"] == 0);
    CHECK(by_block["error__sum__pairs__count"] > 100);
    const Json narrow = errors({"--round", "beat<12>"}), wide = errors({"--round", "beat<20>"});
    CHECK(narrow["error__sum__sqnr__db"] < wide["error__sum__sqnr__db"]);
    CHECK(narrow["error__sum__bias"] < 0);  // floors
    const Json late = errors({"--accumulator", "late<32>"}),
               short_late = errors({"--accumulator", "late<20>"});
    CHECK(short_late["error__sum__sqnr__db"] < late["error__sum__sqnr__db"]);
    CHECK(short_late["error__sum__bias"] < 0);
    CHECK(errors({"--accumulator", "late<60>"})["error__sum__worst"] < 1e-7);  // the last rounding
    CHECK_FALSE(errors({"--accumulator", "fixed<40,-40>"}).contains("error__sum__sqnr__db"));
}

TEST_CASE("accuracy says what it cannot measure") {
    const Scratch scratch;
    const auto refusal = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "accuracy");
        const ProcessResult result = scratch.mxgen(words);
        CHECK(result.code == 2);
        return result.output;
    };
    CHECK_THAT(refusal({"--unit", "dot", "--a", "int8"}), Contains("products are exact"));
    CHECK_THAT(refusal({"--unit", "convert", "--a", "mxfp4"}), Contains("nearest: multiply"));
    CHECK_THAT(refusal({"--unit", "dot", "--a", "mxfp4", "--a", act1}), Contains("--b"));
}
