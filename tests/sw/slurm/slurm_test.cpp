// SPDX-License-Identifier: Apache-2.0
#include "sw/slurm/slurm.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>

#include "sw/support/error.h"
#include "tests/support/fake_program.h"

using namespace mxgen;
using namespace mxgen::slurm;
using Catch::Matchers::Contains;
using mxgen::testing::FakeProgram;

TEST_CASE("limits are read from the controller's settings") {
    const auto limits = read_limits(
        "MaxArraySize            = 51\nMaxDBDMsgs              = 20008\n"
        "MaxJobCount             = 700\nMaxJobId = 67043328\n");
    CHECK(limits.array_size == 51);
    CHECK(limits.jobs == 700);
    CHECK(read_limits("MaxArraySize = none\nMaxJobCount = 0\n\n=\n").array_size == 1001);
    CHECK(read_limits("").jobs == 10000);
}

TEST_CASE("jobs in the queue are counted, and why they wait is said where it is one reason") {
    const auto jobs = read_queue("17_0|RUNNING|None\n17_1|PENDING|Resources\n17_2|COMPLETING|\n");
    REQUIRE(jobs.size() == 3);
    CHECK(jobs[1].id == "17_1");
    CHECK(jobs[1].reason == "Resources");
    CHECK(described(jobs) == "2 running, 1 waiting (Resources)");
    CHECK(described(read_queue("1|PENDING|Priority\n2|PENDING|Resources\n")) ==
          "0 running, 2 waiting");
    CHECK(read_queue("").empty());
    CHECK(read_queue("slurm_load_jobs error\n").empty());
}

TEST_CASE("a submission is arguments of sbatch, and nothing that is not asked for") {
    const auto words = [](const Submission& one) {
        return fmt::format("{}", fmt::join(arguments_of(one), " "));
    };
    const std::string alone = words({.name = "n", .script = "a b.sh"});
    for (const char* option : {"--array", "--partition", "--mem", "--time", "--dependency"})
        CHECK_THAT(alone, !Contains(option));
    CHECK_THAT(alone, Contains("--requeue") && Contains("--job-name n"));
    CHECK(arguments_of({.name = "n", .script = "a b.sh"}).back() == "a b.sh");
    CHECK_THAT(words({.name = "n",
                      .script = "s",
                      .size = 8,
                      .at_a_time = 3,
                      .partition = "p",
                      .memory_mb = 512,
                      .minutes = 9,
                      .after = {"4", "5"}}),
               Contains("--array=0-7%3 --partition=p --mem=512M --time=9 "
                        "--dependency=afterany:4:5 s"));
}

TEST_CASE("the number of a job is what sbatch says, and nothing else") {
    const auto submitted = [](const std::string& script) {
        const FakeProgram sbatch("sbatch", script);
        return submit({.name = "n", .script = "s"});
    };
    CHECK(submitted("echo 17") == "17");
    CHECK(submitted("echo '17;cluster'") == "17");
    CHECK_THROWS_WITH(submitted("echo Submitted batch job 17"), Contains("no number of a job"));
    CHECK_THROWS_WITH(submitted("echo 'sbatch: error: QOSMaxSubmitJobPerUserLimit' >&2; exit 1"),
                      Contains("sbatch exited with status 1") && Contains("QOSMaxSubmit"));
}
