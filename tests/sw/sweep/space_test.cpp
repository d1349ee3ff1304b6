// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/space.h"

#include <catch2/catch.hpp>
#include <set>

#include "sw/support/error.h"
#include "sw/support/json.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::sweep;

namespace {

std::vector<std::string> names(const Expansion& found) {
    std::vector<std::string> all;
    for (const SweepPoint& point : found.points) all.push_back(point.name);
    return all;
}

Expansion expanded(const std::string& text) { return expand(parse_space(text, "s.toml")); }

std::string space_fault(const std::string& text) {
    return mxgen::testing::refusal([&] { expanded(text); });
}

}  // namespace

TEST_CASE("axes are combined in the order of the file, the last one fastest") {
    const auto space = parse_space(R"(
        [axes]
        dot.lanes = "4..16 *2"
        "a.format" = ["mxfp4", "mxint8"]
    )",
                                   "s.toml");
    CHECK(space.size() == 6);
    CHECK(labels_at(space, 0) == "dot.lanes=4 a.format=mxfp4");
    CHECK(labels_at(space, 1) == "dot.lanes=4 a.format=mxint8");
    CHECK(labels_at(space, 5) == "dot.lanes=16 a.format=mxint8");
    CHECK(choices_at(space, 5) == Json({{"dot", {{"lanes", 16}}}, {"a", {{"format", "mxint8"}}}}));
    const auto found = expand(space);
    CHECK(found.points.size() == 6);
    CHECK(found.skipped.empty());
    CHECK(std::get<DotDesign>(config_at(space, 3).design).lanes == 8);
    CHECK(config_at(space, 3).name == found.points[3].name);
    const auto all = names(found);
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == 6);
}

TEST_CASE("ranges add, multiply, and end where their steps meet the end") {
    const auto labels = [](const std::string& range) {
        const auto space = parse_space("[axes]\ntiming.period_ns = \"" + range + "\"", "s.toml");
        std::string text;
        for (const AxisValue& value : space.axes[0].values) text += value.label + " ";
        return text;
    };
    CHECK(labels("1..4") == "1 2 3 4 ");
    CHECK(labels("2..10 +4") == "2 6 10 ");
    CHECK(labels("2..9 +4") == "2 6 ");
    CHECK(labels("0.1..0.3 +0.1") == "0.1 0.2 0.3 ");
    CHECK(labels("1..64*4") == "1 4 16 64 ");
    CHECK(labels("5..5") == "5 ");
}

TEST_CASE("tied axes go together, and variants set several keys under a name") {
    const auto space = parse_space(R"(
        [axes]
        dot.lanes = [4, 8]
        [[tie]]
        a.format = ["mxfp4", "mxint8"]
        b.format = ["mxint4", "mxint8"]
        [variants.sum]
        narrow = { "dot.accumulator" = "bf16" }
        wide = { "dot.accumulator" = "fp32", dot.blocks = 64 }
        [[where]]
        holds = "sum == 'wide' or dot.lanes == 4"
    )",
                                   "s.toml");
    CHECK(space.size() == 8);
    CHECK(labels_at(space, 0) == "dot.lanes=4 a.format+b.format=mxfp4+mxint4 sum=narrow");
    const auto found = expand(space);
    CHECK(found.points.size() == 6);
    REQUIRE(found.skipped.size() == 2);
    CHECK(found.skipped[0].index == 4);
    CHECK(found.skipped[0].reason.starts_with("where.holds = "));
}

TEST_CASE("illegal combinations are skipped with their reason and place") {
    const auto found =
        expanded("[axes]\ndot.lanes = [8, 12, 64]\na.format = [\"mxint8\", \"mxfp9\"]");
    CHECK(found.points.size() == 2);
    REQUIRE(found.skipped.size() == 4);
    CHECK(
        found.skipped[0].reason.starts_with("s.toml:3:23: a.format = \"mxfp9\" is no such format; "
                                            "allowed: "));
    CHECK(found.skipped[1].reason.starts_with("s.toml:2:17: dot.lanes = 12 "));
    CHECK(found.skipped[1].reason.find("nearest: ") != std::string::npos);
}

TEST_CASE("an axis stands in the place of the key that it excludes") {
    const auto space =
        parse_space("[axes]\ntiming.stages = [1, 2]\na.format = [\"e4m3\"]", "s.toml");
    Space with_base = space;
    with_base.base["timing.period_ns"] = {KeyValue(20.0), "base.toml:2:1"};
    CHECK(expand(with_base).points.size() == 2);
}

TEST_CASE("points that are one design are one point, options make them several") {
    const auto found = expanded("[axes]\na.format = [\"e4m3\", \"e4m3\"]\n");
    CHECK(found.points.size() == 1);
    REQUIRE(found.skipped.size() == 1);
    CHECK(found.skipped[0].reason == "is the design of a.format=e4m3");
    const auto seeds = names(expanded("[axes]\na.format = [\"e4m3\"]\ncosim.seed = \"1..3\"\n"));
    REQUIRE(seeds.size() == 3);
    CHECK(seeds[2].ends_with("_seed3"));
    // The wrapper is not in a design's name.
    const auto wrapped = names(
        expanded("[axes]\na.format = [\"e4m3\"]\ndesign.wrapper = [\"none\", \"axi_stream\"]\n"));
    REQUIRE(wrapped.size() == 2);
    CHECK(wrapped[1] == wrapped[0] + "_2");
}

TEST_CASE("a wrong space is refused with place, what is allowed and the nearest") {
    struct WrongSpace {
        const char *text, *place, *nearest;
    };
    const WrongSpace rows[] = {
        {"axis = 3", "s.toml:1:1: unknown section \"axis\"", "nearest: axes"},
        {"[axes]\ndot.lane = [4]", "s.toml:2:5: unknown key \"dot.lane\"", "nearest: dot.lanes"},
        {"[axes]\ndot.lanes = [\"x\"]", "s.toml:2:14: dot.lanes", "nearest: "},
        {"[axes]\ndot.lanes = [4, 100000]", "s.toml:2:17: dot.lanes", "nearest: "},
        {"[axes]\ndot.lanes = 4", "s.toml:2:13: dot.lanes has one value", "nearest: a list"},
        {"[axes]\ndot.lanes = \"4-8\"", "s.toml:2:13: dot.lanes", "is no range"},
        {"[axes]\ndot.lanes = \"8..4\"", "s.toml:2:13: dot.lanes", "to nowhere"},
        {"[axes]\ndot.lanes = \"1..8 +0\"", "s.toml:2:13: dot.lanes", "to nowhere"},
        {"[axes]\ndot.lanes = \"1..3 +0.5\"", "s.toml:2:13: dot.lanes", "integers"},
        {"[axes]\ndot.lanes = []", "s.toml:2:13: dot.lanes has no value", "one or more"},
        {"[axes]\na.format = \"mxfp4\"", "s.toml:2:12: a.format", "not a list"},
        {"[[tie]]\na.format = [\"mxfp4\"]\nb.format = [\"mxfp4\", \"mxint8\"]",
         "s.toml:3:12: b.format has 2 values", "one length"},
        {"[axes]\ndot.lanes = [4]\n[[tie]]\ndot.lanes = [4]", "s.toml:", "one axis for a key"},
        {"do = [\"prove\"]",
         "s.toml:1:7: do: unknown task \"prove\"; allowed: estimate, accuracy, workload, "
         "cosim or ppa",
         "nearest: "},
        {"do = [\"workload\"]", "s.toml:1:1: workload.network is missing", "nearest: a file"},
        {"do = \"ppa\"", "s.toml:1:6: do is no list", "nearest: "},
        {"base = \"none.toml\"", "s.toml:1:8: base = \"none.toml\"", "there is no file"},
        {"base = 4", "s.toml:1:8: base is no text", "nearest: "},
        {"[cosim]\nvector = 4", "s.toml:2:1: unknown key \"cosim.vector\"",
         "nearest: cosim.vectors"},
        {"[engine]\njobs = -1", "s.toml:2:8: engine.jobs = -1 is out of range", "nearest: 0"},
        {"[[where]]\nholds = \"array.row < 3\"", "s.toml:2:9: unknown key or figure \"array.row\"",
         "nearest: array.rows"},
        {"[[where]]\nholds = \"aera < 3\"", "s.toml:2:9: unknown key or figure \"aera\"",
         "nearest: area"},
        {"[[where]]\nhold = \"area < 3\"", "s.toml:2:1: unknown key \"where.hold\"",
         "nearest: where.holds"},
        {"[where]\nholds = \"area < 3\"", "s.toml:1:1: where is a list of tables", "[[where]]"},
        {"[variants]\nx = 3", "s.toml:2:5: variants.x is a section", "nearest: "},
        {"[variants.x]\ny = { \"dot.lane\" = 3 }", "s.toml:2:7: unknown key", "nearest: dot.lanes"},
        {"[axes]\ndot.lanes = \"1..4096\"\ndot.blocks = \"1..4096\"", "s.toml:1:1: more than",
         "10000000"},
        {"[axes]\na.format = [\"mxfp9\"]", "s.toml:2:13: a.format = \"mxfp9\" is no such format",
         "nearest: mxfp"},
        {"[axes]\ndot.lanes = [4", "s.toml:", "allowed:"},
    };
    for (const WrongSpace& row : rows) {
        INFO(row.text);
        const std::string message = space_fault(row.text);
        INFO(message);
        CHECK(message.starts_with(row.place));
        CHECK(message.find(row.nearest) != message.npos);
    }
}

TEST_CASE("the regressions and spaces of the project are legal") {
    std::size_t count = 0;
    for (const char* folder : {"hw/regressions", "hw/spaces"})
        for (const auto& file :
             std::filesystem::directory_iterator(std::string(MXGEN_SOURCE_DIR "/") + folder)) {
            INFO(file.path());
            const auto found = expand(read_space(file.path()));
            // A regression that leaves designs out would pass without them.
            CHECK(found.skipped.empty());
            ++count;
        }
    CHECK(count >= 3);
}
