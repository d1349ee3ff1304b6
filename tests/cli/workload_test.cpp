// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

const std::vector<std::string> small_array{"--unit", "array",   "--a",         "mxfp4",  "--block",
                                           "4",      "--lanes", "4",           "--rows", "2",
                                           "--cols", "3",       "--clock-mhz", "500"};

std::vector<std::string> workload(const std::string& file, std::vector<std::string> more) {
    std::vector<std::string> words{"workload", file};
    words.insert(words.end(), small_array.begin(), small_array.end());
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

}  // namespace

TEST_CASE("a network's cycles are those of the array's RTL") {
    const Scratch scratch;
    write_file(scratch.path() / "n.toml",
               "[[row]]\nname = \"x\"\nM = 7\nK = 33\nN = 10\nrepeat = 3\n"
               "[[row]]\nname = \"y\"\nM = 1\nK = 8\nN = 3\n");
    const auto result = scratch.mxgen(workload("n.toml", {"--verify", "--json"}));
    INFO(result.output);
    REQUIRE(result.ok());
    const auto design = parse_json(result.output)["designs"][0];
    CHECK(design["verified"].size() == 2);
    for (const auto& product : design["verified"]) {
        CHECK(product["cycles"] == product["predicted"]);
        CHECK(product["right"] == true);
    }
    CHECK(design["totals"]["macs"] == 3 * 7 * 33 * 10 + 8 * 3);
    CHECK(design["clock_from"] == "given");
    CHECK(design["mac_pj_from"] == "estimated");
}

TEST_CASE("energy of a run is measured, of others estimated") {
    const Scratch scratch;
    std::filesystem::create_directories(scratch.path() / "runs/a");
    write_file(scratch.path() / "n.toml", "[[row]]\nname = \"x\"\nM = 7\nK = 33\nN = 10\n");
    write_file(
        scratch.path() / "runs/a/metrics.json",
        R"({"name": "a", "synth__energy__per_mac__pj": 2, "synth__timing__fmax__mhz": 250})");
    const auto totals = [&](const std::string& name) {
        const auto result = scratch.mxgen({"workload", "n.toml", "--unit", "array", "--a", "mxfp4",
                                           "--lanes", "4", "--block", "4", "--rows", "2", "--cols",
                                           "2", "--name", name, "--runs", "runs", "--json"});
        INFO(result.output);
        REQUIRE(result.ok());
        return parse_json(result.output)["designs"][0];
    };
    const auto measured = totals("a"), estimated = totals("b");
    CHECK(measured["mac_pj_from"] == "measured");
    CHECK(measured["clock_mhz"] == 250);
    CHECK(measured["totals"]["energy_mac_pj"] == 2 * 7 * 33 * 10);
    CHECK(estimated["mac_pj_from"] == "estimated");
    CHECK(estimated["clock_from"] == "estimated");
}

TEST_CASE("a workload that cannot be is refused") {
    const Scratch scratch;
    write_file(scratch.path() / "n.toml", "[[row]]\nname = \"x\"\nM = 7\nK = 33\nN = 10\n");
    const auto refused = [&](const std::vector<std::string>& more) {
        const auto result = scratch.mxgen(workload("n.toml", more));
        CHECK(result.code == 2);
        return result.output;
    };
    CHECK(refused({"--bandwidth", "0"}).find("nearest: 1") != std::string::npos);
    CHECK(refused({"--buffer", "8"}).find("--buffer: = 8") != std::string::npos);
    CHECK(refused({"--prefill", "5"}).find("no row that counts tokens") != std::string::npos);
    CHECK(refused({"--decode", "5"}).starts_with("--decode"));
    CHECK(refused({"--results", "bf61"}).find("nearest: bf16") != std::string::npos);
    CHECK(scratch.mxgen(workload("none.toml", {})).code == 2);
}

TEST_CASE("compare takes what workload printed, beside runs or alone") {
    const Scratch scratch;
    write_file(scratch.path() / "n.toml", "[[row]]\nname = \"x\"\nM = 7\nK = 33\nN = 10\n");
    const auto printed = scratch.mxgen(workload("n.toml", {"--json"}));
    REQUIRE(printed.ok());
    write_file(scratch.path() / "w.json", printed.output);
    std::filesystem::create_directories(scratch.path() / "run");
    write_file(scratch.path() / "run/metrics.json",
               R"({"name": "r", "synth__timing__delay__ns": 2})");
    const auto alone = scratch.mxgen({"compare", "w.json", "--html", "p.html"});
    INFO(alone.output);
    CHECK(alone.ok());
    CHECK(alone.output.find("least time") != std::string::npos);
    CHECK(alone.output.find("(given)") != std::string::npos);
    CHECK(alone.output.find("(estimated)") != std::string::npos);
    const auto both = scratch.mxgen({"compare", "w.json", "run", "--json"});
    REQUIRE(both.ok());
    const auto json = parse_json(both.output);
    CHECK(json["runs"].size() == 1);
    CHECK(json["workloads"][0]["choices"][0]["least_seconds"]["from"] == "given");
    CHECK(scratch.mxgen({"compare", "w.json", "--csv", "w.json"}).code == 2);
}
