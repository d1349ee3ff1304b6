// SPDX-License-Identifier: Apache-2.0
// The page of a sweep in headless Chromium.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "sw/report/html.h"
#include "tests/sw/report/browser.h"

using namespace mxgen;
using namespace mxgen::report;
using mxgen::testing::chromium;
using mxgen::testing::look;

namespace {

constexpr const char* area = "synth__design__instance__area__nand2eq";
constexpr const char* energy = "synth__energy__per_mac__pj";

/// Of `count` designs every tenth was skipped; area grows with the place, energy falls, but where a
/// design is worse than its neighbour in both.
Json sweep(int count) {
    Json results{{"points", Json::array()}};
    for (int i = 0; i < count; ++i) {
        Json point{
            {"name", fmt::format("dot_{}", i)},
            {"status", i % 10 == 9 ? "skipped" : "done"},
            {"reason", i % 10 == 9 ? "</script> @DATA@ is not legal" : ""},
            {"cached", false},
            {"config",
             {{"design", {{"unit", "dot"}, {"name", fmt::format("dot_{}", i)}}},
              {"a", {{"format", i % 2 ? "mxfp4" : "mxint8"}, {"scale", "e8m0"}, {"block", 32}}},
              {"b", {{"format", i % 2 ? "mxfp4" : "mxint8"}}},
              {"dot", {{"lanes", 8 << i % 4}, {"modes", Json::array()}}}}},
            {"metrics", Json::object()}};
        const bool is_worse = i % 3 == 1;
        if (i % 10 != 9)
            point["metrics"] = {{area, 1000 + i + (is_worse ? 3 : 0)},
                                {energy, 9.0 - 0.001 * i + (is_worse ? 1 : 0)},
                                {"synth__energy__part__sum__pj", 2},
                                {"synth__timing__critical_path", "a_i -> sum_o"},
                                {"estimate__circuit__delay__ns", 5 + i % 7}};
        results["points"].push_back(point);
    }
    return results;
}

const std::string explorer_helpers = R"page(
const rows = () => document.getElementById("count").textContent;
const marks = () => document.querySelectorAll("#scatter .point:not(.off)").length;
const pick = (id, value) => { const box = document.getElementById(id); box.value = value; box.onchange(); };
const tick = (key, value) => {
  const box = [...document.querySelectorAll(`input[data-key="${key}"]`)].find(x => x.dataset.value === value);
  box.checked = !box.checked;
  box.onchange();
};
)page";

}  // namespace

TEST_CASE("the explorer shows a thousand designs, filters them and tells one by one") {
    const auto browser = chromium();
    if (!browser) return;
    const auto seen = look(*browser, to_explorer(sweep(1000)), explorer_helpers + R"page(
        const result = {all: rows(), marks: marks(), lines: document.querySelectorAll(".course").length};
        result.summary = document.getElementById("summary").textContent;
        result.front = document.getElementById("front").getAttribute("d").split("L").length;
        result.keys = [...document.querySelectorAll("#filters legend")].slice(0, 2).map(x => x.textContent);
        result.origins = [...document.querySelectorAll("thead small")].map(x => x.textContent);
        tick("a.format", "mxint8"), result.filtered = rows(), result.left = marks();
        result.off = document.querySelectorAll("#scatter .point.off").length;
        document.getElementById("reset").click(), result.again = rows();
        pick("y", "estimate__circuit__delay__ns"), pick("colour", "dot.lanes"), pick("shape", "a.format");
        result.axis = [...document.querySelectorAll("#scatter .name")].map(x => x.textContent);
        result.legend = document.getElementById("legend").textContent;
        document.querySelector('button[data-key="synth__energy__per_mac__pj"]').click();
        result.first = document.querySelector("tbody td").textContent;
        document.querySelector("tbody tr").click();
        result.toml = document.getElementById("toml").textContent;
        result.card = document.getElementById("card").textContent;
        return result;)page");
    CHECK(seen["failures"] == Json::array());
    CHECK(seen["all"] == "900 of 900 designs");
    CHECK(seen["marks"] == 900);
    CHECK(seen["lines"] == 900);
    CHECK(seen["summary"] == "1000 points: 900 done, 0 failed, 100 skipped.");
    CHECK(seen["front"] == 600);                           // no third is on it, nor a skipped one
    CHECK(seen["keys"] == Json{"a.format", "dot.lanes"});  // b.format goes with a's
    CHECK(seen["origins"] == Json{"measured", "measured", "estimated"});
    CHECK(seen["filtered"] == "400 of 900 designs");
    CHECK(seen["left"] == 400);
    CHECK(seen["off"] == 500);
    CHECK(seen["again"] == "900 of 900 designs");
    CHECK(seen["axis"] == Json{"area NAND2 (measured)", "delay ns (estimated)"});
    CHECK(seen["legend"].get<std::string>().find("dot.lanes:8163264a.format:mxfp4mxint8") !=
          std::string::npos);
    CHECK(seen["first"] == "dot_998");
    CHECK(seen["toml"] ==
          "[design]\nunit = \"dot\"\nname = \"dot_998\"\n\n[a]\n"
          "format = \"mxint8\"\nblock = 32\n\n[b]\nformat = \"mxint8\"\n\n[dot]\nlanes = 32\nmodes "
          "= []\n");
    CHECK(seen["card"].get<std::string>().find("a_i -> sum_o") != std::string::npos);
}

TEST_CASE("dragging over the plot or along an axis keeps what lies there") {
    const auto browser = chromium();
    if (!browser) return;
    const auto seen = look(*browser, to_explorer(sweep(100)), explorer_helpers + R"page(
        const svg = document.getElementById("scatter"), box = svg.getBoundingClientRect();
        svg.setPointerCapture = () => {};
        const at = (x, y) => ({target: svg, pointerId: 1, clientX: box.left + x * box.width, clientY: box.top + y * box.height});
        const drag = (node, from, to) => { node.onpointerdown(from), node.onpointermove(to), node.onpointerup(to); };
        drag(svg, at(0, 0), at(.5, 1));
        const result = {half: rows()};
        document.getElementById("reset").click();
        const axis = document.querySelector('[data-axis="synth__energy__per_mac__pj"]');
        axis.setPointerCapture = () => {};
        const along = document.getElementById("courses").getBoundingClientRect();
        const on = y => ({pointerId: 1, clientX: along.left, clientY: along.top + y * along.height});
        drag(axis, on(.13), on(.5));
        result.upper = rows();
        return result;)page");
    CHECK(seen["failures"] == Json::array());
    CHECK(seen["half"] == "42 of 90 designs");
    CHECK(seen["upper"] == "30 of 90 designs");
}

TEST_CASE("an explorer without a design says so, and runs nothing that is in its texts") {
    const auto browser = chromium();
    if (!browser) return;
    auto results = sweep(10);
    results["points"][0]["name"] = "</script><script>failures.push('ran')</script>";
    const auto named =
        look(*browser, to_explorer(results), explorer_helpers + "return {rows: rows()};");
    CHECK(named["failures"] == Json::array());
    CHECK(named["rows"] == "9 of 9 designs");
    const auto none = look(*browser, to_explorer({{"points", Json::array()}}), R"page(
        return {summary: document.getElementById("summary").textContent};)page");
    CHECK(none["failures"] == Json::array());
    CHECK(none["summary"] == "0 points: 0 done, 0 failed, 0 skipped.");
}
