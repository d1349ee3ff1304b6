// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cctype>
#include <fstream>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"

using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

/// osu018 without its full and half adder.
std::string without_adders() {
    auto text = mxgen::read_file("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
    for (const char* cell : {"cell (FAX1)", "cell (HAX1)"}) {
        const auto start = text.find(cell);
        REQUIRE(start != std::string::npos);
        text.erase(start, text.find("\ncell (", start) + 1 - start);
    }
    return text;
}

/// osu018 with tables of delay 1.6 times as slow in its full adder.
std::string with_slow_adder() {
    auto text = mxgen::read_file("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
    const auto start = text.find("cell (FAX1)"), end = text.find("\ncell (", start);
    REQUIRE(end != std::string::npos);
    auto cell = text.substr(start, end - start);
    for (const char* kind : {"cell_rise(", "cell_fall("})
        for (auto at = cell.find(kind); at != std::string::npos; at = cell.find(kind, at + 1)) {
            const auto from = cell.find("values (", at), to = cell.find(')', from);
            std::string scaled;
            std::size_t done = from + 8;
            while (done < to) {
                if (!std::isdigit(cell[done])) {
                    scaled += cell[done++];
                    continue;
                }
                std::size_t length = 0;
                scaled += std::to_string(1.6 * std::stod(cell.substr(done, 12), &length));
                done += length;
            }
            cell.replace(from + 8, to - from - 8, scaled);
        }
    return text.replace(start, end - start, cell);
}

const std::vector<std::string> small_sum{"--unit",  "dot", "--a",           "e2m1",
                                         "--lanes", "4",   "--accumulator", "none",
                                         "--name",  "dut", "--liberty",     "none.lib"};

/// The metrics of a run of the small sum.
mxgen::Json measured(const Scratch& scratch, const std::string& option, const std::string& value) {
    std::vector<std::string> words{
        "ppa", "--json", "--energy-cycles", "0", "--proof-seconds", "150", option, value,
        "-o",  value};
    words.insert(words.end(), small_sum.begin(), small_sum.end());
    const auto run = scratch.mxgen(words);
    INFO(run.output);
    REQUIRE(run.ok());
    return mxgen::parse_json(mxgen::read_file(scratch.path() / value / "dut" / "metrics.json"));
}

}  // namespace

TEST_CASE("a sum for a library without adders is proved and no slower than the plain one") {
    const Scratch scratch;
    std::ofstream(scratch.path() / "none.lib") << without_adders();
    std::vector<std::string> gen{"gen", "-o", "made"};
    gen.insert(gen.end(), small_sum.begin(), small_sum.end());
    REQUIRE(scratch.mxgen(gen).ok());
    CHECK(fs::exists(scratch.path() / "made" / "rtl" / "dut_fg.sv"));
    CHECK(fs::exists(scratch.path() / "made" / "rtl" / "dut_cn.sv"));
    CHECK_FALSE(fs::exists(scratch.path() / "made" / "rtl" / "dut_fa.sv"));

    const auto plain = measured(scratch, "--lowering", "plain");
    const auto balanced = measured(scratch, "--optimise", "balanced");
    const auto quick = measured(scratch, "--optimise", "delay");
    const auto delay = [](const mxgen::Json& metrics) {
        return metrics["synth__timing__delay__ns"].get<double>();
    };
    const auto product = [&](const mxgen::Json& metrics) {
        return delay(metrics) * metrics["synth__design__instance__area__stdcell"].get<double>();
    };
    CHECK(balanced["full_adder"] == "");
    CHECK(balanced["synth__equivalence"] == "proved");
    CHECK(quick["synth__equivalence"] == "proved");
    // Measured: 0.71 times both; sums of more lanes gain more.
    CHECK(product(balanced) <= 0.74 * product(plain));
    CHECK(delay(quick) <= 0.74 * delay(plain));
}

TEST_CASE(
    "32 products take less than 0.6 of the plain sum's area x delay whatever adders there are",
    "[.soak]") {
    const Scratch scratch;
    std::ofstream(scratch.path() / "none.lib") << without_adders();
    std::ofstream(scratch.path() / "slow.lib") << with_slow_adder();
    // The plain sum in either library: 125,875 um2 and 5.455 ns.
    constexpr double plain = 125875 * 5.455;
    for (const std::string library : {"none", "slow"}) {
        const auto run = scratch.mxgen({"ppa",
                                        "--json",
                                        "--energy-cycles",
                                        "0",
                                        "--proof-seconds",
                                        "300",
                                        "--unit",
                                        "dot",
                                        "--a",
                                        "e2m1",
                                        "--lanes",
                                        "32",
                                        "--accumulator",
                                        "none",
                                        "--name",
                                        "dut",
                                        "--liberty",
                                        library + ".lib",
                                        "-o",
                                        library});
        INFO(run.output);
        REQUIRE(run.ok());
        const auto metrics =
            mxgen::parse_json(mxgen::read_file(scratch.path() / library / "dut" / "metrics.json"));
        CHECK(metrics["synth__equivalence"] == "proved");
        // Measured: 0.562 times both.
        CHECK(metrics["synth__timing__delay__ns"].get<double>() *
                  metrics["synth__design__instance__area__stdcell"].get<double>() <=
              0.58 * plain);
    }
}

TEST_CASE("an interrupted run leaves nothing half done, and the next one is whole") {
    const Scratch scratch;
    const std::string run = std::string(MXGEN_BINARY_DIR) +
                            "/mxgen ppa --unit dot --a mxfp4 --b mxfp4 --lanes 8 --block 8 "
                            "--name eight -o runs --quiet";
    const auto run_directory = scratch.path() / "runs" / "eight";
    fs::create_directory(scratch.path() / "tmp");
    for (const char* stage : {"yosys.log", "netlist.v"}) {
        const auto interrupted =
            scratch.run({"/bin/sh", "-c",
                         run + " & pid=$!\nuntil [ -e tmp/mxgen-*/synthesis/" + stage +
                             " ]; do sleep 0.02; kill -0 $pid || exit 99; done\n"
                             "kill -INT $pid; kill -INT $pid; wait $pid"},
                        {{"TMPDIR", (scratch.path() / "tmp").string()}});
        INFO(stage << ": " << interrupted.output);
        CHECK(interrupted.code == 4);
        CHECK(interrupted.output.find("interrupted") != std::string::npos);
        CHECK(fs::exists(run_directory / "manifest.json"));
        CHECK_FALSE(fs::exists(run_directory / "synthesis"));
        CHECK_FALSE(fs::exists(run_directory / "metrics.json"));
        CHECK(fs::is_empty(scratch.path() / "tmp"));
    }
    CHECK(scratch.run({"/bin/sh", "-c", run}).ok());
    CHECK(fs::exists(run_directory / "metrics.json"));
}
