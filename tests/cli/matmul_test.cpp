// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "sw/support/files.h"
#include "tests/cli/mxgen.h"

using Catch::Matchers::Contains;
using mxgen::test::Scratch;
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
        const auto json = nlohmann::json::parse(result.output);
        CHECK(json["rows"] == 64);
        CHECK(json["cols"] == 256);
        CHECK(fs::file_size(scratch.path() / (format + ".npy")) == 128 + 64 * 256 * 4);
        return json["error__sqnr__db"].get<double>();
    };
    CHECK(sqnr("mxfp8_e4m3") == Approx(30.62).margin(0.01));
    CHECK(sqnr("mxint8") == Approx(43.47).margin(0.01));
    CHECK(sqnr("nvfp4") == Approx(22.15).margin(0.01));
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
