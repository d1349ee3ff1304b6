// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/evaluate.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "sw/evaluate/estimates.h"
#include "sw/package/estimate.h"
#include "sw/package/memo.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/support/json.h"
#include "sw/support/output_directory.h"
#include "sw/tensor/npy.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"

namespace fs = std::filesystem;
using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::testing::config_of;
using mxgen::testing::refusal;
using mxgen::testing::ScratchFolder;

namespace {

Config small_dot() {
    return config_of({{"--unit", "dot"}, {"--a", "mxfp4"}, {"--lanes", "4"}, {"--block", "4"}});
}

Config small_array() {
    return config_of({{"--unit", "array"},
                      {"--a", "mxfp4"},
                      {"--lanes", "2"},
                      {"--block", "4"},
                      {"--rows", "2"},
                      {"--cols", "2"}});
}

/// Two matrices in files: A (3 x 8) and B (8 x 5).
TensorFiles small_tensors(const fs::path& folder) {
    const auto write = [&](const char* name, const tensor::Shape& shape) {
        std::vector<float> values(40);
        for (std::size_t i = 0; i < 40; ++i) values[i] = static_cast<float>(i % 7) - 2.5F;
        values.resize(shape[0] * shape[1]);
        tensor::write_npy(folder / name, tensor::from_floats(shape, values));
        return folder / name;
    };
    return {write("a.npy", {3, 8}), write("b.npy", {8, 5})};
}

/// The package of a design with a bit of its results wrong.
void write_faulty(const fs::path& folder, const Config& config) {
    const auto design = package::generate(config);
    OutputDirectory out(folder);
    std::size_t planted = 0;
    for (auto file : package::package_files(design, package::golden_vectors(design))) {
        const auto at = file.text.find("assign acc_o = ");
        if (file.path.starts_with("rtl/") && at != std::string::npos)
            ++planted, file.text.insert(at + 15, "32'd1 ^ ");
        out.write(file.path, file.text);
    }
    REQUIRE(planted == 1);
    out.commit();
}

}  // namespace

TEST_CASE("estimates need no tool and write nothing") {
    const Config config = small_dot();
    const auto found = evaluate(config, {.estimates = ppa::CellWeights{}});
    CHECK(found.name == config.name);
    CHECK(found.metrics["name"] == config.name);
    CHECK(found.metrics["unit"] == "dot");
    CHECK(found.metrics["estimate__gate_model__area__nand2eq"].get<double>() ==
          Approx(ppa::gate_model(config)->total()).epsilon(1e-5));
    CHECK(found.metrics["estimate__circuit__area__nand2eq"] > 0);
    CHECK(found.metrics["estimate__circuit__delay__ns"] > 0);
    CHECK_FALSE(found.metrics.contains("cosim__seed"));

    ppa::CellWeights heavy;
    heavy.full_adder *= 2;
    CHECK(evaluate(config, {.estimates = heavy}).metrics["estimate__gate_model__area__nand2eq"] >
          found.metrics["estimate__gate_model__area__nand2eq"]);
}

TEST_CASE("an FPGA as the target is another design") {
    const auto found = evaluate(small_dot(), {.target = "ice40", .estimates = ppa::CellWeights{}});
    CHECK(found.name == small_dot().name + "_ice40");
    CHECK(found.metrics["name"] == found.name);
    CHECK_FALSE(found.metrics.contains("estimate__circuit__area__nand2eq"));
}

TEST_CASE("a co-simulation by the public function says the same twice") {
    const ScratchFolder scratch("evaluate_cosim");
    const Request request{
        .cosim = CosimRequest{.directory = scratch.path() / "out", .vectors = 300, .seed = 7}};
    const auto found = evaluate(small_dot(), request);
    REQUIRE(found.cosim);
    INFO(found.cosim->report.failure);
    CHECK(found.cosim->report.passed());
    CHECK(found.metrics["cosim__vectors__count"] >= 300);
    CHECK(found.metrics["cosim__mismatches__count"] == 0);
    CHECK(found.metrics["cosim__seed"] == 7);
    const auto written = Metrics::parse(read_file(scratch.path() / "out/metrics.json"));
    CHECK(written == found.cosim->metrics);
    CHECK(fs::is_regular_file(scratch.path() / "out/rtl.f"));
    CHECK_THAT(refusal([&] { evaluate(small_dot(), request); }), Contains("not empty"));

    const Request again{.cosim = CosimRequest{.vectors = 300, .seed = 7}};
    CHECK(evaluate(small_dot(), again).metrics == found.metrics);
}

TEST_CASE("a data set's product passes the RTL, as deep as the accumulator allows") {
    const Request request{.cosim = CosimRequest{.data = tensor::DataSet{"llm", 3}}};
    const auto found = evaluate(small_dot(), request);
    CHECK(found.cosim->report.passed());
    CHECK(found.metrics["cosim__stimulus"] == "llm x llm, seed 3");
    CHECK(found.metrics["cosim__macs__count"] == 16 * 16 * 1024);

    const auto narrow = config_of({{"--unit", "dot"},
                                   {"--a", "int4"},
                                   {"--lanes", "4"},
                                   {"--block", "4"},
                                   {"--blocks", "8"},
                                   {"--accumulator", "int13"}});
    const auto shallow = evaluate(narrow, request);
    CHECK(shallow.cosim->report.passed());
    CHECK(shallow.metrics["cosim__macs__count"] == 16 * 16 * 32);

    const ScratchFolder scratch("evaluate_data");
    const Request both{.tensors = small_tensors(scratch.path()), .cosim = request.cosim};
    CHECK_THAT(refusal([&] { evaluate(small_dot(), both); }),
               Contains("--stimulus: stands in the place of tensors"));
}

TEST_CASE("what a design does wrong is in the report, not an exception") {
    const ScratchFolder scratch("evaluate_fault");
    write_faulty(scratch.path() / "package", small_dot());
    const auto found = evaluate(
        small_dot(), {.cosim = CosimRequest{.rtl = scratch.path() / "package", .vectors = 300}});
    CHECK_FALSE(found.cosim->report.passed());
    CHECK_THAT(found.cosim->report.failure, Contains("expected"));
    CHECK(found.metrics["cosim__mismatches__count"] > 0);
}

TEST_CASE("tensors pass every part that is asked for") {
    const ScratchFolder scratch("evaluate_tensors");
    std::vector<std::string> steps;
    Request request{.tensors = small_tensors(scratch.path()),
                    .errors = accuracy::MultiplierOptions{},
                    .cosim = CosimRequest{},
                    .estimates = ppa::CellWeights{}};
    request.progress = [&](std::string_view step) { steps.emplace_back(step); };
    const auto found = evaluate(small_array(), request);
    CHECK(found.cosim->report.passed());
    REQUIRE(found.cosim->report.product);
    CHECK(found.metrics["cosim__product__cycles"] ==
          found.metrics["cosim__product__cycles__predicted"]);
    REQUIRE(found.errors->tensors);
    CHECK(found.errors->tensors->rows == 3);
    CHECK(found.metrics["error__ep"] == 0);
    CHECK(found.metrics["error__tensor__total_sqnr__db"] > 5);
    CHECK(found.metrics["estimate__gate_model__area__nand2eq"] > 0);
    CHECK(std::ranges::count(steps, "measuring errors") == 1);
    CHECK(steps.size() > 1);
}

TEST_CASE("a cost stands in the run's metrics with the other parts, and is found again") {
    const ScratchFolder scratch("evaluate_cost");
    const Config config =
        config_of({{"--unit", "multiply"}, {"--a", "e2m1"}, {"--name", "product"}});
    const Request request{.errors = accuracy::MultiplierOptions{},
                          .cost = CostRequest{.directory = scratch.path(),
                                              .energy_cycles = 40,
                                              .data = {{"llm", 1}, {"gaussian", 1}}},
                          .estimates = ppa::CellWeights{}};
    const auto found = evaluate(config, request);
    CHECK(found.metrics["synth__design__instance__area__nand2eq"] > 0);
    CHECK(found.metrics.contains("estimate__circuit__area__nand2eq__error"));
    CHECK(found.metrics["error__ep"] == 0);
    const std::string energy = "synth__energy__per_mac__pj", data = energy + "__data__";
    const double llm = found.metrics[energy], gaussian = found.metrics[data + "gaussian"];
    CHECK(found.metrics["stimulus"] == "llm x llm, seed 1, 40 cycles");
    CHECK(found.metrics[data + "llm"] == llm);
    CHECK(gaussian != llm);
    CHECK(found.metrics[data + "spread"].get<double>() ==
          Approx(std::abs(gaussian - llm) / llm).epsilon(1e-4));
    const fs::path run = scratch.path() / "product";
    CHECK(Metrics::parse(read_file(run / "metrics.json")) == found.metrics);

    const auto netlist = fs::last_write_time(run / "synthesis/netlist.v");
    CHECK(evaluate(config, request).metrics == found.metrics);
    CHECK(fs::last_write_time(run / "synthesis/netlist.v") == netlist);
}

TEST_CASE("an estimate counts every register of an array, and sees what is around its elements") {
    const ScratchFolder scratch("evaluate_array");
    for (const bool weights : {false, true}) {
        INFO(weights);
        const Config config =
            config_of({{"--unit", "array"},
                       {"--a", "int3"},
                       {"--lanes", "1"},
                       {"--block", "2"},
                       {"--rows", "2"},
                       {"--cols", "3"},
                       {"--accumulator", "int18"},
                       {"--dataflow", weights ? "weight_stationary" : "output_stationary"},
                       {"--name", weights ? "weights" : "sums"}});
        const auto found = evaluate(config, {.cost = CostRequest{.directory = scratch.path()},
                                             .estimates = ppa::CellWeights{}});
        Workpiece design(config, {});
        const auto estimate =
            package::CoveredDesign(design.built(), *gates::find_fitted("osu018")).estimate({});
        CHECK(estimate.registers == found.metrics["synth__design__instance__count__register"]);
        const auto error = [&](const char* key) {
            return found.metrics[std::string("estimate__circuit__") + key + "__error"]
                .get<double>();
        };
        CHECK(std::abs(error("area__nand2eq")) < 0.10);
        CHECK(std::abs(error("delay__ns")) < 0.15);
        // Measured: 27 and 28 %; elements of three bits are hardly more than their registers.
        CHECK(std::abs(error("energy__per_mac__pj")) < 0.40);
    }
}

TEST_CASE("arrays that share an element are estimated as each alone") {
    package::EstimateMemo memo;
    const auto estimated = [](mxgen::testing::Flags flags, package::EstimateMemo* shared) {
        flags.insert(flags.begin(),
                     {{"--unit", "array"}, {"--a", "mxint4"}, {"--b", "mxint4"}, {"--lanes", "4"}});
        return evaluate(config_of(flags), {.estimates = ppa::CellWeights{}, .memo = shared})
            .metrics;
    };
    const std::vector<mxgen::testing::Flags> arrays{
        {{"--rows", "2"}, {"--cols", "2"}},
        {{"--rows", "3"}, {"--cols", "2"}},
        {{"--rows", "18"}, {"--cols", "2"}},
        {{"--rows", "4"}, {"--cols", "4"}, {"--cluster", "2"}},
        {{"--rows", "2"}, {"--cols", "2"}, {"--output", "bf16"}},
        {{"--rows", "2"}, {"--cols", "2"}, {"--accumulator", "bf16"}},
        {{"--rows", "2"}, {"--cols", "2"}, {"--stages", "1"}},
        {{"--rows", "2"}, {"--cols", "2"}, {"--dataflow", "weight_stationary"}},
        {{"--rows", "2"}, {"--cols", "2"}, {"--optimise", "area"}},
        {{"--rows", "2"}, {"--cols", "3"}},
    };
    std::set<std::string> different;
    for (const auto& flags : arrays) {
        const auto alone = estimated(flags, nullptr);
        CHECK(estimated(flags, &memo) == alone);
        CHECK(alone.contains("estimate__circuit__energy__per_mac__pj"));
        different.insert(alone.dump());
    }
    CHECK(different.size() == arrays.size());
}

TEST_CASE("a user's library is read once for all parts") {
    const ScratchFolder scratch("evaluate_library");
    const fs::path file = scratch.path() / "own.lib";
    fs::copy(ppa::find_technology("osu018").liberty.at(0), file);
    const Config config = config_of({{"--unit", "multiply"}, {"--a", "e2m1"}});
    Workpiece design(config, {file});
    CHECK(design.library()->technology.name == "own");
    fs::remove(file);
    CHECK(design.built().top);
    CHECK(design.design().rtl.size() > 0);
    const auto estimates = estimates_of(design, {});
    CHECK(estimates["estimate__circuit__area__nand2eq"] > 10);
    CHECK(&design.design() == &design.design());
    Workpiece late(config, {file});
    CHECK_THAT(refusal([&] { late.library(); }), Contains("own.lib"));
    CHECK(Workpiece(config, {}).library() == nullptr);
}

TEST_CASE("wrong requests are refused before a tool runs") {
    const ScratchFolder scratch("evaluate_refused");
    const auto refused = [](const Config& config, const Request& request) {
        const auto checked = refusal([&] { check_request(config, request); });
        const auto evaluated = refusal([&] { evaluate(config, request); });
        CHECK(checked == evaluated);
        return evaluated;
    };
    const auto dot = small_dot();
    CHECK_THAT(refused(dot, {}), Contains("asks for nothing") && Contains("allowed: errors"));
    CHECK_THAT(refused(dot, {.target = "ice4", .estimates = ppa::CellWeights{}}),
               Contains("\"ice4\"") && Contains("nearest: ice40"));
    CHECK_THAT(refused(dot, {.cosim = CosimRequest{.systemc = true}}), Contains("drives arrays"));
    CHECK_THAT(refused(dot, {.cosim = CosimRequest{.rtl = "package"}, .liberty = {"own.lib"}}),
               Contains("--liberty") && Contains("nearest: --rtl alone"));
    CHECK_THAT(refused(dot, {.cost = CostRequest{}}), Contains("cost.directory"));
    CHECK_THAT(refused(dot, {.tensors = {scratch.path() / "none.npy", {}},
                             .cost = CostRequest{.directory = scratch.path()}}),
               Contains("none.npy"));
    CHECK(fs::is_empty(scratch.path()));

    const auto half = [&] {
        auto tensors = small_tensors(scratch.path());
        tensors.b.clear();
        evaluate(small_array(), {.tensors = tensors, .cosim = CosimRequest{}});
    };
    CHECK_THAT(refusal(half), Contains("--b"));
    const auto converter = config_of({{"--unit", "convert"}, {"--a", "mxfp4"}});
    CHECK_THAT(refusal([&] { evaluate(converter, {.errors = accuracy::MultiplierOptions{}}); }),
               Contains("multiplies nothing"));
}
