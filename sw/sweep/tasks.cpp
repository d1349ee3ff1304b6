// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/tasks.h"

#include <algorithm>
#include <set>

#include "sw/flow/run.h"
#include "sw/network/figures.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

namespace {

long long integer(const Settings& options, const char* path) {
    return std::get<long long>(option_value(options, path));
}

std::string text(const Settings& options, const char* path) {
    const KeyValue value = option_value(options, path);
    const auto* set = std::get_if<std::string>(&value);
    return set ? *set : "";
}

Key integer_key(const char* section, const char* name, long long initial, double min, double max,
                const char* help) {
    return {.section = section,
            .name = name,
            .type = KeyType::integer,
            .min = min,
            .max = max,
            .help = help,
            .initial = initial};
}

void ask_estimate(Request& request, const Settings&, const fs::path&) {
    request.estimates = ppa::CellWeights{};
}

void ask_accuracy(Request& request, const Settings& options, const fs::path&) {
    request.errors = accuracy::MultiplierOptions{
        .samples = static_cast<std::uint64_t>(integer(options, "accuracy.samples")),
        .seed = static_cast<std::uint64_t>(integer(options, "accuracy.seed"))};
}

void ask_cosim(Request& request, const Settings& options, const fs::path&) {
    request.cosim =
        CosimRequest{.vectors = static_cast<std::uint64_t>(integer(options, "cosim.vectors")),
                     .seed = static_cast<std::uint64_t>(integer(options, "cosim.seed")),
                     .exhaustive_bits = static_cast<int>(integer(options, "cosim.exhaustive_bits")),
                     .coverage = std::get<bool>(option_value(options, "cosim.coverage"))};
}

void ask_ppa(Request& request, const Settings& options, const fs::path& runs) {
    request.estimates = ppa::CellWeights{};
    request.cost = CostRequest{
        .directory = runs,
        .recipe = text(options, "ppa.recipe"),
        .proof_limit = std::chrono::seconds(integer(options, "ppa.proof_seconds")),
        .energy_cycles = static_cast<std::size_t>(integer(options, "ppa.energy_cycles"))};
}

/// Clock and energy are estimates, and all that follows from them.
Metrics measure_workload(const Config& config, const Settings& options) {
    auto network = network::read_network(text(options, "workload.network"));
    const auto given = [&](const char* path, std::uint64_t otherwise) {
        const long long value = integer(options, path);
        return value > 0 ? static_cast<std::uint64_t>(value) : otherwise;
    };
    network.batch = given("workload.batch", network.batch);
    network.prefill = given("workload.prefill", network.prefill);
    network.decode = given("workload.decode", network.decode);
    network::Surroundings surroundings{.buffer_bytes = given("workload.buffer", 0)};
    if (const auto bandwidth = given("workload.bandwidth", 0))
        surroundings.bandwidth_gb_s = static_cast<double>(bandwidth);
    const auto machine = network::machine_of(config, {});
    const auto run = network::run_on(machine, network, surroundings);
    const network::Figures& total = run.total;
    return {{"workload__name", network.name},
            {"workload__cycles__count", total.cycles},
            {"workload__utilisation", total.utilisation()},
            {"workload__memory__bytes", total.memory.total()},
            {"estimate__workload__seconds", total.seconds},
            {"estimate__workload__energy__pj", total.energy_pj()},
            {"estimate__workload__energy__per_token__pj", total.energy_pj() / run.tokens}};
}

Keys accuracy_keys() {
    return {
        integer_key("accuracy", "samples", 200000, 1, 1e12, "Pairs of codes, where not all are"),
        integer_key("accuracy", "seed", 1, 0, 1e15, "Of the pairs")};
}

Keys cosim_keys() {
    return {integer_key("cosim", "vectors", 100000, 0, 1e15, "Random results to compare"),
            integer_key("cosim", "seed", 1, 0, 1e15, "Of everything random"),
            integer_key("cosim", "exhaustive_bits", 20, 0, 24,
                        "All inputs of one-product units of up to so many bits"),
            {.section = "cosim",
             .name = "coverage",
             .type = KeyType::boolean,
             .help = "Count lines and toggles",
             .initial = false}};
}

Keys ppa_keys() {
    return {{.section = "ppa",
             .name = "recipe",
             .allowed = ppa::recipe_names(),
             .help = "Synthesis for speed or area",
             .initial = std::string("speed")},
            integer_key("ppa", "energy_cycles", 1000, 0, 1e7, "Simulated for the energy; 0: none"),
            integer_key("ppa", "proof_seconds", 60, 1, 86400,
                        "Before simulation takes over from the proof")};
}

Keys workload_keys() {
    constexpr double most = 1e9;
    return {{.section = "workload",
             .name = "network",
             .example = "llama3_8b.toml",
             .help = "The network as matrix products, beside the space"},
            integer_key("workload", "batch", 0, 0, most, "Sequences; 0: as the network has it"),
            integer_key("workload", "prefill", 0, 0, most, "Tokens of a prompt; 0: likewise"),
            integer_key("workload", "decode", 0, 0, most, "Tokens made after it; 0: likewise"),
            integer_key("workload", "buffer", 0, 0, 1e15,
                        "Bytes of the buffer on the chip; 0: as large as it takes"),
            integer_key("workload", "bandwidth", 0, 0, most,
                        "GB/s of the memory; 0: never waited for")};
}

Keys data_keys() {
    const auto tensor = [](const char* name) {
        return Key{.section = "data",
                   .name = name,
                   .example = "act.npy",
                   .help = "FILE.npy or FILE.safetensors:NAME, beside the space"};
    };
    return {tensor("a"), tensor("b")};
}

Keys engine_keys() {
    return {integer_key("engine", "jobs", 0, 0, 4096, "Tasks at a time; 0: the cores"),
            integer_key("engine", "memory_mb", 0, 0, 1e9,
                        "That all tasks may take, or a job of SLURM; 0: what is free at the start, "
                        "or what the tasks are expected to take"),
            {.section = "engine",
             .name = "partition",
             .example = "long",
             .help = "Of SLURM; empty: its default",
             .initial = std::string()},
            integer_key("engine", "minutes", 0, 0, 1e6,
                        "Before SLURM ends a job; 0: as its partition says"),
            integer_key("engine", "join_seconds", 60, 0, 1e6,
                        "SLURM: tasks are joined to jobs that take so long; 0: a job a task")};
}

}  // namespace

const std::vector<TaskKind>& task_kinds() {
    static const std::vector<TaskKind> kinds{
        {.name = "estimate",
         .options = {},
         .ask = ask_estimate,
         .tools = {},
         .need = {0.1, 0.02, 60, 2, true, true, 0.03},
         .reads_data = true},
        {.name = "accuracy",
         .options = accuracy_keys(),
         .ask = ask_accuracy,
         .tools = {},
         .need = {0.5, 0, 100, 0},
         .reads_data = true},
        {.name = "workload",
         .options = workload_keys(),
         .measure = measure_workload,
         .tools = {},
         .need = {0.2, 0.02, 80, 2},
         .files = {"workload.network"}},
        {.name = "cosim",
         .options = cosim_keys(),
         .ask = ask_cosim,
         .tools = {"verilator", "g++"},
         .need = {1, 0.9, 350, 3, true},
         .checks = true,
         .reads_data = true},
        {.name = "ppa",
         .options = ppa_keys(),
         .ask = ask_ppa,
         .tools = {"yosys", "yosys-abc", "sta", "verilator"},
         .need = {3, 3, 350, 15, true},
         .checks = true,
         .reads_libraries = true,
         .reads_data = true},
    };
    return kinds;
}

const TaskKind& task_kind(std::string_view name) {
    return *std::ranges::find(task_kinds(), name, &TaskKind::name);
}

std::vector<std::string> task_names() {
    std::vector<std::string> names;
    for (const TaskKind& kind : task_kinds()) names.emplace_back(kind.name);
    return names;
}

const Keys& option_keys() {
    static const Keys all = [] {
        Keys rows = data_keys();
        for (const TaskKind& kind : task_kinds())
            rows.insert(rows.end(), kind.options.begin(), kind.options.end());
        const Keys engine = engine_keys();
        rows.insert(rows.end(), engine.begin(), engine.end());
        return rows;
    }();
    return all;
}

bool is_option(const std::string& path) {
    static const std::set<std::string> paths = [] {
        std::set<std::string> all;
        for (const Key& key : option_keys()) all.insert(key.path());
        return all;
    }();
    return paths.contains(path);
}

bool is_file_option(const std::string& path) {
    if (path == "data.a" || path == "data.b") return true;
    return std::ranges::any_of(task_kinds(), [&](const TaskKind& kind) {
        return std::ranges::find(kind.files, path) != kind.files.end();
    });
}

KeyValue option_value(const Settings& options, const std::string& path) {
    const auto set = options.find(path);
    return set != options.end() ? set->second.value : find_key(option_keys(), path).initial;
}

TensorFiles data_of(const Settings& options) {
    return {.a = text(options, "data.a"), .b = text(options, "data.b")};
}

}  // namespace mxgen::sweep
