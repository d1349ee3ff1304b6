// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/worker_pool.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <map>
#include <set>

#include "sw/support/error.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::sweep;
using mxgen::testing::ScratchFolder;

namespace {

/// Whether this is the first call with the name, in whatever process.
bool is_first(const ScratchFolder& scratch, const std::string& name) {
    const int fd = open((scratch.path() / name).c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

std::map<std::size_t, std::optional<std::string>> answers(const std::vector<PoolJob>& jobs,
                                                          const PoolOptions& options,
                                                          const PoolWork& work) {
    std::map<std::size_t, std::optional<std::string>> all;
    run_pool(jobs, options, work, [&](std::size_t job, const std::optional<std::string>& answer) {
        CHECK(all.emplace(job, answer).second);
    });
    return all;
}

std::string echo(std::size_t job) { return std::to_string(job) + std::string(job * 1000, 'x'); }

}  // namespace

TEST_CASE("every job is done once, in other processes") {
    const std::vector<PoolJob> jobs(100);
    const auto here = getpid();
    const auto all = answers(jobs, {.jobs = 3}, [&](std::size_t job, bool) -> std::string {
        return getpid() == here ? "here" : echo(job);
    });
    REQUIRE(all.size() == jobs.size());
    for (const auto& [job, answer] : all) CHECK(answer == echo(job));
    CHECK(answers({}, {}, {}).empty());
}

TEST_CASE("a worker that is killed takes one job with it, which is done again") {
    const ScratchFolder scratch("pool");
    const auto all =
        answers(std::vector<PoolJob>(20), {.jobs = 2}, [&](std::size_t job, bool) -> std::string {
            if (job % 7 == 3 && is_first(scratch, std::to_string(job))) raise(SIGKILL);
            if (job == 5) raise(SIGKILL);
            if (job == 6) throw std::runtime_error("no");
            return echo(job);
        });
    REQUIRE(all.size() == 20);
    for (const auto& [job, answer] : all) {
        INFO(job);
        if (job == 5 || job == 6)
            CHECK_FALSE(answer);
        else
            CHECK(answer == echo(job));
    }
}

TEST_CASE("what is made elsewhere is asked for again when nothing else is left") {
    const ScratchFolder scratch("pool");
    std::vector<std::size_t> order;
    run_pool(
        std::vector<PoolJob>(6), {.jobs = 1},
        [&](std::size_t job, bool waits) -> std::optional<std::string> {
            if (job == 1 && !waits) return std::nullopt;
            return echo(job);
        },
        [&](std::size_t job, const auto&) { order.push_back(job); });
    CHECK(order == std::vector<std::size_t>{0, 2, 3, 4, 5, 1});
}

TEST_CASE("jobs of a group are one worker's while others have work") {
    std::vector<PoolJob> jobs;
    for (std::uint64_t i = 0; i < 40; ++i) jobs.push_back({.group = i % 2});
    const auto all = answers(jobs, {.jobs = 2}, [](std::size_t, bool) {
        usleep(1000);
        return std::to_string(getpid());
    });
    std::map<std::string, std::set<std::uint64_t>> groups;
    for (const auto& [job, pid] : all) groups[*pid].insert(jobs[job].group);
    std::size_t both = 0;
    for (const auto& [pid, of_worker] : groups) both += of_worker.size() == 2;
    CHECK(groups.size() == 2);
    CHECK(both <= 1);  // whoever is done first helps the other
}

TEST_CASE("jobs that need more memory than there is run one after the other") {
    const ScratchFolder scratch("pool");
    const std::vector<PoolJob> jobs(8, {.group = 0, .memory_mb = 600});
    const auto all = answers(jobs, {.jobs = 4, .memory_mb = 1000}, [&](std::size_t, bool) {
        const bool alone = is_first(scratch, "running");
        usleep(5000);
        unlink((scratch.path() / "running").c_str());
        return std::string(alone ? "alone" : "beside another");
    });
    REQUIRE(all.size() == 8);
    for (const auto& [job, answer] : all) CHECK(answer == "alone");
}

TEST_CASE("what the caller throws ends the pool") {
    const auto work = [](std::size_t job, bool) { return echo(job); };
    const auto fail = [](std::size_t, const std::optional<std::string>&) {
        throw Error(Exit::tool_failed, "full");
    };
    CHECK_THROWS_WITH(run_pool(std::vector<PoolJob>(9), {.jobs = 2}, work, fail), "full");
}
