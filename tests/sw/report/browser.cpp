// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/report/browser.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "sw/support/files.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"
#include "tests/support/scratch_folder.h"

namespace mxgen::testing {

namespace {

/// Errors of the page's own script go to `failures`; `script` returns an object.
std::string instrumented(std::string page, const std::string& script) {
    const std::string head = "<head>", end = "</body>";
    page.insert(page.find(end),
                "<script>const seen = (() => {" + script +
                    "})();\n"
                    "document.body.replaceChildren();\n"
                    "document.body.textContent = 'seen' + JSON.stringify(Object.assign("
                    "{failures}, seen)).replace(/[<>&]/g, c => '\\\\u00' + "
                    "c.charCodeAt(0).toString(16)) + 'end';</script>");
    page.insert(page.find(head) + head.size(),
                "<script>const failures = []; window.onerror = text => failures.push(text);"
                "</script>");
    return page;
}

}  // namespace

std::optional<std::filesystem::path> chromium() {
    const auto& table = tools();
    const auto tool = std::find_if(table.begin(), table.end(),
                                   [](const Tool& t) { return t.name == "chromium"; });
    REQUIRE(tool != table.end());
    const auto found = find_tool(*tool);
    if (found.state == FoundTool::State::present) return found.command.at(0);
    std::cout << "SKIPPED: no chromium\n";
    return std::nullopt;
}

Json look(const std::filesystem::path& browser, const std::string& page,
          const std::string& script) {
    const ScratchFolder folder("browser");
    const auto file = folder.path() / "page.html";
    write_file(file, instrumented(page, script));
    const auto result =
        run_process({browser.string(), "--headless", "--no-sandbox", "--disable-gpu",
                     "--disable-background-networking", "--disable-dev-shm-usage",
                     "--user-data-dir=" + (folder.path() / "profile").string(), "--dump-dom",
                     "file://" + file.string()},
                    {.timeout = std::chrono::minutes(2)});
    INFO(describe(result) << tail(result.output, 20));
    const auto from = result.output.find(">seen{"), to = result.output.find("}end");
    REQUIRE(from != std::string::npos);
    REQUIRE(to != std::string::npos);
    return parse_json(result.output.substr(from + 5, to - from - 4));
}

}  // namespace mxgen::testing
