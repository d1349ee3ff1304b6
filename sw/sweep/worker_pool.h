// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mxgen::sweep {

/// What is known of a job before it runs.
struct PoolJob {
    std::uint64_t group = 0;      ///< jobs of one group share work in memory: one worker does them
    std::uint64_t memory_mb = 0;  ///< that it may take
};

struct PoolOptions {
    int jobs = 1;                    ///< workers
    std::uint64_t memory_mb = 0;     ///< that all jobs at a time may take; one runs in any case
    std::filesystem::path log = {};  ///< receives what workers print; empty: nothing does
};

/// Does a job in a worker and returns its answer. Where `waits` is false it may return nothing:
/// what the job needs is being made elsewhere, and it is asked again later.
using PoolWork = std::function<std::optional<std::string>(std::size_t job, bool waits)>;

/// Is told the answer of each job, in whatever order they come. None: its worker died, three times.
using PoolAnswer = std::function<void(std::size_t job, const std::optional<std::string>& answer)>;

/// Does jobs in worker processes, forked off this one: one that dies, however that happens, takes
/// its own job with it alone, which is done again. Jobs start in their order as far as groups and
/// memory permit. Workers end with this process. Throws Error (tool_failed) when an interrupt
/// arrives, and whatever `on_answer` throws; no worker is left then.
void run_pool(const std::vector<PoolJob>& jobs, const PoolOptions& options, const PoolWork& work,
              const PoolAnswer& on_answer);

/// The memory that is free on this machine, in MB (MemAvailable of /proc/meminfo); 0: not known.
std::uint64_t free_memory_mb();

}  // namespace mxgen::sweep
