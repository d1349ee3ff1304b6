// SPDX-License-Identifier: Apache-2.0
#include "sw/report/exports.h"

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::report;
using mxgen::testing::refusal;

namespace {

Run run(const std::string& name, double per_mac, double per_cycle, int width = 8) {
    return {name,
            {{"name", name},
             {"technology", "osu018"},
             {"width", width},
             {"synth__design__instance__area__stdcell", 6400},
             {"synth__energy__per_mac__pj", per_mac},
             {"synth__energy__per_mac__pj__leakage", per_mac / 8},
             {"synth__energy__per_cycle__pj", per_cycle},
             {"synth__energy__period__ns", 2}}};
}

using Line = std::map<std::string, std::string>;

std::vector<std::string> fields(const std::string& line) {
    std::vector<std::string> parts;
    std::istringstream in(line);
    for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
    return parts;
}

/// Lines by the names of the first one, as readers of CSV have them.
std::vector<Line> lines_of(const std::string& text) {
    std::istringstream in(text);
    std::string line;
    std::getline(in, line);
    const auto names = fields(line);
    std::vector<Line> lines;
    while (std::getline(in, line)) {
        const auto values = fields(line);
        REQUIRE(values.size() == names.size());
        auto& found = lines.emplace_back();
        for (std::size_t i = 0; i < names.size(); ++i) found[names[i]] = values[i];
    }
    return lines;
}

/// What the plug-in finds: the first line whose columns have the attributes' values.
const Line& lookup(const std::vector<Line>& lines, const Line& attributes) {
    for (const Line& line : lines)
        if (std::ranges::all_of(attributes, [&](const auto& attribute) {
                return !line.contains(attribute.first) ||
                       line.at(attribute.first) == attribute.second;
            }))
            return line;
    FAIL("not in the table");
    return lines.front();
}

}  // namespace

TEST_CASE("Accelergy finds energy and area of one unit by its design") {
    Run bare{"bare", {{"technology", "osu018"}}};
    const auto lines = lines_of(to_accelergy({run("fp8", 4, 256), run("int8", 2, 64), bare}));
    REQUIRE(lines.size() == 4);
    const auto find = [&](const std::string& design, const std::string& action) {
        return lookup(lines, {{"technology", "osu018"}, {"design", design}, {"action", action}});
    };
    CHECK(find("fp8", "compute").at("energy") == "3.5");
    CHECK(find("fp8", "leak").at("energy") == "0.5");
    CHECK(find("fp8", "compute").at("area") == "100");
    CHECK(find("int8", "compute").at("energy") == "1.75");
    CHECK(find("int8", "compute").at("area") == "200");
}

TEST_CASE("two designs of one key are refused, the same one twice is one") {
    CHECK(to_accelergy({run("a", 4, 256), run("a", 4, 256)}) == to_accelergy({run("a", 4, 256)}));
    CHECK(refusal([] {
              to_accelergy({run("a", 4, 256), run("a", 2, 64)});
          }).find("--accelergy") != std::string::npos);
    CHECK(refusal([] {
              to_bitfusion({run("a", 4, 256), run("b", 2, 128)});
          }).find("64 units of 8 bits") != std::string::npos);
}

TEST_CASE("AccelForge gets a component a design, in units without prefixes") {
    Run bare{"bare", {{"technology", "osu018"}}};
    CHECK(to_accelforge({run("fp8", 4, 256), bare}) ==
          "arch:\n"
          "  nodes:\n"
          "  - !Compute\n"
          "    name: \"fp8\"\n"
          "    area: 1.000000e-10\n"
          "    leak_power: 2.500000e-04\n"
          "    actions:\n"
          "    - {name: compute, energy: 3.500000e-12, latency: 2.000000e-09}\n");
}

TEST_CASE("Bit Fusion finds power and area by precision and shape") {
    const std::string text = to_bitfusion({run("fp8", 4, 256), run("fp4", 2, 128, 4)});
    // The columns of results/systolic_array_synth.csv.
    CHECK(text.starts_with(
        "Module,Frequency,N,M,Max Precision (bits),Min Precision (bits),Area (um^2),"
        "Leakage Power (nW),Dynamic Power (nW),Total Power (nW)\n"));
    const auto lines = lines_of(text);
    const Line& found = lookup(
        lines,
        {{"N", "64"}, {"M", "1"}, {"Max Precision (bits)", "8"}, {"Min Precision (bits)", "8"}});
    CHECK(found.at("Module") == "fp8");
    CHECK(found.at("Frequency") == "500000000");
    CHECK(found.at("Area (um^2)") == "6400");
    // 256 pJ in 2 ns are 128 mW, of which an eighth leaks.
    CHECK(std::stod(found.at("Total Power (nW)")) == 128e6);
    CHECK(std::stod(found.at("Leakage Power (nW)")) == 16e6);
    CHECK(std::stod(found.at("Dynamic Power (nW)")) == 112e6);
}
