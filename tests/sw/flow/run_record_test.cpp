// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/run_record.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/support/replaced.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using mxgen::testing::replaced;
using namespace mxgen::ppa;
namespace fs = std::filesystem;
namespace {

/// A run that takes no time: two figures and two files.
class QuickRun {
  public:
    QuickRun() : folder_("record") {}

    const fs::path& path() const { return folder_.path(); }
    fs::path metrics() const { return path() / "metrics.json"; }

    Json run(const std::string& key = "k") {
        return recorded_run(path(), key, [&] {
            ++measured_;
            fs::remove_all(path() / "synthesis");
            fs::create_directory(path() / "synthesis");
            write_file(path() / "synthesis/netlist.v", "module m; endmodule\n");
            write_file(path() / "synthesis/netlist.json", "{}");
            return Json{{"name", "m"}, {"synth__timing__delay__ns", 2.5}};
        });
    }

    /// Whether the run is made again now, and is whole then.
    bool is_measured_again() {
        const int before = measured_;
        const Json found = run();
        CHECK(found["synth__timing__delay__ns"] == 2.5);
        const bool again = measured_ > before;
        CHECK(run() == found);
        CHECK(measured_ == before + again);
        return again;
    }

  private:
    testing::ScratchFolder folder_;
    int measured_ = 0;
};

}  // namespace

TEST_CASE("a run is made once; figures of others stay and change nothing") {
    QuickRun run;
    run.run();
    CHECK_FALSE(run.is_measured_again());
    Json metrics = parse_json(read_file(run.metrics()));
    metrics["error__mse"] = 1;
    metrics["estimate__circuit__area__nand2eq"] = 7;
    write_file(run.metrics(), metrics.dump());
    CHECK_FALSE(run.is_measured_again());
    CHECK(run.run()["error__mse"] == 1);
    CHECK_FALSE(run.run().contains("estimate__circuit__area__nand2eq"));
    CHECK(run.run("other")["error__mse"] == 1);
}

TEST_CASE("figures that are not as they were written are measured anew") {
    QuickRun run;
    run.run();
    const std::string whole = read_file(run.metrics());
    std::string deep(100000, '[');
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("no JSON"),
          std::string("5"), std::string("{\"run__key\": 5}"), std::string("{\"run__key\": null}"),
          std::string("{\"run__key\": \"k\"}"), std::string("{\"run__key\": [\"k\"]}"), deep,
          "{\"run__key\": \"k\", \"a\": " + deep, replaced(whole, "2.5", "2.4"),
          replaced(whole, "2.5", "\"2.5\""), replaced(whole, "\"m\"", "\"n\""),
          replaced(whole, "\"name\"", "\"added\": 1, \"name\"")}) {
        INFO(text.substr(0, 100));
        write_file(run.metrics(), text);
        CHECK(run.is_measured_again());
    }
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
        write_file(run.metrics(), whole.substr(0, length));
        REQUIRE(run.is_measured_again());
    }
    std::ofstream(run.metrics(), std::ios::binary).close();
    fs::resize_file(run.metrics(), std::uintmax_t{2} << 30);
    CHECK(run.is_measured_again());
}

TEST_CASE("files of a run that are not as they were written are made anew") {
    QuickRun run;
    run.run();
    const fs::path netlist = run.path() / "synthesis/netlist.v";
    write_file(netlist, "module m; assign x = 1; endmodule\n");
    CHECK(run.is_measured_again());
    fs::resize_file(netlist, 5);
    CHECK(run.is_measured_again());
    fs::remove(netlist);
    CHECK(run.is_measured_again());
    write_file(run.path() / "synthesis/more.v", "");
    CHECK(run.is_measured_again());
    fs::remove(netlist);
    fs::create_directory(netlist);
    CHECK(run.is_measured_again());
    fs::remove_all(run.path() / "synthesis");
    CHECK(run.is_measured_again());
}

TEST_CASE("a run that fails leaves the figures of others alone") {
    QuickRun run;
    const auto failing = []() -> Json { throw Error(Exit::tool_failed, "broken"); };
    run.run();
    CHECK_THROWS_AS(recorded_run(run.path(), "other", failing), Error);
    CHECK_FALSE(fs::exists(run.metrics()));
    write_file(run.metrics(), R"({"error__mse": 1, "synth__timing__delay__ns": 2})");
    CHECK_THROWS_AS(recorded_run(run.path(), "other", failing), Error);
    CHECK(parse_json(read_file(run.metrics())) == Json{{"error__mse", 1}});
}
