// SPDX-License-Identifier: Apache-2.0
// docs/tutorial.md as a reader follows it.
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"
#include "tests/support/page.h"

using namespace mxgen;
using namespace mxgen::test;
namespace fs = std::filesystem;

TEST_CASE("the commands of the tutorial run as they stand there") {
    const Scratch scratch;
    for (const char* folder : {"hw", "tests"})
        fs::create_directory_symlink(fs::path(MXGEN_SOURCE_DIR) / folder, scratch.path() / folder);
    std::size_t count = 0;
    for (auto words : commands_of_page(MXGEN_SOURCE_DIR "/docs/tutorial.md")) {
        REQUIRE(words.at(0) == "mxgen");
        words.erase(words.begin());
        const auto result = scratch.mxgen(words);
        INFO(words.at(0) << "\n" << result.output << result.errors);
        CHECK(result.ok());
        ++count;
    }
    CHECK(count == 5);
    const auto points = parse_json(read_file(scratch.path() / "four/results.json"))["points"];
    CHECK(points.size() == 16);
    for (const auto& point : points)
        CHECK(point["metrics"]["estimate__circuit__energy__per_mac__pj"] > 1);
    CHECK(fs::exists(scratch.path() / "four/report.html"));
    CHECK(fs::exists(scratch.path() / "four_bits/four_bits.core"));
}

TEST_CASE("the tutorial's space is the one that is shipped") {
    const auto shown = code_blocks(MXGEN_SOURCE_DIR "/docs/tutorial.md", "toml");
    REQUIRE(shown.size() == 1);
    const auto shipped = read_file(MXGEN_SOURCE_DIR "/hw/spaces/four_bits.toml");
    CHECK(shipped.find(shown[0]) != std::string::npos);
}
