// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/matrix.h"
#include "tests/cli/mxgen.h"
#include "tests/support/case_seed.h"

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

/// Twelve estimates of a tenth of a second or so.
const std::string dozen =
    "[axes]\na.format = [\"int4\", \"int5\", \"int6\"]\ndot.lanes = [8, 10, 12, 14]\n"
    "dot.accumulator = [\"fp32\"]\n";

/// A sweep that runs beside the test.
class RunningSweep {
  public:
    explicit RunningSweep(const SweepFolder& folder, const char* directory = "out") {
        pid_ = fork();
        if (pid_ != 0) return;
        const int sink = open("/dev/null", O_WRONLY);
        dup2(sink, 1), dup2(sink, 2);
        setenv("MXGEN_CACHE", (folder.scratch.path() / "store").c_str(), 1);
        if (chdir(folder.scratch.path().c_str()) == 0)
            execl(MXGEN_BINARY_DIR "/mxgen", "mxgen", "sweep", "s.toml", "-o", directory,
                  "--estimate", "--jobs", "2", nullptr);
        _exit(127);
    }

    pid_t pid() const { return pid_; }

    /// The processes that it has forked.
    std::vector<pid_t> workers() const {
        std::ifstream file(fmt::format("/proc/{0}/task/{0}/children", pid_));
        return {std::istream_iterator<pid_t>(file), {}};
    }

    int wait() const {
        int status = 0;
        waitpid(pid_, &status, 0);
        return status;
    }

  private:
    pid_t pid_;
};

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

TEST_CASE("a sweep that is killed, and one whose workers are, end as one that is not") {
    std::mt19937 random(mxgen::testing::CaseSeed("killed sweep"));
    const SweepFolder undisturbed;
    undisturbed.write("s.toml", dozen);
    REQUIRE(undisturbed.sweep({"s.toml", "-o", "out", "--estimate"}).ok());
    const std::string whole = undisturbed.results();
    int kills = 0, survived = 0;
    for (int turn = 0; turn < 6; ++turn) {
        const SweepFolder folder;
        folder.write("s.toml", dozen);
        const bool of_worker = turn % 2;
        RunningSweep sweep(folder);
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 400));
        const auto workers = sweep.workers();
        const pid_t victim = !of_worker        ? sweep.pid()
                             : workers.empty() ? 0
                                               : workers[random() % workers.size()];
        if (victim != 0) kills += kill(victim, SIGKILL) == 0;
        const int status = sweep.wait();
        for (const pid_t worker : workers) {
            // Nobody works on for a sweep that is gone.
            for (int i = 0; i < 500 && kill(worker, 0) == 0; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            CHECK(kill(worker, 0) != 0);
        }
        if (of_worker) {
            CHECK(status == 0);
            CHECK(folder.results() == whole);
        }
        survived += status == 0;
        CHECK(folder.sweep({"s.toml", "-o", "out", "--estimate"}).ok());
        CHECK(folder.results() == whole);
    }
    CHECK(kills > 0);
    CHECK(survived >= 3);
}

TEST_CASE("two sweeps at once share the work") {
    const SweepFolder folder;
    folder.write("s.toml", dozen);
    const RunningSweep first(folder, "first"), second(folder, "second");
    CHECK(first.wait() == 0);
    CHECK(second.wait() == 0);
    const Json one = folder.points("first"), other = folder.points("second");
    REQUIRE(one.size() == 12);
    for (std::size_t i = 0; i < one.size(); ++i) {
        // Each was made by one of them, and both have it.
        CHECK(one[i].at("cached") != other[i].at("cached"));
        CHECK(one[i].at("metrics") == other[i].at("metrics"));
    }
}

TEST_CASE("a store that cannot be made is refused by its name") {
    const SweepFolder folder;
    folder.write("s.toml", tiny);
    const auto refused =
        folder.sweep({"s.toml", "-o", "out", "--estimate", "--store", "/proc/none"});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.output, Contains("/proc/none") && Contains("MXGEN_CACHE"));
}

TEST_CASE("a dry run says what would be done, and writes nothing") {
    const SweepFolder folder;
    folder.write("s.toml", "do = [\"ppa\"]\n" + dozen + "[[where]]\nholds = \"dot.lanes < 14\"\n");
    const auto text = folder.sweep({"s.toml", "--dry-run"});
    INFO(text.output);
    CHECK(text.code == 0);
    CHECK_THAT(text.output,
               Contains("9 points, 3 combinations skipped") && Contains("ppa: 9 tasks, about "));
    const Json plan = parse_json(folder.sweep({"s.toml", "--dry-run", "--json"}).output);
    CHECK(plan.at("points").size() == 9);
    CHECK(plan.at("skipped")[0].at("reason") == "where.holds = \"dot.lanes < 14\"");
    CHECK(plan.at("seconds").get<double>() > 0);
    CHECK(folder.scratch.entries() == std::vector<std::string>{"s.toml"});
}

TEST_CASE("with an objective the front is shown, and wrong ones are refused") {
    const SweepFolder folder;
    folder.write("s.toml", dozen);
    const auto json = parse_json(
        folder.sweep({"s.toml", "-o", "out", "--estimate", "--objective", "area", "--json"})
            .output);
    REQUIRE(json.at("front").size() == 1);
    CHECK(json.at("front")[0] == "dot_int4_x8_fp32");
    CHECK(folder.sweep({"s.toml", "-o", "out", "--objective", "aera"}).code == 2);
    CHECK(folder.sweep({"s.toml", "-o", "out", "--objective", "area", "--keep", "0.5"}).code == 2);
    const auto no_data = folder.sweep({"s.toml", "-o", "out", "--objective", "sqnr"});
    CHECK(no_data.code == 2);
    CHECK_THAT(no_data.output, Contains("with [data] a and b"));
}

TEST_CASE("one point is done alone, by its name") {
    const SweepFolder folder;
    folder.write("s.toml", dozen);
    REQUIRE(
        folder.sweep({"s.toml", "-o", "out", "--estimate", "--only", "dot_int5_x10_fp32"}).ok());
    REQUIRE(folder.points().size() == 1);
    CHECK(folder.points()[0].at("name") == "dot_int5_x10_fp32");
    const auto wrong = folder.sweep({"s.toml", "-o", "out", "--only", "dot_int5_x11_fp32"});
    CHECK(wrong.code == 2);
    CHECK_THAT(wrong.output, Contains("nearest: dot_int5_x1"));
}

TEST_CASE("an exported sweep is done by ninja, and ends with the same results") {
    const SweepFolder folder;
    folder.write("s.toml", tiny);
    folder.write("a b$c{d.toml", tiny);
    if (!folder.scratch.run({"/bin/sh", "-c", "command -v ninja"}).ok()) {
        WARN("SKIPPED: no ninja");
        return;
    }
    REQUIRE(folder.sweep({"s.toml", "-o", "here", "--estimate", "--store", "other"}).ok());
    for (const char* space : {"s.toml", "a b$c{d.toml"}) {
        const std::string out = std::string("exported ") + space;
        REQUIRE(folder.sweep({space, "-o", out, "--estimate", "--engine", "export"}).ok());
        const auto built = folder.scratch.run({"ninja", "-C", out});
        INFO(built.output);
        REQUIRE(built.ok());
        const Json here = folder.points("here"), there = folder.points(out + "/results");
        REQUIRE(there.size() == here.size());
        for (std::size_t i = 0; i < here.size(); ++i)
            CHECK(there[i].at("metrics") == here[i].at("metrics"));
        CHECK_THAT(mxgen::read_file(folder.scratch.path() / out / "Snakefile"),
                   Contains("rule dot_int2_x2_none:"));
        CHECK_THAT(folder.scratch.run({"ninja", "-C", out}).output, Contains("no work to do"));
    }
}

TEST_CASE("tensors of a space are found beside it, and their accuracy is an objective") {
    const SweepFolder folder;
    fs::create_directory(folder.scratch.path() / "spaces");
    write_matrix(folder.scratch.path() / "spaces/a.npy", 8, 64, 1);
    write_matrix(folder.scratch.path() / "spaces/b.npy", 64, 8, 2);
    folder.write("spaces/s.toml",
                 "do = [\"accuracy\"]\n[data]\na = \"a.npy\"\nb = \"b.npy\"\n"
                 "[[tie]]\na.format = [\"mxint8\", \"mxfp4\", \"mxint4\"]\n"
                 "b.format = [\"mxint8\", \"mxfp4\", \"mxint4\"]\n[axes]\ndot.lanes = [4]\n");
    const auto result =
        folder.sweep({"spaces/s.toml", "-o", "out", "--objective", "sqnr", "--json"});
    INFO(result.output);
    REQUIRE(result.ok());
    const Json points = folder.points();
    REQUIRE(points.size() == 3);
    const auto sqnr = [&](std::size_t i) {
        return points[i].at("metrics").at("error__tensor__total_sqnr__db").get<double>();
    };
    CHECK(sqnr(0) > sqnr(1));
    CHECK(sqnr(0) > sqnr(2));
    CHECK(parse_json(result.output.substr(result.output.find('{'))).at("front") ==
          Json::array({points[0].at("name")}));
    // Other data, other results.
    write_matrix(folder.scratch.path() / "spaces/a.npy", 8, 64, 3);
    REQUIRE(folder.sweep({"spaces/s.toml", "-o", "out"}).ok());
    CHECK(folder.points()[0].at("metrics") != points[0].at("metrics"));
    CHECK(folder.points()[0].at("cached") == false);
    fs::remove(folder.scratch.path() / "spaces/a.npy");
    const auto absent = folder.sweep({"spaces/s.toml", "-o", "out"});
    CHECK(absent.code == 2);
    CHECK_THAT(absent.output, Contains("a.npy"));
}
