// SPDX-License-Identifier: Apache-2.0
#include "sim/verilate.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <thread>

#include "sim/shim.h"
#include "sw/support/cache.h"
#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/own_directory.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"

namespace mxgen::sim {

namespace fs = std::filesystem;

namespace {

using CommandLine = std::vector<std::string>;

void run(const CommandLine& command, const fs::path& directory, std::chrono::milliseconds timeout) {
    ProcessOptions options;
    options.directory = directory;
    options.timeout = timeout;
    // Compilers that are killed leave their own files: here they go with the rest.
    options.environment = {{"TMPDIR", directory.string()}};
    const ProcessResult result = run_process(command, options);
    if (!result.ok())
        throw Error(Exit::tool_failed, fmt::format("{}: {}\n{}", command.front(), describe(result),
                                                   visible(tail(result.output, 20))));
}

/// Runs the commands, as many at once as there are processors; throws the first error.
void run_all(const std::vector<CommandLine>& commands, const fs::path& directory,
             std::chrono::milliseconds timeout) {
    std::atomic<std::size_t> next = 0;
    std::exception_ptr error;
    std::atomic_flag failed;
    auto work = [&] {
        for (std::size_t i; (i = next++) < commands.size();) try {
                run(commands[i], directory, timeout);
            } catch (...) {
                next = commands.size();
                if (!failed.test_and_set()) error = std::current_exception();
            }
    };
    const auto count =
        std::min<std::size_t>(std::max(1u, std::thread::hardware_concurrency()), commands.size());
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < count; ++i) workers.emplace_back(work);
    workers.clear();
    if (error) std::rethrow_exception(error);
}

CommandLine compiler(const VerilateOptions& options, const fs::path& include) {
    return {"g++",
            "-std=c++17",
            !options.optimise    ? "-O0"
            : options.word_level ? "-O3"
                                 : "-O1",
            "-fPIC",
            "-fvisibility=hidden",
            "-fno-gnu-unique",
            "-w",
            "-DVERILATOR=1",
            "-DVM_SC=0",
            fmt::format("-DVM_TRACE={:d}", options.trace),
            fmt::format("-DVM_TRACE_FST={:d}", options.trace),
            fmt::format("-DVM_COVERAGE={:d}", options.coverage),
            "-I.",
            "-I" + include.string(),
            "-I" + (include / "vltstd").string()};
}

std::vector<std::string> runtime_sources(const VerilateOptions& options) {
    std::vector<std::string> names{"verilated", "verilated_dpi", "verilated_threads"};
    if (options.trace) names.push_back("verilated_fst_c");
    if (options.coverage) names.push_back("verilated_cov");
    return names;
}

/// Compiles Verilator's own library and its headers once for each set of options; returns the
/// folder of the objects, and of model.h for models to include first.
fs::path build_runtime(const VerilateOptions& options, const fs::path& include,
                       const fs::path& cache, const std::string& version) {
    const CommandLine base = compiler(options, include);
    const std::string key = sha256(fmt::format("{} {} {} {}{}", version, fmt::join(base, " "),
                                               fmt::join(runtime_sources(options), " "),
                                               shim_header(), model_header()));
    return cached(cache, "runtime-" + key, [&](const fs::path& folder) {
        write_own_file(folder / "shim.h", shim_header());
        write_own_file(folder / "model.h", model_header());
        std::vector<CommandLine> commands{base};
        commands[0].insert(commands[0].end(), {"-x", "c++-header", "model.h", "-o", "model.h.gch"});
        for (const std::string& name : runtime_sources(options)) {
            CommandLine command = base;
            command.insert(command.end(),
                           {"-include", "shim.h", "-c", (include / (name + ".cpp")).string(), "-o",
                            name + ".o"});
            commands.push_back(command);
        }
        run_all(commands, folder, options.timeout);
    });
}

CommandLine verilator_arguments(const VerilogDesign& design, const VerilateOptions& options) {
    // Folding trees of bit operations goes wrong in 5.006: it finds differences in netlists that
    // Icarus and a proof find equal.
    CommandLine command{"--cc",
                        "--Mdir",
                        ".",
                        "--prefix",
                        std::string(verilated_prefix),
                        "--top-module",
                        design.top,
                        "-O3",
                        "-fno-const-bit-op-tree",
                        "--assert",
                        "--x-initial",
                        "unique",
                        "--output-split",
                        "20000",
                        "--Wno-fatal",
                        "-Wno-lint",
                        "-Wno-style"};
    if (options.trace) command.push_back("--trace-fst");
    if (options.coverage) command.insert(command.end(), {"--coverage-line", "--coverage-toggle"});
    for (const auto& [name, value] : design.parameters)
        command.push_back(fmt::format("-G{}={}", name, value));
    for (const auto& [name, value] : design.defines)
        command.push_back(fmt::format("-D{}={}", name, value));
    return command;
}

/// The C++ sources below a folder, relative to it, in order.
std::vector<fs::path> sources_in(const fs::path& folder) {
    std::vector<fs::path> sources;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".cpp")
            sources.push_back(entry.path().lexically_relative(folder));
    std::sort(sources.begin(), sources.end());
    return sources;
}

/// Sources of one folder that compile as one, by #include.
struct SourceGroup {
    fs::path parent;
    std::string text;
    std::uintmax_t bytes;
};

/// Sources of about two megabytes each: in small models reading Verilator's headers takes longest.
std::vector<SourceGroup> groups_of(const fs::path& folder) {
    constexpr std::uintmax_t enough = 2'000'000;
    std::vector<SourceGroup> groups;
    for (const fs::path& source : sources_in(folder)) {
        const fs::path parent = "." / source.parent_path();
        if (groups.empty() || groups.back().parent != parent || groups.back().bytes > enough)
            groups.push_back({parent, "", 0});
        groups.back().text += fmt::format("#include \"{}\"\n", source.generic_string());
        groups.back().bytes += fs::file_size(folder / source);
    }
    return groups;
}

/// Compiles what Verilator wrote and the shim and links them with the runtime.
void build_library(const VerilogDesign& design, const VerilateOptions& options,
                   const fs::path& include, const fs::path& runtime, const fs::path& folder) {
    write_own_file(folder / "shim.cpp", shim_source(design.ports));
    std::vector<CommandLine> commands;
    // A model that lacks a function is no model.
    CommandLine link{"g++", "-shared", "-Wl,-Bsymbolic", "-Wl,-z,defs", "-o", "dut.so"};
    for (const SourceGroup& group : groups_of(folder)) {
        const std::string name = fmt::format("group_{}", commands.size());
        write_own_file(folder / (name + ".cpp"), group.text);
        CommandLine command = compiler(options, include);
        command.insert(command.end(),
                       {"-include", (runtime / "model.h").string(), "-I" + group.parent.string(),
                        "-c", name + ".cpp", "-o", name + ".o"});
        commands.push_back(command);
        link.push_back(name + ".o");
    }
    run_all(commands, folder, options.timeout);
    for (const std::string& name : runtime_sources(options))
        link.push_back((runtime / (name + ".o")).string());
    link.insert(link.end(), {"-lpthread", "-latomic"});
    if (options.trace) link.push_back("-lz");
    run(link, folder, options.timeout);
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename() != "dut.so") fs::remove_all(entry.path());
}

/// Where Verilator keeps the headers and sources of its own library.
fs::path include_folder(const FoundTool& verilator) {
    const ProcessResult answer = run_process(verilator.with({"--getenv", "VERILATOR_ROOT"}),
                                             {.timeout = std::chrono::minutes(1), .merges = false});
    if (!answer.ok())
        throw Error(Exit::tool_failed,
                    fmt::format("verilator --getenv VERILATOR_ROOT: {}\n{}", describe(answer),
                                visible(tail(answer.errors, 20))));
    std::string root = answer.output;
    root.erase(root.find_last_not_of(" \n") + 1);
    const fs::path include = fs::path(root) / "include";
    std::error_code error;
    if (!fs::exists(include / "verilated.cpp", error))
        throw Error(Exit::tool_missing,
                    fmt::format("verilator: no verilated.cpp in {}", in_quotes(include.string())));
    return include;
}

/// Verilator's own configuration: which modules become models of their own.
std::string block_settings(const VerilogDesign& design) {
    std::string text = "`verilator_config\n";
    for (const std::string& module : design.blocks)
        text += fmt::format("hier_block -module \"{}\"\n", module);
    return text;
}

/// The same module without `signed` at its output ports: the wrappers that 5.006 writes around
/// blocks do not compile with it. Nothing changes, because no module reads its own outputs and
/// connections have equal widths.
std::string unsigned_outputs(std::string text) {
    const std::string port = "output logic signed [";
    for (std::size_t at = 0; (at = text.find(port, at)) != text.npos;)
        text.replace(at, port.size(), "output logic [");
    return text;
}

std::string design_text(const VerilogDesign& design) {
    std::string text;
    for (const fs::path& file : design.files) text += read_file(file) + '\0';
    return text + block_settings(design);
}

/// Runs Verilator on copies of the design's files, in the folder of the model.
void translate(const VerilogDesign& design, CommandLine command, const VerilateOptions& options,
               const fs::path& folder) {
    fs::create_directory(folder / "rtl");
    for (const fs::path& file : design.files) {
        command.push_back((fs::path("rtl") / file.filename()).string());
        const std::string text = read_file(file);
        write_own_file(folder / command.back(),
                       design.blocks.empty() ? text : unsigned_outputs(text));
    }
    if (!design.blocks.empty()) {
        write_own_file(folder / "rtl" / "blocks.vlt", block_settings(design));
        command.insert(command.end(), {"--hierarchical", "rtl/blocks.vlt"});
    }
    run(command, folder, options.timeout);
}

}  // namespace

fs::path verilate(const VerilogDesign& design, const VerilateOptions& options) {
    const FoundTool verilator = require_tool("verilator");
    require_tool("g++");
    const fs::path cache = options.cache.empty() ? default_cache() : absolute_path(options.cache);
    const fs::path include = include_folder(verilator);
    CommandLine command = verilator_arguments(design, options);
    const std::string key =
        sha256(fmt::format("{}\n{}\n{}\n{}\n{}", verilator.version, fmt::join(command, " "),
                           fmt::join(compiler(options, include), " "), shim_source(design.ports),
                           design_text(design)));
    const auto build = [&](const fs::path& folder) {
        options.on_progress(design.top + ": translating");
        const fs::path runtime = build_runtime(options, include, cache, verilator.version);
        translate(design, verilator.with(command), options, folder);
        options.on_progress(design.top + ": compiling");
        build_library(design, options, include, runtime, folder);
    };
    return cached(cache, "model-" + key, build) / "dut.so";
}

}  // namespace mxgen::sim
