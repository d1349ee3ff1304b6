// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"
#include "tests/support/slurm_cluster.h"

using namespace mxgen;
using namespace mxgen::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// Six tasks of a third of a second, a job each.
const std::string six =
    "do = [\"accuracy\"]\n[axes]\na.format = [\"fp16\"]\nb.format = [\"fp16\"]\n"
    "dot.lanes = [2]\naccuracy.seed = \"1..6\"\n[accuracy]\nsamples = 200000\n"
    "[engine]\njoin_seconds = 0\n";

/// A folder whose name a shell would take apart, and a store of its own.
struct SlurmFolder {
    Scratch scratch;
    fs::path folder = scratch.path() / "a 'b $c %d";

    SlurmFolder() {
        fs::create_directories(folder);
        write(six);
    }
    void write(const std::string& text) const { std::ofstream(folder / "s.toml") << text; }

    std::vector<std::string> words(const std::string& out, std::vector<std::string> more) const {
        more.insert(more.begin(), {MXGEN_BINARY_DIR "/mxgen", "sweep", folder / "s.toml", "-o",
                                   folder / out, "--store", folder / (out + "_store")});
        return more;
    }
    ProcessResult sweep(const std::string& out, const std::vector<std::string>& more,
                        const std::string& path = std::getenv("PATH")) const {
        return scratch.run(words(out, more), {{"PATH", path}});
    }
    ProcessResult status(const std::string& out) const {
        return scratch.mxgen({"sweep", "--status", folder / out, "--json"});
    }
    std::string results(const std::string& out) const {
        return mxgen::read_file(folder / out / "results.json");
    }
};

/// A sweep by SLURM that runs beside the test.
class SlurmSweep {
  public:
    SlurmSweep(const SlurmFolder& folder, const std::string& out) {
        const auto argv = folder.words(out, {"--engine", "slurm"});
        std::vector<char*> words;
        for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        pid_ = fork();
        if (pid_ != 0) return;
        const int sink = open("/dev/null", O_WRONLY);
        dup2(sink, 1), dup2(sink, 2);
        execv(words[0], words.data());
        _exit(127);
    }

    /// Its exit code.
    int end_by(int signal) const {
        if (signal != 0) kill(pid_, signal);
        int status = 0;
        waitpid(pid_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t pid_;
};

std::string queue() { return run_process({"squeue", "--noheader", "--array"}).output; }

/// Outcomes that a sweep's directory has.
std::size_t outcomes(const fs::path& directory) {
    std::size_t count = 0;
    std::error_code error;
    for (const auto& file : fs::recursive_directory_iterator(directory / "tasks", error))
        count += file.path().extension() == ".json";
    return count;
}

/// Commands that accept every job and do none.
class IdleSlurm {
  public:
    explicit IdleSlurm(const fs::path& folder) : folder_(folder) {
        fs::create_directories(folder);
        write("sbatch",
              "test \"$1\" = --version || echo \"$@\" >> \"$(dirname \"$0\")/submitted\"; echo 7");
        write("sinfo", "echo main; echo night");
        write("scontrol", "echo 'MaxArraySize = 2'");
        for (const char* name : {"squeue", "scancel"}) write(name, "exit 0");
    }
    std::string path() const { return folder_.string() + ":" + std::getenv("PATH"); }
    std::string submitted() const { return mxgen::read_file(folder_ / "submitted"); }

    void write(const std::string& name, const std::string& script) const {
        std::ofstream(folder_ / name) << "#!/bin/sh\n" << script << "\n";
        fs::permissions(folder_ / name, fs::perms::owner_all);
    }

  private:
    fs::path folder_;
};

}  // namespace

TEST_CASE("a sweep by SLURM ends as one that is done here") {
    if (!has_slurm()) return;
    const SlurmFolder folder;
    REQUIRE(folder.sweep("here", {}).ok());
    // Six elements need two arrays.
    const SlurmCluster cluster(folder.scratch.path() / "slurm", 4);
    const auto there = folder.sweep("there", {"--engine", "slurm"});
    INFO(there.output);
    REQUIRE(there.ok());
    CHECK(folder.results("there") == folder.results("here"));
    CHECK(fs::exists(folder.folder / "there/slurm/000002.json"));
    CHECK_FALSE(fs::exists(folder.folder / "there/slurm/000003.json"));
    folder.write(six + "partition = \"mian\"\n");
    const auto wrong = folder.sweep("wrong", {"--engine", "slurm"});
    CHECK(wrong.code == 2);
    CHECK_THAT(wrong.output,
               Contains("engine.partition = \"mian\": no such partition; allowed: main; "
                        "nearest: main"));
    folder.write(six + "memory_mb = 400000\n");
    const auto large = folder.sweep("large", {"--engine", "slurm"});
    CHECK(large.code == 4);
    CHECK_THAT(large.output, Contains("sbatch exited with status 1"));
}

TEST_CASE("a detached sweep is ended by its jobs") {
    if (!has_slurm()) return;
    const SlurmFolder folder;
    // Estimates first, then the tasks of those that they leave.
    folder.write(six + "[[where]]\nholds = \"area > 0\"\n");
    REQUIRE(folder.sweep("here", {}).ok());
    const SlurmCluster cluster(folder.scratch.path() / "slurm");
    const auto detached = folder.sweep("there", {"--engine", "slurm", "--detach"});
    INFO(detached.output);
    REQUIRE(detached.ok());
    CHECK_THAT(detached.output, Contains("goes on with it: mxgen sweep --status"));
    const Json begun = parse_json(folder.status("there").output);
    CHECK(begun.at("finished") == false);
    CHECK_FALSE(begun.at("collector").get<std::string>().empty());
    const auto twice = folder.sweep("there", {"--engine", "slurm"});
    CHECK(twice.code == 2);
    CHECK_THAT(twice.output, Contains("its jobs are at work"));
    CHECK(SlurmCluster::await(
        [&] { return parse_json(folder.status("there").output).at("finished") == true; }));
    const Json ended = parse_json(folder.status("there").output);
    CHECK(ended.at("points").at("done") == 6);
    REQUIRE(ended.at("tasks").size() == 2);
    CHECK(ended.at("tasks")[1].at("kind") == "accuracy");
    CHECK(ended.at("tasks")[1].at("done") == 6);
    CHECK(folder.results("there") == folder.results("here"));
    CHECK(folder.status("none").code == 2);
}

TEST_CASE("an engine and a job of SLURM that are killed lose nothing") {
    if (!has_slurm()) return;
    const SlurmFolder folder;
    REQUIRE(folder.sweep("here", {}).ok());
    const SlurmCluster cluster(folder.scratch.path() / "slurm");
    const fs::path out = folder.folder / "there";
    {
        const SlurmSweep sweep(folder, "there");
        REQUIRE(SlurmCluster::await([&] { return outcomes(out) >= 1; }));
        CHECK(sweep.end_by(SIGKILL) == -1);
        CHECK_FALSE(queue().empty());
    }
    const SlurmSweep sweep(folder, "there");
    REQUIRE(SlurmCluster::await([&] { return !cluster.processes_of("n1").empty(); }));
    std::size_t kills = 0;
    for (const pid_t pid : cluster.processes_of("n1")) kills += kill(pid, SIGKILL) == 0;
    CHECK(kills > 0);
    CHECK(sweep.end_by(0) == 0);
    CHECK(folder.results("there") == folder.results("here"));
}

TEST_CASE("a node of SLURM that is lost loses nothing", "[.soak]") {
    if (!has_slurm()) return;
    const SlurmFolder folder;
    REQUIRE(folder.sweep("here", {}).ok());
    SlurmCluster cluster(folder.scratch.path() / "slurm");
    const SlurmSweep sweep(folder, "there");
    REQUIRE(SlurmCluster::await([&] { return !cluster.processes_of("n1").empty(); }));
    CHECK(cluster.kill_node("n1") > 0);
    cluster.start_node("n1");
    CHECK(sweep.end_by(0) == 0);
    CHECK(folder.results("there") == folder.results("here"));
}

TEST_CASE("an interrupt takes the jobs of SLURM along, and the repeat goes on") {
    if (!has_slurm()) return;
    const SlurmFolder folder;
    REQUIRE(folder.sweep("here", {}).ok());
    const SlurmCluster cluster(folder.scratch.path() / "slurm");
    const SlurmSweep sweep(folder, "there");
    REQUIRE(SlurmCluster::await([&] { return outcomes(folder.folder / "there") >= 1; }));
    CHECK(sweep.end_by(SIGINT) == 4);
    CHECK(SlurmCluster::await([] { return queue().empty(); }));
    CHECK(outcomes(folder.folder / "there") < 6);
    CHECK(folder.sweep("there", {"--engine", "slurm"}).ok());
    CHECK(folder.results("there") == folder.results("here"));
}

TEST_CASE("jobs of SLURM that end without a result are tried three times") {
    const SlurmFolder folder;
    const IdleSlurm idle(folder.scratch.path() / "bin");
    folder.write(six + "partition = \"night,main\"\nminutes = 90\njobs = 3\n");
    const auto lost = folder.sweep("out", {"--engine", "slurm"}, idle.path());
    CHECK(lost.code == 4);
    CHECK_THAT(lost.output, Contains("6 of 6 points failed") &&
                                Contains("the process that did it ended three times"));
    // Three arrays of two each time.
    const std::string submitted = idle.submitted();
    CHECK(std::ranges::count(submitted, '\n') == 9);
    CHECK_THAT(submitted, Contains("--array=0-1%3 --partition=night,main --mem=256M --time=90 "));
    // The nodes are to see what the sweep sees: tasks of another space are not taken for these.
    const fs::path array = folder.folder / "out/slurm/000001.json";
    folder.write(six + "[dot]\nblock = 2\n");
    const auto job = [&](const std::string& file) {
        return folder.scratch.run(folder.words("out", {"--jobs", "1", "--job", file}),
                                  {{"SLURM_ARRAY_TASK_ID", "1"}});
    };
    CHECK(job(array).code == 2);
    folder.write(six.substr(0, six.find("samples")) + "samples = 7\n");
    CHECK(job(array).ok());
    CHECK(outcomes(folder.folder / "out") == 6);
    std::ofstream(folder.folder / "wrong.json") << "{\"kind\": \"accuracy\", \"parts\": [[[1]]]}";
    CHECK(job(folder.folder / "wrong.json").code == 2);
    CHECK(folder.sweep("out", {"--job", array}).code == 2);
}

TEST_CASE("without SLURM its engine says what is needed") {
    const SlurmFolder folder;
    const IdleSlurm idle(folder.scratch.path() / "bin");
    idle.write("sbatch", "echo 'sbatch: fatal: no configuration' >&2; exit 1");
    const auto silent = folder.sweep("out", {"--engine", "slurm"}, idle.path());
    CHECK(silent.code == 4);
    CHECK_THAT(silent.output,
               Contains("sbatch: fatal: no configuration") && Contains("nearest: --engine local"));
    const auto absent =
        folder.sweep("out", {"--engine", "slurm"}, (folder.scratch.path() / "none").string());
    CHECK(absent.code == 3);
    CHECK_THAT(absent.output, Contains("sbatch") && Contains("apt-get install slurm-client"));
    CHECK(folder.sweep("out", {"--detach"}).code == 2);
    CHECK(folder.scratch.mxgen({"sweep"}).code == 2);
}
