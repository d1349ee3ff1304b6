// SPDX-License-Identifier: Apache-2.0
#include "sw/support/tools.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <sstream>

#include "sw/support/error.h"
#include "sw/support/own_directory.h"
#include "sw/support/pattern.h"
#include "sw/support/process.h"

namespace mxgen {
namespace {

bool is_program(const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::is_regular_file(file, error) && access(file.c_str(), X_OK) == 0;
}

/// The first executable file of that name in PATH, or the name itself where it has a slash; empty
/// when there is none.
std::string search_path(const std::string& name) {
    if (name.find('/') != name.npos) return is_program(name) ? name : "";
    const char* variable = std::getenv("PATH");
    std::string_view rest = variable ? variable : "";
    while (!rest.empty()) {
        auto end = std::min(rest.find(':'), rest.size());
        auto candidate = std::filesystem::path(rest.substr(0, end)) / name;
        if (is_program(candidate)) return candidate.string();
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

/// What runs a tool, its program looked up; empty when there is none.
std::vector<std::string> command_of(const Tool& tool) {
    const char* chosen = tool.variable.empty() ? nullptr : std::getenv(tool.variable.c_str());
    std::istringstream words(chosen ? chosen : "");
    std::vector<std::string> command{std::istream_iterator<std::string>(words), {}};
    if (command.empty()) command = {tool.name};
    command[0] = search_path(command[0]);
    if (command[0].empty()) return {};
    return command;
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
         false,
         "VERILATOR"},
        {"g++", "co-simulation", {"-dumpfullversion"}, R"((\d[\d.]*))", "11", "g++", false},
        {"make", "co-simulation", {"--version"}, R"(GNU Make (\d[\d.]*))", "4", "make", false},
        {"yosys",
         "synthesis, equivalence",
         {"-V"},
         R"(Yosys (\d[\d.]*))",
         "0.23",
         "yosys",
         false,
         "YOSYS"},
        {"yosys-abc",
         "equivalence",
         {"-q", "version"},
         R"(ABC (\d[\d.]*))",
         "",
         "yosys",
         false,
         "YOSYS_ABC"},
        {"sta", "timing", {"-version"}, R"((\d+\.[\d.]*\d))", "2.0", "opensta", false, "STA"},
        {"iverilog",
         "the package's own bench, lint",
         {"-V"},
         R"(Icarus Verilog version (\d[\d.]*))",
         "11",
         "iverilog",
         false,
         "IVERILOG"},
        {"nextpnr-ice40",
         "FPGA place and route",
         {"--version"},
         R"(Version (?:nextpnr-)?(\d[\d.]*))",
         "",
         "nextpnr-ice40",
         true,
         "NEXTPNR_ICE40"},
        {"nextpnr-ecp5",
         "FPGA place and route",
         {"--version"},
         R"(Version (?:nextpnr-)?(\d[\d.]*))",
         "",
         "nextpnr-ecp5",
         true,
         "NEXTPNR_ECP5"},
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
    found.command = command_of(tool);
    if (found.command.empty()) return found;
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
    auto result = run_process(found.with(tool.version_arguments), options);
    if (result.end != ProcessResult::End::exited) return found;
    const auto told = Pattern(tool.version_pattern).find(result.output);
    if (!told) return found;
    found.version = told->at(1);
    bool old = !tool.minimum.empty() && compare_versions(found.version, tool.minimum) < 0;
    found.state = old ? FoundTool::State::too_old : FoundTool::State::present;
    return found;
}

std::vector<std::string> FoundTool::with(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = command;
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
}

std::string describe(const Tool& tool, const FoundTool& found) {
    const auto install = fmt::format("install it with: apt-get install {}{}", tool.package,
                                     tool.variable.empty() ? "" : ", or set " + tool.variable);
    const std::string command = fmt::format("{}", fmt::join(found.command, " "));
    switch (found.state) {
        case FoundTool::State::present:
            return fmt::format("{} {} ({})", tool.name, found.version, command);
        case FoundTool::State::missing:
            return fmt::format("{} is not in PATH ({}); {}", tool.name, tool.purpose, install);
        case FoundTool::State::too_old:
            return fmt::format("{} {} ({}) is older than {}; {}", tool.name, found.version, command,
                               tool.minimum, install);
        case FoundTool::State::broken:
            return fmt::format("{} ({}) does not tell its version; {}", tool.name, command,
                               install);
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
