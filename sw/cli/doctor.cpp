// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/flow/technology.h"
#include "sw/support/json.h"
#include "sw/support/tools.h"
#include "sw/unit/config.h"

namespace mxgen::cli {

namespace {

/// One thing that mxgen needs: a tool or a technology.
struct Finding {
    std::string name, purpose, version, message;
    bool usable = false, optional = false;
    std::vector<std::string> tried = {};
};

Finding examine(const Tool& tool) {
    const auto found = find_tool(tool);
    return {tool.name,
            tool.purpose,
            found.version,
            describe(tool, found),
            found.state == FoundTool::State::present,
            tool.optional,
            found.tried};
}

/// Technologies that a package provides; those that the user brings need nothing.
void examine_technologies(std::vector<Finding>& findings) {
    for (const auto& name : ppa::technology_names()) {
        const bool standard = name == Config{}.timing.technology;
        try {
            const auto technology = ppa::find_technology(name);
            findings.push_back({name, "technology", technology.corner,
                                technology.liberty[0].string(), true, !standard});
        } catch (const Error& error) {
            if (error.code() == Exit::tool_missing)
                findings.push_back({name, "technology", "", error.what(), false, !standard});
        }
    }
}

void print(const std::vector<Finding>& findings) {
    for (const auto& finding : findings) {
        const char* state = finding.usable ? "ok" : finding.optional ? "absent" : "MISSING";
        fmt::print("{:<8}{:<15}{:<12}{}\n", state, finding.name, finding.version,
                   finding.usable ? finding.purpose : finding.message);
        for (const auto& line : finding.tried) fmt::print("{:<8}{}\n", "", line);
    }
}

Exit run(const Common& common) {
    std::vector<Finding> findings;
    for (const auto& tool : tools()) findings.push_back(examine(tool));
    examine_technologies(findings);
    bool complete = true;
    Json json = Json::array();
    for (const auto& finding : findings) {
        complete &= finding.usable || finding.optional;
        json.push_back({{"name", finding.name},
                        {"usable", finding.usable},
                        {"optional", finding.optional},
                        {"version", finding.version},
                        {"message", finding.message},
                        {"tried", finding.tried}});
    }
    if (common.json)
        fmt::print("{}", to_text(json));
    else if (!common.quiet)
        print(findings);
    return complete ? Exit::done : Exit::tool_missing;
}

Command doctor(CLI::App& parent) {
    Command command = make_command(
        parent, "doctor", "Which tools are present, and how to install the rest", "mxgen doctor");
    command.run = [common = command.common] { return run(*common); };
    return command;
}

const Registration doctor_registration(100, doctor);

}  // namespace

}  // namespace mxgen::cli
