// SPDX-License-Identifier: Apache-2.0
#include "sw/support/tools.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <charconv>
#include <cstdlib>
#include <memory>

#include "sw/support/error.h"
#include "sw/support/own_directory.h"
#include "sw/support/pattern.h"
#include "sw/support/process.h"

namespace mxgen {
namespace {

/// The first executable file of that name in PATH; empty when there is none.
std::filesystem::path search_path(const std::string& name) {
    const char* variable = std::getenv("PATH");
    std::string_view rest = variable ? variable : "";
    while (!rest.empty()) {
        auto end = std::min(rest.find(':'), rest.size());
        auto candidate = std::filesystem::path(rest.substr(0, end)) / name;
        std::error_code error;
        if (std::filesystem::is_regular_file(candidate, error) &&
            access(candidate.c_str(), X_OK) == 0)
            return candidate;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

}  // namespace

const std::vector<Tool>& tools() {
    static const std::vector<Tool> table = {
        {"verilator",
         "co-simulation, lint",
         {"--version"},
         R"(Verilator (\d[\d.]*))",
         "5.006",
         "verilator",
         false},
        {"g++", "co-simulation", {"-dumpfullversion"}, R"((\d[\d.]*))", "11", "g++", false},
        {"make", "co-simulation", {"--version"}, R"(GNU Make (\d[\d.]*))", "4", "make", false},
        {"yosys", "synthesis, equivalence", {"-V"}, R"(Yosys (\d[\d.]*))", "0.23", "yosys", false},
        {"yosys-abc", "equivalence", {"-q", "version"}, R"(ABC (\d[\d.]*))", "", "yosys", false},
        {"sta", "timing", {"-version"}, R"((\d+\.[\d.]*\d))", "2.0", "opensta", false},
        {"iverilog",
         "the package's own bench, lint",
         {"-V"},
         R"(Icarus Verilog version (\d[\d.]*))",
         "11",
         "iverilog",
         false},
        {"nextpnr-ice40",
         "FPGA place and route",
         {"--version"},
         R"(Version (?:nextpnr-)?(\d[\d.]*))",
         "",
         "nextpnr-ice40",
         true},
        {"chromium",
         "test of the HTML report",
         {"--version"},
         R"(Chromium (\d[\d.]*))",
         "",
         "chromium",
         true},
    };
    return table;
}

int compare_versions(std::string_view a, std::string_view b) {
    auto next = [](std::string_view& text) {
        while (!text.empty() && !std::isdigit(static_cast<unsigned char>(text.front())))
            text.remove_prefix(1);
        long value = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        return value;
    };
    while (!a.empty() || !b.empty()) {
        long x = next(a), y = next(b);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

FoundTool find_tool(const Tool& tool) {
    FoundTool found;
    found.path = search_path(tool.name);
    if (found.path.empty()) return found;
    std::vector<std::string> command{found.path.string()};
    command.insert(command.end(), tool.version_arguments.begin(), tool.version_arguments.end());
    found.state = FoundTool::State::broken;
    ProcessOptions options;
    options.timeout = std::chrono::seconds(20);
    // Icarus makes files of its own there even to say its version, and leaves them when it is
    // killed.
    std::unique_ptr<OwnDirectory> scratch;
    try {
        scratch = std::make_unique<OwnDirectory>(scratch_parent(), "mxgen-");
        options.environment = {{"TMPDIR", scratch->path().string()}};
    } catch (const Error&) {
        // A tool that needs none still says its version.
    }
    auto result = run_process(command, options);
    if (result.end != ProcessResult::End::exited) return found;
    const auto told = Pattern(tool.version_pattern).find(result.output);
    if (!told) return found;
    found.version = told->at(1);
    bool old = !tool.minimum.empty() && compare_versions(found.version, tool.minimum) < 0;
    found.state = old ? FoundTool::State::too_old : FoundTool::State::present;
    return found;
}

std::string describe(const Tool& tool, const FoundTool& found) {
    auto install = fmt::format("install it with: apt-get install {}", tool.package);
    switch (found.state) {
        case FoundTool::State::present:
            return fmt::format("{} {} ({})", tool.name, found.version, found.path.string());
        case FoundTool::State::missing:
            return fmt::format("{} is not in PATH ({}); {}", tool.name, tool.purpose, install);
        case FoundTool::State::too_old:
            return fmt::format("{} {} ({}) is older than {}; {}", tool.name, found.version,
                               found.path.string(), tool.minimum, install);
        case FoundTool::State::broken:
            return fmt::format("{} ({}) does not tell its version; {}", tool.name,
                               found.path.string(), install);
    }
    return {};
}

FoundTool require_tool(std::string_view name) {
    for (const auto& tool : tools()) {
        if (tool.name != name) continue;
        auto found = find_tool(tool);
        if (found.state != FoundTool::State::present)
            throw Error(Exit::tool_missing, describe(tool, found));
        return found;
    }
    throw Error(Exit::tool_missing, fmt::format("{}: not a tool that mxgen knows", name));
}

}  // namespace mxgen
