// SPDX-License-Identifier: Apache-2.0
// Every command, ended at any moment: what it leaves.
#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "sw/support/files.h"
#include "sw/support/spawn.h"
#include "tests/cli/commands.h"
#include "tests/cli/mxgen.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::test;
using mxgen::Descriptor;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

namespace {

/// How a command is ended: by a signal, two of them, or a reader of its output that goes away.
struct Ending {
    const char* name;
    int signal;  ///< 0: the reader
    bool is_twice = false;
};

constexpr Ending endings[] = {{"INT", SIGINT},
                              {"TERM", SIGTERM},
                              {"HUP", SIGHUP},
                              {"QUIT", SIGQUIT},
                              {"PIPE", 0},
                              {"KILL", SIGKILL},
                              {"INT twice", SIGINT, true},
                              {"KILL", SIGKILL}};

/// mxgen as it runs in a directory, its scratch and cache there, too; standard error is `errors`.
class RunningCommand {
  public:
    RunningCommand(const std::vector<std::string>& words, const fs::path& directory) {
        std::vector<std::string> all{MXGEN_BINARY_DIR "/mxgen"};
        all.insert(all.end(), words.begin(), words.end());
        std::vector<char*> argv;
        for (auto& word : all) argv.push_back(word.data());
        argv.push_back(nullptr);
        int ends[2];
        REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
        reader_ = Descriptor(ends[0]);
        const Descriptor writer(ends[1]);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
        posix_spawn_file_actions_adddup2(&actions, writer.get(), 1);
        posix_spawn_file_actions_addopen(&actions, 2, "errors", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        setenv("TMPDIR", (directory / "tmp").c_str(), 1);
        setenv("MXGEN_CACHE", (directory / "cache").c_str(), 1);
        REQUIRE(posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ) == 0);
        posix_spawn_file_actions_destroy(&actions);
    }

    /// Reads what it prints for a while, or until it ends.
    void read_for(microseconds time) {
        fcntl(reader_.get(), F_SETFL, O_NONBLOCK);
        char bytes[4096];
        for (const auto end = Clock::now() + time; Clock::now() < end;) {
            const auto count = read(reader_.get(), bytes, sizeof bytes);
            if (count == 0) return;
            if (count < 0) std::this_thread::sleep_for(microseconds(200));
        }
    }

    void end(const Ending& ending) {
        if (ending.signal == 0) return reader_.close();
        kill(pid_, ending.signal);
        if (!ending.is_twice) return;
        std::this_thread::sleep_for(microseconds(3000));
        kill(pid_, ending.signal);
    }

    /// The wait status.
    int wait() {
        if (reader_.is_open()) read_for(std::chrono::minutes(4));
        int status = 0;
        waitpid(pid_, &status, 0);
        return status;
    }

  private:
    pid_t pid_ = 0;
    Descriptor reader_;
};

/// Whether everything that the commands started has ended: it would be a child of this process.
bool children_end() {
    for (int i = 0; i < 1000; ++i) {
        while (waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        if (waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

/// How kills ended.
struct KillCounts {
    int kills = 0, finished = 0, interrupted = 0, died = 0;
};

/// One use of a command, what it writes when it is let, and how long that takes.
class KilledUse {
  public:
    explicit KilledUse(const CommandUse& use) : use_(use), folder_("kill") {
        make_inputs(folder_.path());
        const auto start = Clock::now();
        run_whole();
        duration_ = std::chrono::duration_cast<microseconds>(Clock::now() - start);
        reference_ = written_by(use_, here());
        REQUIRE(reference_.empty() == use_.outputs.empty());
    }

    /// Kills one run; the next one must be as if nothing had been.
    void kill_once(const Ending& ending, std::mt19937& random, KillCounts& counts) {
        INFO(use_.title << ", " << ending.name);
        if (!use_.replaces || random() % 2) remove_outputs(use_, here());
        if (random() % 2) fs::remove_all(here() / "cache");
        const auto before = written_by(use_, here());
        RunningCommand command(use_.words, here());
        command.read_for(duration_ * (random() % 1000) / 1000);
        command.end(ending);
        const int status = command.wait();
        CHECK(children_end());
        check_end(ending, status, counts);
        if (ending.signal != SIGKILL) {
            CHECK(leftovers(here()) == std::vector<std::string>{});
            check_outputs(before);
        }
        if (!use_.replaces) remove_outputs(use_, here());
        run_whole();
        CHECK(written_by(use_, here()) == reference_);
    }

  private:
    const fs::path& here() const { return folder_.path(); }

    void run_whole() {
        RunningCommand command(use_.words, here());
        const int status = command.wait();
        INFO(mxgen::read_file(here() / "errors"));
        REQUIRE(WIFEXITED(status));
        REQUIRE(WEXITSTATUS(status) == 0);
        CHECK(leftovers(here()) == std::vector<std::string>{});
    }

    void check_end(const Ending& ending, int status, KillCounts& counts) {
        const std::string said = mxgen::read_file(here() / "errors");
        INFO("status " << status << ": " << said);
        ++counts.kills;
        if (WIFSIGNALED(status)) {
            // Before mxgen's first line, and after its last one, a signal is the system's.
            CHECK(WTERMSIG(status) == ending.signal);
            CHECK(said.find("terminate") == said.npos);
            ++counts.died;
        } else if (WEXITSTATUS(status) == 0) {
            ++counts.finished;
        } else {
            CHECK(WEXITSTATUS(status) == 4);
            CHECK(said.find(ending.signal == 0 ? "standard output" : "interrupted") != said.npos);
            ++counts.interrupted;
        }
    }

    /// Absent, the old or the new, and whole; a run may be there without its figures.
    void check_outputs(const std::map<std::string, std::string>& before) {
        auto after = written_by(use_, here());
        auto whole = reference_;
        if (after.empty() || after == before || after == whole) return;
        CHECK(use_.title == "ppa");
        const auto is_of_run = [](const auto& file) {
            return file.first.find("/synthesis/") != file.first.npos ||
                   file.first.ends_with("/metrics.json");
        };
        CHECK(std::erase_if(after, is_of_run) == 0);
        std::erase_if(whole, is_of_run);
        CHECK(after == whole);
    }

    const CommandUse& use_;
    mxgen::testing::ScratchFolder folder_;
    microseconds duration_{};
    std::map<std::string, std::string> reference_;
};

/// Kills each use so many times, every ending in its turn.
KillCounts kill_all(int of_short, int of_long) {
    REQUIRE(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
    KillCounts counts;
    std::size_t turn = 0;
    for (const CommandUse& use : command_uses()) {
        const int kills = use.is_long ? of_long : of_short;
        if (kills == 0) continue;
        std::mt19937 random(mxgen::testing::CaseSeed("kill " + use.title));
        KilledUse killed(use);
        for (int i = 0; i < kills; ++i)
            killed.kill_once(endings[turn++ % std::size(endings)], random, counts);
    }
    WARN(counts.kills << " kills: " << counts.interrupted << " interrupted, " << counts.finished
                      << " finished, " << counts.died << " ended by the signal itself");
    return counts;
}

}  // namespace

TEST_CASE("commands that are killed leave what they found, or all that they write") {
    const KillCounts counts = kill_all(2, 0);
    CHECK(counts.kills == 32);
}

TEST_CASE("synthesis that is killed leaves no tool and no half run") {
    REQUIRE(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
    KillCounts counts;
    const auto& uses = command_uses();
    const auto ppa = std::ranges::find(uses, std::string("ppa"), &CommandUse::title);
    REQUIRE(ppa != uses.end());
    std::mt19937 random(mxgen::testing::CaseSeed("kill synthesis"));
    KilledUse killed(*ppa);
    for (const Ending& ending : endings)
        if (ending.is_twice || ending.signal == SIGTERM || ending.signal == SIGKILL)
            killed.kill_once(ending, random, counts);
    CHECK(counts.kills == 4);
}

TEST_CASE("two hundred kills of every command", "[.soak]") {
    // Of each use; fewer to try it.
    const char* chosen = std::getenv("MXGEN_KILLS");
    const int kills = chosen ? std::stoi(chosen) : 17;
    const KillCounts counts = kill_all(kills, kills);
    CHECK(counts.kills == kills * std::ssize(command_uses()));
    CHECK(counts.interrupted > 0);
}
