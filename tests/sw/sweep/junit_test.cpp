// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/junit.h"

#include <catch2/catch.hpp>

#include "sw/support/json.h"

using namespace mxgen;
using namespace mxgen::sweep;
using Catch::Matchers::Contains;

namespace {

Space seeds_space() {
    return parse_space(
        "do = [\"cosim\"]\n[axes]\ncosim.seed = [7, 8, 9, 10]\na.format = [\"int4\"]\n"
        "[cosim]\nvectors = 50\n",
        "s.toml");
}

/// One point for each way to end.
SweepReport mixed_report() {
    SweepReport report;
    const auto add = [&](TaskStatus status, Exit code, const std::string& reason) {
        PointResult point;
        point.name = "p" + std::to_string(report.points.size());
        point.index = report.points.size();
        point.status = status;
        point.tasks = {{"cosim", status, code, reason}};
        report.points.push_back(point);
    };
    add(TaskStatus::done, Exit::done, "");
    add(TaskStatus::failed, Exit::check_failed, "row 3: 1 < \"2\" & more\nsecond line");
    add(TaskStatus::failed, Exit::tool_failed, "verilator \x1b[31m ended");
    add(TaskStatus::skipped, Exit::usage, "no such format");
    return report;
}

}  // namespace

TEST_CASE("JUnit XML has a case a point, with message and the command that repeats it") {
    const Space space = seeds_space();
    const std::string xml = junit_xml(space, mixed_report());
    CHECK_THAT(xml, Contains("<testsuite name=\"cosim\" tests=\"4\" failures=\"1\" errors=\"1\" "
                             "skipped=\"1\">"));
    CHECK_THAT(xml, Contains("<testcase classname=\"cosim\" name=\"p0\"/>"));
    CHECK_THAT(xml, Contains("<failure message=\"row 3: 1 &lt; &quot;2&quot; &amp; more\">"));
    CHECK_THAT(xml, Contains("second line\nrepeat with: mxgen cosim --a int4 --vectors 50 --seed 8 "
                             "--exhaustive-bits 20</failure>"));
    CHECK_THAT(xml, Contains("<error message=\"verilator \\x1B[31m ended\">") ||
                        Contains("<error message=\"verilator \\x1b[31m ended\">"));
    CHECK_THAT(xml, Contains("<skipped message=\"no such format\">"));
}

TEST_CASE("the command that repeats a task names its base, keys and options") {
    const Space space = parse_space(
        "base = \"array_mxfp8.toml\"\ndo = [\"ppa\"]\n[axes]\ndot.lanes = [16]\n"
        "dot.initial = [false]\n[ppa]\nrecipe = \"area\"\n[data]\na = \"x y.npy\"\n",
        MXGEN_SOURCE_DIR "/hw/configs/s.toml");
    const std::string command = repeat_command(space, 0, "ppa");
    CHECK_THAT(command, Catch::Matchers::StartsWith("mxgen ppa " MXGEN_SOURCE_DIR
                                                    "/hw/configs/array_mxfp8.toml"));
    CHECK_THAT(command, Contains(" --lanes 16") && Contains(" --initial false") &&
                            Contains(" --recipe area") && Contains(" --a '" MXGEN_SOURCE_DIR));
    CHECK_THAT(repeat_command(space, 0, "estimate"), Contains(" --estimate-only"));
}
