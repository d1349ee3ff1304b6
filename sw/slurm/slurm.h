// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Jobs of the cluster that sbatch, squeue, scancel and scontrol of PATH speak to. No argument goes
/// through a shell. Every call throws Error: tool_missing where one of them is absent, tool_failed
/// with its words where it fails.
namespace mxgen::slurm {

/// A job, or an array of jobs that differ in SLURM_ARRAY_TASK_ID alone (0 up). What it prints goes
/// nowhere.
struct Submission {
    std::string name;                     ///< jobs are asked for and cancelled by it
    std::filesystem::path script;         ///< of a shell; it is read at once
    std::size_t size = 0;                 ///< of the array; 0: no array
    std::size_t at_a_time = 0;            ///< of the array; 0: no limit
    std::string partition = {};           ///< empty: the cluster's default
    std::uint64_t memory_mb = 0;          ///< 0: the partition's default
    std::uint64_t minutes = 0;            ///< after which it is ended; 0: the partition's default
    std::vector<std::string> after = {};  ///< jobs that must have ended first, however they did
};

/// A job that was not yet ended, an element of an array each.
struct QueuedJob {
    std::string id, state;  ///< "17_3", "RUNNING", "PENDING"
    std::string reason;     ///< why it waits: "Priority"
};

/// What the controller accepts.
struct SlurmLimits {
    std::size_t array_size = 1001;  ///< elements of one array (MaxArraySize)
    std::size_t jobs = 10000;       ///< that it knows at a time (MaxJobCount)
};

/// Throws Error (tool_missing) that says what to install where SLURM's commands are absent.
void require_slurm();

SlurmLimits limits();

/// The limits in the answer to `scontrol show config`; the defaults where it does not say.
SlurmLimits read_limits(const std::string& answer);

/// The number of the job. One that its node loses, or that gives way to others, waits again.
std::string submit(const Submission& submission);

/// The arguments of sbatch.
std::vector<std::string> arguments_of(const Submission& submission);

/// Throws Error (usage) with the partitions that there are and the nearest.
void check_partition(const std::string& name);

/// Jobs of these names.
std::vector<QueuedJob> queued(const std::vector<std::string>& names);

/// The rows of squeue's answer.
std::vector<QueuedJob> read_queue(const std::string& answer);

/// "4 running, 19 waiting (Priority)"
std::string described(const std::vector<QueuedJob>& jobs);

/// Ends jobs of these names; also while an interrupt of this program is being served.
void cancel(const std::vector<std::string>& names);

}  // namespace mxgen::slurm
