// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <thread>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using namespace mxgen::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// A folder with spaces, and a store of its own.
struct SweepFolder {
    Scratch scratch;

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(scratch.path() / name) << text;
    }
    ProcessResult sweep(std::vector<std::string> words) const {
        words.insert(words.begin(), "sweep");
        return scratch.mxgen(words, {{"MXGEN_CACHE", (scratch.path() / "store").string()}});
    }
    std::string results(const std::string& directory = "out") const {
        return mxgen::read_file(scratch.path() / directory / "results.json");
    }
    Json points(const std::string& directory = "out") const {
        return parse_json(results(directory)).at("points");
    }
};

const std::string tiny =
    "[axes]\na.format = [\"int2\", \"int3\"]\n"
    "[variants.size]\nsmall = { dot.lanes = 2, dot.accumulator = \"none\" }\n";

}  // namespace

TEST_CASE("a sweep says what it did, and its results are there") {
    const SweepFolder folder;
    folder.write("s.toml", tiny);
    const auto result = folder.sweep({"s.toml", "-o", "out", "--estimate"});
    INFO(result.output);
    CHECK(result.code == 0);
    CHECK_THAT(result.output, Contains("2 done, 0 failed, 0 skipped, 0 cached: out/results.json"));
    CHECK(folder.points().size() == 2);
    const auto json = folder.sweep({"s.toml", "-o", "out2", "--estimate", "--json"});
    CHECK(parse_json(json.output).at("cached") == 2);
    CHECK(folder.sweep({"s.toml", "-o", "out", "--estimate", "--quiet"}).output.empty());
    folder.write("s.toml", "[axes]\ndot.lanes = [0]\n");
    const auto wrong = folder.sweep({"s.toml", "-o", "out3"});
    CHECK(wrong.code == 2);
    CHECK_THAT(wrong.output, Contains("s.toml:2:14: dot.lanes = 0 is out of range; allowed: 1 to"));
    CHECK_FALSE(fs::exists(folder.scratch.path() / "out3"));
    CHECK(folder.sweep({"none.toml", "-o", "out3"}).code == 2);
    CHECK(folder.sweep({"s.toml"}).code == 2);
}

TEST_CASE("a sweep synthesises and co-simulates its points") {
    const SweepFolder folder;
    folder.write("s.toml", "do = [\"cosim\", \"ppa\"]\n[cosim]\nvectors = 100\n" + tiny);
    const auto result = folder.sweep({"s.toml", "-o", "out"});
    INFO(result.output);
    REQUIRE(result.code == 0);
    for (const Json& point : folder.points()) {
        const Json& metrics = point.at("metrics");
        CHECK(point.at("status") == "done");
        CHECK(metrics.at("cosim__mismatches__count") == 0);
        CHECK(metrics.at("synth__equivalence") == "proved");
        CHECK(metrics.at("synth__design__instance__area__nand2eq").get<double>() > 0);
        CHECK_FALSE(metrics.contains("run__digest"));
        CHECK(fs::exists(folder.scratch.path() / "out/runs" / point.at("name").get<std::string>() /
                         "manifest.json"));
    }
    // Of the results alone, without a tool.
    const auto again = folder.sweep({"s.toml", "-o", "again"});
    CHECK_THAT(again.output, Contains("2 done, 0 failed, 0 skipped, 2 cached"));
}

TEST_CASE("tools that are absent fail their points, and the repeat does them") {
    const SweepFolder folder;
    folder.write("s.toml", "do = [\"cosim\", \"estimate\"]\n[cosim]\nvectors = 100\n" + tiny);
    const std::vector<std::string> words{"sweep", "s.toml", "-o", "out"};
    const std::pair<std::string, std::string> store{"MXGEN_CACHE",
                                                    (folder.scratch.path() / "store").string()};
    const auto failed = folder.scratch.mxgen(words, {store, {"VERILATOR", "none"}});
    CHECK(failed.code == 3);
    CHECK_THAT(failed.output, Contains("2 of 2 points failed:") && Contains("verilator"));
    CHECK(folder.points()[0].at("status") == "failed");
    CHECK(folder.points()[0].at("metrics").contains("estimate__circuit__area__nand2eq"));
    CHECK(folder.scratch.mxgen(words, {store}).code == 0);
    CHECK(folder.points()[0].at("status") == "done");
}

TEST_CASE("the store is listed, verified and pruned") {
    const SweepFolder folder;
    folder.write("s.toml", tiny);
    REQUIRE(folder.sweep({"s.toml", "-o", "out", "--estimate"}).ok());
    const auto store = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "store");
        words.insert(words.end(), {"--store", "store"});
        return folder.scratch.mxgen(words);
    };
    CHECK_THAT(store({"list"}).output, Contains("result          2 entries"));
    const Json listed = parse_json(store({"list", "--json"}).output).at("entries");
    REQUIRE(listed.size() == 2);
    CHECK(store({"verify"}).code == 0);
    const fs::path first = folder.scratch.path() / listed[0].at("path").get<std::string>();
    std::ofstream(first / "result.json") << "spoilt";
    const auto spoilt = store({"verify"});
    CHECK(spoilt.code == 1);
    CHECK_THAT(spoilt.output, Contains("1 of 2 entries are not as they were written"));
    CHECK_THAT(store({"prune"}).output, Contains("1 entries removed"));
    CHECK(store({"verify"}).code == 0);
    CHECK_THAT(store({"prune", "--megabytes", "0", "--json"}).output,
               Contains(listed[1].at("path")));
    CHECK_THAT(store({"list"}).output, !Contains("result"));
    CHECK(store({"lst"}).code == 2);
    CHECK(store({"list", "--days", "-2"}).code == 2);
}
