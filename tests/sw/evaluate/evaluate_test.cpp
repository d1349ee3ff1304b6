// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/evaluate.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/support/output_directory.h"
#include "sw/tensor/npy.h"
#include "sw/unit/units.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"
namespace fs = std::filesystem;
#include "sw/support/output_directory.h"
using namespace mxgen;
#include "sw/support/output_directory.h"
using Catch::Matchers::Contains;
#include "sw/support/output_directory.h"
using mxgen::testing::refusal;
#include "sw/support/output_directory.h"
using mxgen::testing::ScratchFolder;
#include "sw/support/output_directory.h"
namespace {
#include "sw/support/output_directory.h"
using Flags = std::vector<std::pair<std::string, std::string>>;
#include "sw/support/output_directory.h"
Config config_of(const Flags& flags) {
#include "sw/support/output_directory.h"
    Settings settings;
#include "sw/support/output_directory.h"
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
#include "sw/support/output_directory.h"
    return resolve(settings);
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
Config small_dot() {
#include "sw/support/output_directory.h"
    return config_of({{"--unit", "dot"}, {"--a", "mxfp4"}, {"--lanes", "4"}, {"--block", "4"}});
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
Config small_array() {
#include "sw/support/output_directory.h"
    return config_of({{"--unit", "array"},
#include "sw/support/output_directory.h"
                      {"--a", "mxfp4"},
#include "sw/support/output_directory.h"
                      {"--lanes", "2"},
#include "sw/support/output_directory.h"
                      {"--block", "4"},
#include "sw/support/output_directory.h"
                      {"--rows", "2"},
#include "sw/support/output_directory.h"
                      {"--cols", "2"}});
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
/// Two matrices in files: A (3 x 8) and B (8 x 5).
#include "sw/support/output_directory.h"
TensorFiles small_tensors(const fs::path& folder) {
#include "sw/support/output_directory.h"
    const auto write = [&](const char* name, const tensor::Shape& shape) {
#include "sw/support/output_directory.h"
        std::vector<float> values(40);
#include "sw/support/output_directory.h"
        for (std::size_t i = 0; i < 40; ++i) values[i] = static_cast<float>(i % 7) - 2.5F;
#include "sw/support/output_directory.h"
        values.resize(shape[0] * shape[1]);
#include "sw/support/output_directory.h"
        tensor::write_npy(folder / name, tensor::from_floats(shape, values));
#include "sw/support/output_directory.h"
        return folder / name;
#include "sw/support/output_directory.h"
    };
#include "sw/support/output_directory.h"
    return {write("a.npy", {3, 8}), write("b.npy", {8, 5})};
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
/// The package of a design with a bit of its results wrong.
#include "sw/support/output_directory.h"
void write_faulty(const fs::path& folder, const Config& config) {
#include "sw/support/output_directory.h"
    const auto design = package::generate(config);
#include "sw/support/output_directory.h"
    OutputDirectory out(folder);
#include "sw/support/output_directory.h"
    std::size_t planted = 0;
#include "sw/support/output_directory.h"
    for (auto file : package::package_files(design, package::golden_vectors(design))) {
#include "sw/support/output_directory.h"
        const auto at = file.text.find("assign acc_o = ");
#include "sw/support/output_directory.h"
        if (file.path.ends_with(".sv") && at != std::string::npos)
#include "sw/support/output_directory.h"
            ++planted, file.text.insert(at + 15, "32'd1 ^ ");
#include "sw/support/output_directory.h"
        out.write(file.path, file.text);
#include "sw/support/output_directory.h"
    }
#include "sw/support/output_directory.h"
    REQUIRE(planted == 1);
#include "sw/support/output_directory.h"
    out.commit();
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
}  // namespace
#include "sw/support/output_directory.h"
TEST_CASE("estimates need no tool and write nothing") {
#include "sw/support/output_directory.h"
    const Config config = small_dot();
#include "sw/support/output_directory.h"
    const auto found = evaluate(config, {.estimates = ppa::CellWeights{}});
#include "sw/support/output_directory.h"
    CHECK(found.name == config.name);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["name"] == config.name);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["unit"] == "dot");
#include "sw/support/output_directory.h"
    CHECK(found.metrics["estimate__gate_model__area__nand2eq"].get<double>() ==
#include "sw/support/output_directory.h"
          Approx(ppa::gate_model(config)->total()).epsilon(1e-5));
#include "sw/support/output_directory.h"
    CHECK(found.metrics["estimate__circuit__area__nand2eq"] > 0);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["estimate__circuit__delay__ns"] > 0);
#include "sw/support/output_directory.h"
    CHECK_FALSE(found.metrics.contains("cosim__seed"));
#include "sw/support/output_directory.h"
    ppa::CellWeights heavy;
#include "sw/support/output_directory.h"
    heavy.full_adder *= 2;
#include "sw/support/output_directory.h"
    CHECK(evaluate(config, {.estimates = heavy}).metrics["estimate__gate_model__area__nand2eq"] >
#include "sw/support/output_directory.h"
          found.metrics["estimate__gate_model__area__nand2eq"]);
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
TEST_CASE("an FPGA as the target is another design") {
#include "sw/support/output_directory.h"
    const auto found = evaluate(small_dot(), {.target = "ice40", .estimates = ppa::CellWeights{}});
#include "sw/support/output_directory.h"
    CHECK(found.name == small_dot().name + "_ice40");
#include "sw/support/output_directory.h"
    CHECK(found.metrics["name"] == found.name);
#include "sw/support/output_directory.h"
    CHECK_FALSE(found.metrics.contains("estimate__circuit__area__nand2eq"));
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
TEST_CASE("a co-simulation by the public function says the same twice") {
#include "sw/support/output_directory.h"
    const ScratchFolder scratch("evaluate_cosim");
#include "sw/support/output_directory.h"
    const Request request{
#include "sw/support/output_directory.h"
        .cosim = CosimRequest{.directory = scratch.path() / "out", .vectors = 300, .seed = 7}};
#include "sw/support/output_directory.h"
    const auto found = evaluate(small_dot(), request);
#include "sw/support/output_directory.h"
    REQUIRE(found.cosim);
#include "sw/support/output_directory.h"
    INFO(found.cosim->report.failure);
#include "sw/support/output_directory.h"
    CHECK(found.cosim->report.passed());
#include "sw/support/output_directory.h"
    CHECK(found.metrics["cosim__vectors__count"] >= 300);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["cosim__mismatches__count"] == 0);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["cosim__seed"] == 7);
#include "sw/support/output_directory.h"
    const auto written = Metrics::parse(read_file(scratch.path() / "out/metrics.json"));
#include "sw/support/output_directory.h"
    CHECK(written == found.cosim->metrics);
#include "sw/support/output_directory.h"
    CHECK(fs::is_regular_file(scratch.path() / "out/rtl.f"));
#include "sw/support/output_directory.h"
    CHECK_THAT(refusal([&] { evaluate(small_dot(), request); }), Contains("not empty"));
#include "sw/support/output_directory.h"
    const Request again{.cosim = CosimRequest{.vectors = 300, .seed = 7}};
#include "sw/support/output_directory.h"
    CHECK(evaluate(small_dot(), again).metrics == found.metrics);
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
TEST_CASE("what a design does wrong is in the report, not an exception") {
#include "sw/support/output_directory.h"
    const ScratchFolder scratch("evaluate_fault");
#include "sw/support/output_directory.h"
    write_faulty(scratch.path() / "package", small_dot());
#include "sw/support/output_directory.h"
    const auto found = evaluate(
#include "sw/support/output_directory.h"
        small_dot(), {.cosim = CosimRequest{.rtl = scratch.path() / "package", .vectors = 300}});
#include "sw/support/output_directory.h"
    CHECK_FALSE(found.cosim->report.passed());
#include "sw/support/output_directory.h"
    CHECK_THAT(found.cosim->report.failure, Contains("expected"));
#include "sw/support/output_directory.h"
    CHECK(found.metrics["cosim__mismatches__count"] > 0);
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
TEST_CASE("tensors pass every part that is asked for") {
#include "sw/support/output_directory.h"
    const ScratchFolder scratch("evaluate_tensors");
#include "sw/support/output_directory.h"
    std::vector<std::string> steps;
#include "sw/support/output_directory.h"
    Request request{.tensors = small_tensors(scratch.path()),
#include "sw/support/output_directory.h"
                    .errors = accuracy::MultiplierOptions{},
#include "sw/support/output_directory.h"
                    .cosim = CosimRequest{},
#include "sw/support/output_directory.h"
                    .estimates = ppa::CellWeights{}};
#include "sw/support/output_directory.h"
    request.progress = [&](std::string_view step) { steps.emplace_back(step); };
#include "sw/support/output_directory.h"
    const auto found = evaluate(small_array(), request);
#include "sw/support/output_directory.h"
    CHECK(found.cosim->report.passed());
#include "sw/support/output_directory.h"
    REQUIRE(found.cosim->report.product);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["cosim__product__cycles"] ==
#include "sw/support/output_directory.h"
          found.metrics["cosim__product__cycles__predicted"]);
#include "sw/support/output_directory.h"
    REQUIRE(found.errors->tensors);
#include "sw/support/output_directory.h"
    CHECK(found.errors->tensors->rows == 3);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["error__ep"] == 0);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["error__tensor__total_sqnr__db"] > 5);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["estimate__gate_model__area__nand2eq"] > 0);
#include "sw/support/output_directory.h"
    CHECK(std::ranges::count(steps, "measuring errors") == 1);
#include "sw/support/output_directory.h"
    CHECK(steps.size() > 1);
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
TEST_CASE("a cost stands in the run's metrics with the other parts, and is found again") {
#include "sw/support/output_directory.h"
    const ScratchFolder scratch("evaluate_cost");
#include "sw/support/output_directory.h"
    const Config config =
#include "sw/support/output_directory.h"
        config_of({{"--unit", "multiply"}, {"--a", "e2m1"}, {"--name", "product"}});
#include "sw/support/output_directory.h"
    const Request request{.errors = accuracy::MultiplierOptions{},
#include "sw/support/output_directory.h"
                          .cost = CostRequest{.directory = scratch.path(), .energy_cycles = 40},
#include "sw/support/output_directory.h"
                          .estimates = ppa::CellWeights{}};
#include "sw/support/output_directory.h"
    const auto found = evaluate(config, request);
#include "sw/support/output_directory.h"
    CHECK(found.metrics["synth__design__instance__area__nand2eq"] > 0);
#include "sw/support/output_directory.h"
    CHECK(found.metrics.contains("estimate__circuit__area__nand2eq__error"));
#include "sw/support/output_directory.h"
    CHECK(found.metrics["error__ep"] == 0);
#include "sw/support/output_directory.h"
    const fs::path run = scratch.path() / "product";
#include "sw/support/output_directory.h"
    CHECK(Metrics::parse(read_file(run / "metrics.json")) == found.metrics);
#include "sw/support/output_directory.h"
    const auto netlist = fs::last_write_time(run / "synthesis/netlist.v");
#include "sw/support/output_directory.h"
    CHECK(evaluate(config, request).metrics == found.metrics);
#include "sw/support/output_directory.h"
    CHECK(fs::last_write_time(run / "synthesis/netlist.v") == netlist);
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
TEST_CASE("wrong requests are refused before a tool runs") {
#include "sw/support/output_directory.h"
    const ScratchFolder scratch("evaluate_refused");
#include "sw/support/output_directory.h"
    const auto refused = [](const Config& config, const Request& request) {
#include "sw/support/output_directory.h"
        const auto checked = refusal([&] { check_request(config, request); });
#include "sw/support/output_directory.h"
        const auto evaluated = refusal([&] { evaluate(config, request); });
#include "sw/support/output_directory.h"
        CHECK(checked == evaluated);
#include "sw/support/output_directory.h"
        return evaluated;
#include "sw/support/output_directory.h"
    };
#include "sw/support/output_directory.h"
    const auto dot = small_dot();
#include "sw/support/output_directory.h"
    CHECK_THAT(refused(dot, {}), Contains("asks for nothing") && Contains("allowed: errors"));
#include "sw/support/output_directory.h"
    CHECK_THAT(refused(dot, {.target = "ice4", .estimates = ppa::CellWeights{}}),
#include "sw/support/output_directory.h"
               Contains("\"ice4\"") && Contains("nearest: ice40"));
#include "sw/support/output_directory.h"
    CHECK_THAT(refused(dot, {.cosim = CosimRequest{.systemc = true}}), Contains("drives arrays"));
#include "sw/support/output_directory.h"
    CHECK_THAT(refused(dot, {.cost = CostRequest{}}), Contains("cost.directory"));
#include "sw/support/output_directory.h"
    CHECK_THAT(refused(dot, {.tensors = {scratch.path() / "none.npy", {}},
#include "sw/support/output_directory.h"
                             .cost = CostRequest{.directory = scratch.path()}}),
#include "sw/support/output_directory.h"
               Contains("none.npy"));
#include "sw/support/output_directory.h"
    CHECK(fs::is_empty(scratch.path()));
#include "sw/support/output_directory.h"
    const auto half = [&] {
#include "sw/support/output_directory.h"
        auto tensors = small_tensors(scratch.path());
#include "sw/support/output_directory.h"
        tensors.b.clear();
#include "sw/support/output_directory.h"
        evaluate(small_array(), {.tensors = tensors, .cosim = CosimRequest{}});
#include "sw/support/output_directory.h"
    };
#include "sw/support/output_directory.h"
    CHECK_THAT(refusal(half), Contains("--b"));
#include "sw/support/output_directory.h"
    const auto converter = config_of({{"--unit", "convert"}, {"--a", "mxfp4"}});
#include "sw/support/output_directory.h"
    CHECK_THAT(refusal([&] { evaluate(converter, {.errors = accuracy::MultiplierOptions{}}); }),
#include "sw/support/output_directory.h"
               Contains("multiplies nothing"));
#include "sw/support/output_directory.h"
}
#include "sw/support/output_directory.h"
