// SPDX-License-Identifier: Apache-2.0
// The page in headless Chromium: scripts run in a copy of it and leave what they saw in its text.
#include "tests/sw/report/browser.h"

#include <catch2/catch.hpp>

#include "sw/report/html.h"
#include "sw/report/projection.h"
#include "tests/sw/report/workload_document.h"

using namespace mxgen;
using namespace mxgen::report;
using mxgen::testing::chromium;
using mxgen::testing::look;

namespace {

Run run(const std::string& name, double area, double delay, double energy, double sqnr) {
    return {name,
            {{"name", name},
             {"technology", "osu018"},
             {"synth__design__instance__area__stdcell", area},
             {"synth__timing__delay__ns", delay},
             {"synth__energy__per_mac__pj", energy},
             {"synth__energy__part__sum__pj", 20 * energy},
             {"synth__energy__part__multipliers__pj", 10 * energy},
             {"error__sqnr__db", sqnr},
             {"error__mre", 1 / sqnr}}};
}

std::vector<Run> runs() {
    return {run("first", 3000, 2.5, 4, 30), run("second", 1000, 3.5, 1, 18),
            run("third", 2000, 2.0, 2, 24), run("worse", 3500, 4.0, 5, 16)};
}

const std::string helpers = R"(
const names = () => [...document.querySelectorAll("tbody td:first-child")].map(x => x.textContent);
const click = key => document.querySelector(`button[data-key="${key}"]`).click();
const ratios = () => [...document.querySelectorAll("tbody tr:first-child small")].map(x => x.textContent);
)";

}  // namespace

TEST_CASE("the page sorts, compares with any baseline and draws every point") {
    const auto browser = chromium();
    if (!browser) return;
    const auto seen = look(*browser, to_html(compare(runs(), 0)), helpers + R"(
        const area = "synth__design__instance__area__stdcell";
        const result = {given: names()};
        click(area), result.up = names();
        click(area), result.down = names();
        click("name"), result.named = names();
        const select = document.getElementById("baseline");
        result.ratio = ratios()[0];
        select.value = 1, select.onchange({target: select}), result.other = ratios()[0];
        const plot = key => document.querySelector(`figure[data-figure="${key}"]`);
        result.points = plot(area).querySelectorAll("circle").length;
        result.titles = plot("error__sqnr__db").querySelector("circle title").textContent;
        result.front = plot("error__sqnr__db").querySelector(".front").getAttribute("d").split("L").length;
        result.bars = document.querySelectorAll("rect.bar").length;
        result.inside = [...document.querySelectorAll("circle")].every(c =>
          c.cx.baseVal.value >= 70 && c.cx.baseVal.value <= 500 && c.cy.baseVal.value >= 26 && c.cy.baseVal.value <= 290);
        return result;)");
    CHECK(seen["failures"] == Json::array());
    CHECK(seen["given"] == Json{"first", "second", "third", "worse"});
    CHECK(seen["up"] == Json{"second", "third", "first", "worse"});
    CHECK(seen["down"] == Json{"worse", "first", "third", "second"});
    CHECK(seen["named"] == Json{"first", "second", "third", "worse"});
    CHECK(seen["ratio"] == "\u00d7 1.00");
    CHECK(seen["other"] == "\u00d7 3.00");
    CHECK(seen["points"] == 4);
    CHECK(seen["titles"] == "first\npJ/MAC: 4\nsqnr db: 30");
    CHECK(seen["front"] == 3);  // "worse" is behind
    CHECK(seen["bars"] == 8);
    CHECK(seen["inside"] == true);
}

TEST_CASE("the page shows runs without energy or errors, and hostile names as text") {
    const auto browser = chromium();
    if (!browser) return;
    Run bare{"</script><script>failures.push('ran')</script>", {{"synth__timing__delay__ns", 2}}};
    const auto seen = look(*browser, to_html(compare({bare}, 0)), helpers + R"(
        return {names: names(), figures: document.querySelectorAll("figure").length};)");
    CHECK(seen["failures"] == Json::array());
    CHECK(seen["names"] == Json{bare.name});
    CHECK(seen["figures"] == 0);
}

TEST_CASE("the page draws layouts, and runs nothing that is in them") {
    const auto browser = chromium();
    if (!browser) return;
    auto placed = runs();
    placed[1].picture =
        "<svg xmlns='http://www.w3.org/2000/svg'><script>failures.push('ran')</script></svg>";
    const auto seen = look(*browser, to_html(compare(placed, 0)), helpers + R"(
        const plots = [...document.querySelectorAll('figure[data-figure="layout"]')];
        return {titles: plots.map(x => x.querySelector("h2").textContent)};)");
    CHECK(seen["failures"] == Json::array());
    CHECK(seen["titles"] == Json{"Layout of second"});
}

TEST_CASE("the page marks every projected figure") {
    const auto browser = chromium();
    if (!browser) return;
    Comparison comparison = compare({run("first", 3000, 2.5, 4, 30)}, 0);
    comparison.projections.push_back(project(comparison.runs, "ffet"));
    const auto seen = look(*browser, to_html(comparison), helpers + R"(
        const table = document.querySelector("table[data-projection]");
        return {cells: [...table.querySelectorAll("td")].map(x => x.textContent),
                text: document.getElementById("choices").textContent};)");
    CHECK(seen["failures"] == Json::array());
    CHECK(seen["cells"] == Json{"first", "2301projected (literature)", "2projected (literature)",
                                "-", "0.881projected (literature)"});
    CHECK(seen["text"].get<std::string>().find("Error: of one 32-bit RISC-V core") !=
          std::string::npos);
}

TEST_CASE("the page shows which design for which phase, layers by kind and the roofline") {
    const auto browser = chromium();
    if (!browser) return;
    using mxgen::testing::workload_design;
    Json document = mxgen::testing::workload_document(
        Json::array({workload_design("slow", "estimated", "measured", 2),
                     workload_design("fast", "measured", "measured", 1)}));
    Comparison comparison;
    comparison.workloads.push_back({document, document["designs"]});
    comparison.workloads[0].conditions.erase("designs");
    const auto seen = look(*browser, to_html(comparison), helpers + R"(
        const figure = [...document.querySelectorAll("figure")];
        const bars = figure[0].querySelectorAll("rect.bar");
        const roofline = document.querySelector('figure[data-figure="roofline"]');
        return {headings: figure.map(x => x.querySelector("h2").textContent),
                choices: [...document.querySelectorAll("#choices td")].map(x => x.textContent),
                bars: [...bars].map(x => x.querySelector("title").textContent.split("\n")[1]),
                hidden: document.getElementById("table").parentElement.hidden,
                roofs: [...roofline.querySelectorAll(".roof")].map(x => x.getAttribute("d").split("L").length),
                points: roofline.querySelectorAll("circle").length,
                caption: roofline.querySelector("figcaption").textContent};)");
    CHECK(seen["failures"] == Json::array());
    CHECK(seen["headings"] == Json{"Cycles of net by kind of layer, cycles",
                                   "Energy of net by kind of layer, J", "Roofline of net"});
    CHECK(seen["choices"] == Json{"prefill", "fast0.5 s, measured; others not",
                                  "slow1.5 J, measured", "decode",
                                  "fast0.25 s, measured; others not", "slow1 J, measured"});
    // A pass of 100 cycles, ten of 7 and 3.
    CHECK(seen["bars"][0] == "linear: 170 cycles (85.0 %)");
    CHECK(seen["bars"][1] == "attention score: 30 cycles (15.0 %)");
    CHECK(seen["hidden"] == true);
    CHECK(seen["roofs"] == Json{3, 3});
    CHECK(seen["points"] == 4);
    CHECK(seen["caption"].get<std::string>().find(
              "slow: clock estimated, MAC energy measured; fast: measured.") != std::string::npos);
}

TEST_CASE("an error in the page's script would be seen") {
    const auto browser = chromium();
    if (!browser) return;
    auto page = to_html(compare(runs(), 0));
    page.replace(page.find("figures();\n}\nstart();"), 7, "figure_s");
    CHECK_FALSE(look(*browser, page, "return {};")["failures"].empty());
}
