// SPDX-License-Identifier: Apache-2.0
#include "sw/report/compare.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/report/html.h"
#include "sw/support/error.h"

using namespace mxgen;
using namespace mxgen::report;

namespace {

Run run(const std::string& name, double area, const char* equivalence = "proved") {
    return {name,
            {{"name", name},
             {"synth__design__instance__area__stdcell", area},
             {"synth__equivalence", equivalence},
             {"technology", "osu018"},
             {"error__sqnr__db", 31.5}}};
}

}  // namespace

TEST_CASE("numbers are printed to four digits") {
    CHECK(format_number(46012.4) == "46012");
    CHECK(format_number(1.23456) == "1.235");
    CHECK(format_number(0.00123456) == "0.001235");
    CHECK(format_number(0) == "0");
    CHECK(format_number(12.5) == "12.5");
    CHECK(format_number(-2) == "-2");
}

TEST_CASE("a table has a row a run, ratios and conditions") {
    auto text = to_text(compare({run("a", 1000), run("bb", 790)}, 0));
    CHECK(text ==
          "run    area um2  equal to RTL      sqnr db\n"
          "a          1000        proved         31.5\n"
          "bb   790 (0.79)        proved  31.5 (1.00)\n"
          "in parentheses: ratio to a\n"
          "technology: osu018\n");
    CHECK_THROWS_AS(compare({run("a", 1)}, 1), std::out_of_range);
}

TEST_CASE("a figure that a run or the baseline lacks has no ratio") {
    auto second = run("b", 500);
    second.metrics["synth__timing__delay__ns"] = 2.0;
    auto comparison = compare({run("a", 0), second}, 0);
    REQUIRE(comparison.columns[1].heading == "delay ns");
    CHECK_FALSE(comparison.rows[0][1].value);
    CHECK_FALSE(comparison.rows[1][0].ratio);
    CHECK_FALSE(comparison.rows[1][1].ratio);
}

TEST_CASE("JSON and CSV carry figures and ratios") {
    auto comparison = compare({run("a", 1000), run("b,\"x\"", 250)}, 1);
    auto json = to_json(comparison);
    CHECK(json["baseline"] == "b,\"x\"");
    CHECK(json["runs"][0]["ratios"]["synth__design__instance__area__stdcell"] == 4.0);
    CHECK(
        to_csv(comparison) ==
        "name,synth__design__instance__area__stdcell,synth__design__instance__area__stdcell__ratio,"
        "synth__equivalence,error__sqnr__db,error__sqnr__db__ratio\r\n"
        "a,1000,4,proved,31.5,1\r\n"
        "\"b,\"\"x\"\"\",250,1,proved,31.5,1\r\n");
}

TEST_CASE("runs are read from their directory, broken ones refused") {
    auto directory = std::filesystem::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / "report_run";
    std::filesystem::create_directories(directory);
    auto write = [&](const char* text) { std::ofstream(directory / "metrics.json") << text; };
    write(R"({"synth__timing__delay__ns": 2})");
    CHECK(read_run(directory).name == "report_run");
    CHECK(read_run(directory / "metrics.json").metrics["synth__timing__delay__ns"] == 2);
    for (const char* broken : {"", "[1]", "{\"a\": {}}", "{\"a\": "}) {
        write(broken);
        CHECK_THROWS_AS(read_run(directory), Error);
    }
    CHECK_THROWS_AS(read_run(directory / "absent"), Error);
}

TEST_CASE("what stands in a run's subdirectories belongs to the run") {
    auto directory = std::filesystem::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / "report_parts";
    std::filesystem::create_directories(directory / "cosim");
    std::filesystem::create_directories(directory / "rtl");
    std::ofstream(directory / "metrics.json") << R"({"name": "a", "synth__timing__delay__ns": 2})";
    std::ofstream(directory / "cosim/metrics.json") << R"({"cosim__mismatches__count": 0})";
    const Run run = read_run(directory);
    CHECK(run.name == "a");
    CHECK(run.metrics["synth__timing__delay__ns"] == 2);
    CHECK(run.metrics["cosim__mismatches__count"] == 0);
}

TEST_CASE("a page holds all runs and cannot be broken out of") {
    auto page = to_html(compare({run("a", 1000), run("</script><b>", 250)}, 0));
    CHECK(page.find("@DATA@") == std::string::npos);
    CHECK(page.find("</script><b>") == std::string::npos);
    CHECK(page.find("\"baseline\":\"a\"") != std::string::npos);
    CHECK(page.find("src=") == std::string::npos);
}

TEST_CASE("the picture of a layout is part of the page, where there was one") {
    auto directory =
        std::filesystem::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / "report_layout";
    std::filesystem::create_directories(directory / "synthesis");
    std::ofstream(directory / "synthesis" / "layout.svg") << "<svg><script>x</script></svg>";
    const auto write = [&](const char* text) {
        std::ofstream(directory / "metrics.json") << text;
        return read_run(directory);
    };
    CHECK(write(R"({"name": "a"})").picture.empty());
    const Run placed = write(R"({"name": "a", "finish__design__core__area": 100})");
    CHECK(placed.picture == "<svg><script>x</script></svg>");
    const auto page = to_html(compare({placed}, 0));
    CHECK(page.find("\"picture\":\"<svg><script>x<\\/script><\\/svg>\"") != std::string::npos);
}
