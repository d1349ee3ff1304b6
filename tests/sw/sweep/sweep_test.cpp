// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/sweep.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/store/store.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::sweep;
using mxgen::testing::ScratchFolder;
namespace fs = std::filesystem;

namespace {

const char* const small_dots = R"(
[axes]
a.format = ["int2", "int4", "int99"]
dot.lanes = [2, 4, 8]
[[where]]
holds = "a.format != 'int4' or dot.lanes != 8"
[variants.sum]
none = { "dot.accumulator" = "none" }
)";

/// One sweep's place.
struct SweepPlace {
    ScratchFolder scratch{"sweep"};
    Space space = parse_space(small_dots, "s.toml");

    SweepReport run(const std::string& directory = "out", int jobs = 2) const {
        return run_sweep(space, {.directory = scratch.path() / directory,
                                 .store = scratch.path() / "store",
                                 .jobs = jobs});
    }
    std::string results(const std::string& directory = "out") const {
        return read_file(scratch.path() / directory / "results.json");
    }
    store::Store store() const { return store::Store(scratch.path() / "store"); }
};

}  // namespace

TEST_CASE("a sweep estimates each legal point and lists the others") {
    const SweepPlace place;
    const auto report = place.run();
    CHECK(report.code == Exit::done);
    CHECK(report.count(TaskStatus::done) == 5);
    CHECK(report.count(TaskStatus::skipped) == 4);
    CHECK(report.cached() == 0);
    const Json document = parse_json(place.results());
    const Json& points = document.at("points");
    REQUIRE(points.size() == 9);
    CHECK(points[0].at("status") == "done");
    CHECK(points[0].at("config").at("dot").at("lanes") == 2);
    CHECK(points[0].at("metrics").at("estimate__circuit__area__nand2eq").get<double>() > 0);
    CHECK(points[6].at("status") == "skipped");
    CHECK(points[6].at("reason").get<std::string>().find("nearest: ") != std::string::npos);
    CHECK(points[6].at("config").at("dot").at("lanes") == 2);
    const std::string csv = read_file(place.scratch.path() / "out/results.csv");
    CHECK(csv.starts_with("name,status,cached,reason,a.format,dot.lanes,sum,unit,"));
    CHECK(std::ranges::count(csv, '\n') == 10);
}

TEST_CASE("workers, repeats and stores change nothing but who did it") {
    const SweepPlace place;
    place.run();
    const std::string first = place.results();
    const auto again = place.run();
    CHECK(again.cached() == 0);
    CHECK(place.results() == first);
    // As if it had ended when the store had its results, and the directory not yet.
    fs::remove_all(place.scratch.path() / "out/tasks");
    CHECK(place.run().cached() == 0);
    CHECK(place.results() == first);
    const auto elsewhere = place.run("elsewhere", 1);
    CHECK(elsewhere.cached() == 5);
    fs::remove_all(place.scratch.path() / "store");
    fs::remove_all(place.scratch.path() / "out");
    place.run("out", 1);
    CHECK(place.results() == first);
}

TEST_CASE("spoilt results are made again, in the directory and in the store") {
    const SweepPlace place;
    place.run();
    const std::string whole = place.results();
    std::vector<fs::path> outcomes;
    for (const auto& file : fs::recursive_directory_iterator(place.scratch.path() / "out/tasks"))
        if (file.is_regular_file()) outcomes.push_back(file.path());
    REQUIRE(outcomes.size() == 5);
    const auto entries = place.store().entries();
    REQUIRE(entries.size() == 5);
    std::ofstream(outcomes[0]) << "{}";
    std::string text = read_file(outcomes[1]);
    char& digit = text[text.find("estimate__circuit__area__nand2eq\": ") + 35];
    digit = digit == '9' ? '8' : '9';
    std::ofstream(outcomes[1]) << text;
    fs::remove(outcomes[2]);
    for (const auto& entry : entries) std::ofstream(entry.path / "result.json") << "{\"by\": \"\"}";
    CHECK(place.run().cached() == 0);
    CHECK(place.results() == whole);
    // Three were needed, and are whole again.
    std::size_t spoilt = 0;
    for (const auto& entry : entries) spoilt += !is_whole(entry.path);
    CHECK(spoilt == 2);
}

TEST_CASE("a directory with other content is left alone") {
    const SweepPlace place;
    fs::create_directory(place.scratch.path() / "mine");
    std::ofstream(place.scratch.path() / "mine/thesis.txt") << "text";
    CHECK_THROWS_WITH(place.run("mine"), Catch::Matchers::Contains("nothing was touched"));
    CHECK(testing::entries(place.scratch.path() / "mine") == 1);
}

TEST_CASE("conditions over estimates leave points out") {
    SweepPlace place;
    place.space.figure_conditions.emplace_back("area < 100 or dot.lanes < 4", "s.toml:9:1");
    const auto report = place.run();
    CHECK(report.count(TaskStatus::done) + report.count(TaskStatus::skipped) == 9);
    std::size_t left_out = 0;
    for (const auto& point : report.points)
        if (point.reason == "where.holds = \"area < 100 or dot.lanes < 4\"") {
            ++left_out;
            CHECK(point.metrics.at("estimate__circuit__area__nand2eq").get<double>() >= 100);
        }
    CHECK(left_out > 0);
    CHECK(report.count(TaskStatus::done) > 0);
}

TEST_CASE("networks are an axis, found beside the space, and count by their text") {
    const ScratchFolder scratch("sweep_networks");
    const auto write = [&](const char* name, int rows) {
        write_file(scratch.path() / name,
                   fmt::format("[[row]]\nname = \"x\"\nM = {}\nK = 8\nN = 4\n", rows));
    };
    write("small.toml", 4);
    write("large.toml", 8);
    const std::string text =
        "do = [\"workload\"]\n[axes]\na.format = [\"int8\"]\ndot.accumulator = [\"int\"]\n"
        "workload.network = [\"small.toml\", \"large.toml\"]\n";
    const auto run = [&](const char* directory) {
        const Space space = parse_space(text, scratch.path() / "s.toml");
        return run_sweep(space, {.directory = scratch.path() / directory,
                                 .store = scratch.path() / "store",
                                 .jobs = 1});
    };
    const auto first = run("one");
    REQUIRE(first.count(TaskStatus::done) == 2);
    CHECK(first.points[0].name == "dot_int8_x32_int31_networksmall");
    const auto cycles = [](const PointResult& point) {
        return point.metrics.at("workload__cycles__count").get<double>();
    };
    CHECK(cycles(first.points[0]) == 4 * 4 + 1);
    CHECK(cycles(first.points[1]) == 8 * 4 + 1);
    CHECK(first.points[0].metrics.at("estimate__workload__energy__pj") > 0);
    write("large.toml", 16);
    const auto second = run("two");
    CHECK(second.cached() == 1);
    CHECK(cycles(second.points[1]) == 16 * 4 + 1);
    CHECK(mxgen::testing::refusal([&] { parse_space("do = [\"workload\"]\n", "s.toml"); }) ==
          "s.toml:1:1: workload.network is missing; allowed: a file beside this one; nearest: a "
          "file beside this one");
}
