// SPDX-License-Identifier: Apache-2.0
#include "sw/slurm/slurm.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/support/numbers.h"
#include "sw/support/process.h"

namespace mxgen::slurm {

namespace {

constexpr std::chrono::minutes patience{2};  ///< with a busy controller

/// What a command of SLURM says on standard output.
std::string answer_of(const std::vector<std::string>& argv, bool heeds_interrupts = true) {
    const auto result = run_process(
        argv, {.timeout = patience, .merges = false, .heeds_interrupts = heeds_interrupts});
    if (!result.ok())
        throw Error(Exit::tool_failed,
                    fmt::format("{} {}: {}", argv[0], describe(result), tail(result.errors, 3)));
    return result.output;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

}  // namespace

void require_slurm() {
    for (const char* command : {"sbatch", "squeue", "scancel", "scontrol", "sinfo"}) try {
            answer_of({command, "--version"});
        } catch (const Error& error) {
            const bool absent = error.code() == Exit::tool_missing;
            throw Error(error.code(),
                        fmt::format("--engine slurm: {}{}; allowed: where SLURM's commands reach "
                                    "its controller; nearest: --engine local",
                                    error.what(),
                                    absent ? " (install it: apt-get install slurm-client)" : ""));
        }
}

SlurmLimits read_limits(const std::string& answer) {
    SlurmLimits limits;
    for (const std::string& line : lines_of(answer)) {
        std::istringstream words(line);
        std::string name, equals, value;
        words >> name >> equals >> value;
        const auto number = parse_integer<std::size_t>(value);
        if (equals != "=" || !number || *number == 0) continue;
        if (name == "MaxArraySize") limits.array_size = *number;
        if (name == "MaxJobCount") limits.jobs = *number;
    }
    return limits;
}

SlurmLimits limits() { return read_limits(answer_of({"scontrol", "show", "config"})); }

std::vector<std::string> arguments_of(const Submission& submission) {
    std::vector<std::string> argv{"sbatch",     "--parsable",         "--requeue",
                                  "--job-name", submission.name,      "--output=/dev/null",
                                  "--ntasks=1", "--open-mode=append", "--input=/dev/null"};
    const auto add = [&](bool given, const std::string& argument) {
        if (given) argv.push_back(argument);
    };
    const std::string together =
        submission.at_a_time > 0 ? fmt::format("%{}", submission.at_a_time) : "";
    add(submission.size > 0, fmt::format("--array=0-{}{}", submission.size - 1, together));
    add(!submission.partition.empty(), "--partition=" + submission.partition);
    add(submission.memory_mb > 0, fmt::format("--mem={}M", submission.memory_mb));
    add(submission.minutes > 0, fmt::format("--time={}", submission.minutes));
    add(!submission.after.empty(),
        fmt::format("--dependency=afterany:{}", fmt::join(submission.after, ":")));
    argv.push_back(submission.script.string());
    return argv;
}

std::string submit(const Submission& submission) {
    const std::string answer = answer_of(arguments_of(submission));
    // "17", or "17;CLUSTER" where there are several.
    const std::string id = answer.substr(0, answer.find_first_of(";\n"));
    if (!parse_integer<std::uint64_t>(id))
        throw Error(Exit::tool_failed,
                    fmt::format("sbatch told no number of a job, but {}", in_quotes(answer)));
    return id;
}

void check_partition(const std::string& name) {
    const auto known = lines_of(answer_of({"sinfo", "--noheader", "--all", "--format=%R"}));
    // Several may be given, of which a job takes the first that is free.
    std::istringstream parts(name);
    for (std::string part; std::getline(parts, part, ',');)
        if (std::ranges::find(known, part) == known.end())
            throw Error(Exit::usage,
                        fmt::format("engine.partition = {}: no such partition; allowed: {}; "
                                    "nearest: {}",
                                    in_quotes(part), enumerated(known), nearest(part, known)));
}

std::vector<QueuedJob> read_queue(const std::string& answer) {
    std::vector<QueuedJob> jobs;
    for (const std::string& line : lines_of(answer)) {
        std::istringstream columns(line);
        QueuedJob job;
        if (std::getline(columns, job.id, '|') && std::getline(columns, job.state, '|')) {
            std::getline(columns, job.reason);
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

std::vector<QueuedJob> queued(const std::vector<std::string>& names) {
    return read_queue(answer_of({"squeue", "--noheader", "--array", "--format=%i|%T|%r",
                                 fmt::format("--name={}", fmt::join(names, ","))}));
}

std::string described(const std::vector<QueuedJob>& jobs) {
    std::size_t waiting = 0;
    std::set<std::string> reasons;
    for (const auto& job : jobs) {
        if (job.state != "PENDING") continue;
        ++waiting;
        reasons.insert(job.reason);
    }
    std::string text = fmt::format("{} running", jobs.size() - waiting);
    if (waiting == 0) return text;
    text += fmt::format(", {} waiting", waiting);
    const bool tells = reasons.size() == 1 && *reasons.begin() != "None";
    return tells ? text + fmt::format(" ({})", *reasons.begin()) : text;
}

void cancel(const std::vector<std::string>& names) {
    for (const std::string& name : names) answer_of({"scancel", "--name=" + name}, false);
}

}  // namespace mxgen::slurm
