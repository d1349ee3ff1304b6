// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/matrix.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::test::Scratch;
using mxgen::test::write_matrix;
namespace fs = std::filesystem;

namespace {

const std::string data = MXGEN_SOURCE_DIR "/tests/data/";

}  // namespace

TEST_CASE("matmul multiplies the trained tensors as an array would") {
    const Scratch scratch;
    const auto sqnr = [&](const std::string& format) {
        const auto result = scratch.mxgen({"matmul", "--a", format, "--a", data + "act1.npy", "--b",
                                           data + "w2.npy", "-o", format + ".npy", "--json"});
        INFO(result.output);
        REQUIRE(result.ok());
        const auto json = parse_json(result.output);
        CHECK(json["rows"] == 64);
        CHECK(json["cols"] == 256);
        CHECK(fs::file_size(scratch.path() / (format + ".npy")) == 128 + 64 * 256 * 4);
        return json["error__sqnr__db"].get<double>();
    };
    CHECK(sqnr("mxfp8_e4m3") == Approx(30.62).margin(0.01));
    CHECK(sqnr("mxint8") == Approx(43.47).margin(0.01));
    CHECK(sqnr("nvfp4") == Approx(22.15).margin(0.01));
}

TEST_CASE("matmul and co-simulation take matrices of any shape, whatever leaves the array") {
    const Scratch scratch;
    const auto [rows, depth, cols] =
        GENERATE(table<int, int, int>({{1, 1, 1}, {7, 13, 5}, {2, 70, 9}}));
    const std::string dataflow =
        GENERATE(as<std::string>(), "output_stationary", "weight_stationary");
    const std::string output = GENERATE(as<std::string>(), "fp32", "bf16", "mxint8_b2");
    write_matrix(scratch.path() / "a.npy", rows, depth, 1);
    write_matrix(scratch.path() / "b.npy", depth, cols, 2);
    const auto run = [&](std::vector<std::string> words) {
        const std::vector<std::string> design{
            "--unit", "array",  "--a", "mxfp8_e4m3", "--block", "4",        "--rows",
            "2",      "--cols", "2",   "--dataflow", dataflow,  "--output", output,
            "--a",    "a.npy",  "--b", "b.npy",      "--json"};
        words.insert(words.end(), design.begin(), design.end());
        const auto result = scratch.mxgen(words);
        INFO(result.output);
        REQUIRE(result.ok());
        return parse_json(result.output);
    };
    const auto product = run({"matmul", "-o", "c.npy"});
    CHECK(product["rows"] == rows);
    CHECK(product["cols"] == cols);
    CHECK(product["error__sqnr__db"] > 10);
    CHECK(fs::file_size(scratch.path() / "c.npy") == std::uintmax_t(128 + 4 * rows * cols));
    if (rows != 7 || output == "bf16") return;
    // The SystemC test bench pauses its streams, so that cycles are not to be predicted.
    CHECK(run({"cosim", "--sc"})["cosim__mismatches__count"] == 0);
    const auto simulated = run({"cosim"});
    CHECK(simulated["cosim__mismatches__count"] == 0);
    CHECK(simulated["cosim__product__cycles"] == simulated["cosim__product__cycles__predicted"]);
}

TEST_CASE("one exponent a tensor and chains of integers that spill: DFP16 from matrices to sums") {
    const Scratch scratch;
    write_matrix(scratch.path() / "a.npy", 6, 29, 1);
    write_matrix(scratch.path() / "b.npy", 29, 3, 2);
    const auto run = [&](const std::string& command, std::vector<std::string> words) {
        words.insert(words.begin(), {command, "--unit", "array", "--a", "dfp16", "--rows", "2",
                                     "--cols", "2", "--lowering", "plain", "--json"});
        const auto result = scratch.mxgen(words);
        INFO(result.output);
        REQUIRE(result.ok());
        return parse_json(result.output);
    };
    const auto exact = run("matmul", {"--a", data + "act1.npy", "--b", data + "w2.npy", "--block",
                                      "4", "--accumulator", "int40 spill", "-o", "c.npy"});
    CHECK(exact["error__sqnr__db"].get<double>() == Approx(83.59).margin(0.01));
    // Chains of one product and of five, the last one filled up with zeros.
    const auto [accumulator, block] =
        GENERATE(table<std::string, std::string>({{"int32 spill", "1"}, {"int35 spill", "5"}}));
    const auto simulated = run("cosim", {"--a", "a.npy", "--b", "b.npy", "--block", block,
                                         "--lanes", block, "--accumulator", accumulator});
    CHECK(simulated["cosim__mismatches__count"] == 0);
    CHECK(simulated["cosim__product__cycles"] == simulated["cosim__product__cycles__predicted"]);
}

TEST_CASE("both run-time modes multiply matrices") {
    const Scratch scratch;
    write_matrix(scratch.path() / "a.npy", 3, 21, 1);
    write_matrix(scratch.path() / "b.npy", 21, 4, 2);
    const std::vector<std::string> design{"--a",     "mxint8",      "--block", "4",
                                          "--modes", "int8,2xint4", "--a",     "a.npy",
                                          "--b",     "b.npy",       "--json"};
    const auto run = [&](std::vector<std::string> words) {
        words.insert(words.end(), design.begin(), design.end());
        return scratch.mxgen(words);
    };
    const auto sqnr = [&](const char* mode) {
        const auto result = run({"matmul", "--mode", mode, "-o", "c.npy"});
        INFO(result.output);
        REQUIRE(result.ok());
        return parse_json(result.output)["error__sqnr__db"].get<double>();
    };
    CHECK(sqnr("0") > sqnr("1") + 15);
    CHECK(run({"matmul", "--mode", "2", "-o", "c.npy"}).code == 2);
    const auto simulated = run({"cosim"});
    INFO(simulated.output);
    REQUIRE(simulated.ok());
    const auto json = parse_json(simulated.output);
    CHECK(json["cosim__vectors__tensor_mode0__count"] > 0);
    CHECK(json["cosim__vectors__tensor_mode1__count"] > 0);
}

TEST_CASE("matrices that cannot be multiplied are refused, and no product is left") {
    const Scratch scratch;
    std::string bytes = mxgen::read_file(data + "act1.npy");
    std::ofstream(scratch.path() / "short.npy") << bytes.substr(0, bytes.size() / 2);
    std::ofstream(scratch.path() / "text.npy") << "hello";
    const std::string nan("\0\0\xc0\x7f", 4);
    std::ofstream(scratch.path() / "nan.npy") << bytes.replace(bytes.size() - 4, 4, nan);
    const auto refused = [&](const std::string& a, const std::string& b) {
        const auto result =
            scratch.mxgen({"matmul", "--a", "int8", "--a", a, "--b", b, "-o", "c.npy"});
        CHECK(result.code == 2);
        return result.output;
    };
    const std::string w2 = data + "w2.npy";
    CHECK_THAT(refused("short.npy", w2), Contains("short.npy"));
    CHECK_THAT(refused("text.npy", w2), Contains("text.npy"));
    CHECK_THAT(refused("missing.npy", w2), Contains("missing.npy"));
    CHECK_THAT(refused("nan.npy", w2), Contains("element [63, 255] is nan"));
    CHECK_THAT(refused(data + "act1.npy", data + "act1.npy"), Contains("64 rows do not meet"));
    CHECK_THAT(refused("int8", w2), Contains("--a X.npy"));
    CHECK(scratch.entries().size() == 3);
}
