// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"
#include "tests/support/tools.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

bool has_layout_tools() { return test::has({"graywolf", "qrouter", "qflow"}); }

const std::vector<std::string> small_run{
    "ppa",  "--unit",          "dot", "--a",           "int4", "--b",
    "int4", "--lanes",         "1",   "--accumulator", "none", "--name",
    "tiny", "--energy-cycles", "50",  "--layout",      "-q"};

}  // namespace

TEST_CASE("a layout in a directory of any name leaves its figures and its picture") {
    if (!has_layout_tools()) return;
    const Scratch scratch;
    const std::string odd = "a b\n$(touch x);[exit]{";
    auto words = small_run;
    words.insert(words.end(), {"-o", odd});
    const auto result = scratch.mxgen(words);
    INFO(result.output);
    REQUIRE(result.ok());
    const auto run = scratch.path() / odd / "tiny";
    const auto metrics = parse_json(read_file(run / "metrics.json"));
    CHECK(metrics.at("finish__timing__delay__ns").get<double>() >
          metrics.at("synth__timing__delay__ns").get<double>());
    const auto svg = read_file(run / "synthesis" / "layout.svg");
    CHECK_THAT(svg, Contains("<svg ") && Contains("</svg>"));
    CHECK_FALSE(fs::exists(scratch.path() / "x"));
    const auto page = scratch.mxgen({"compare", run.string(), "--html", "page.html", "-q"});
    INFO(page.output);
    CHECK(page.ok());
    CHECK_THAT(read_file(scratch.path() / "page.html"), Contains("\"picture\":\"<svg "));
}

TEST_CASE("a layout that is interrupted leaves nothing half done") {
    if (!has_layout_tools()) return;
    const Scratch scratch;
    std::string run = std::string(MXGEN_BINARY_DIR) + "/mxgen";
    for (const auto& word : small_run) run += " " + word;
    run += " -o runs";
    fs::create_directory(scratch.path() / "tmp");
    const auto interrupted =
        scratch.run({"/bin/sh", "-c",
                     run + " & pid=$!\nuntil [ -e tmp/mxgen-*/synthesis/layout/layout.cel ]; do "
                           "sleep 0.02; kill -0 $pid || exit 99; done\n"
                           "kill -INT $pid; wait $pid"},
                    {{"TMPDIR", (scratch.path() / "tmp").string()}});
    INFO(interrupted.output);
    CHECK(interrupted.code == 4);
    CHECK_FALSE(fs::exists(scratch.path() / "runs" / "tiny" / "synthesis"));
    CHECK_FALSE(fs::exists(scratch.path() / "runs" / "tiny" / "metrics.json"));
    CHECK(fs::is_empty(scratch.path() / "tmp"));
}

TEST_CASE("wires of FPGAs, and of libraries without a fit, are refused") {
    const Scratch scratch;
    const auto refused = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"ppa", "--unit", "multiply", "--a", "e2m1", "-o", "runs"});
        const auto result = scratch.mxgen(words);
        CHECK(result.code == 2);
        CHECK_FALSE(fs::exists(scratch.path() / "runs"));
        return result.output;
    };
    CHECK_THAT(refused({"--target", "ice40", "--layout"}), Contains("--target: wires of FPGAs"));
    CHECK_THAT(refused({"--wires", "some"}), Contains("fitted"));
    std::ofstream(scratch.path() / "mine.lib") << "library (mine) { cell (X) { area : 1; } }\n";
    CHECK_THAT(refused({"--liberty", "mine.lib", "--layout"}), Contains("has no shapes"));
    CHECK_THAT(refused({"--liberty", "mine.lib", "--wires", "fitted"}),
               Contains("none are fitted for technology mine"));
}
