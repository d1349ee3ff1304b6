// SPDX-License-Identifier: Apache-2.0
#include "sw/network/figures.h"

#include <catch2/catch.hpp>

#include "tests/support/config_of.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::network;
using mxgen::testing::config_of;
using mxgen::testing::Flags;

namespace {

NeuralNetwork shipped(const std::string& name) {
    return read_network(std::string(MXGEN_SOURCE_DIR) + "/hw/workloads/" + name + ".toml");
}

Machine machine(Flags flags) {
    return machine_of(config_of(flags), {.runs = {}, .clock_mhz = 1000});
}

Machine array(const std::string& format) {
    return machine({{"--unit", "array"},
                    {"--rows", "2"},
                    {"--cols", "2"},
                    {"--lanes", "2"},
                    {"--a", format},
                    {"--block", "16"}});
}

/// Sums over the rows of a phase for which `takes` holds.
template <class Takes>
Figures sum(const NetworkRun& run, Phase phase, Takes takes) {
    Figures total;
    for (const auto& row : run.rows)
        if (row.phase == phase && takes(*row.products.row)) total += row.figures;
    return total;
}

/// Products a byte of the linear layers of a Llama-3-8B block, prompts of `tokens`.
double intensity(const std::string& format, std::uint64_t tokens) {
    NeuralNetwork network = shipped("llama3_8b");
    network.prefill = tokens;
    const Machine design = array(format);
    const NetworkRun run = run_on(design, network, {});
    return sum(run, Phase::prefill,
               [](const Row& row) { return row.kind == LayerKind::linear && row.name != "head"; })
        .intensity();
}

}  // namespace

TEST_CASE("products a byte of a Llama-3-8B layer as computed by hand") {
    // 218,103,808 parameters, 26,624 inputs and 43,008 results in bf16 a token.
    CHECK(intensity("bf16", 1) == Approx(0.4998).epsilon(1e-4));
    CHECK(intensity("nvfp4", 1) == Approx(1.7763).epsilon(1e-4));
    CHECK(intensity("bf16", 2048) == Approx(619.16).epsilon(1e-5));
    CHECK(intensity("nvfp4", 2048) == Approx(1355.56).epsilon(1e-5));
}

TEST_CASE("layers of their own read their inputs once each") {
    NeuralNetwork network = parse_network(
        "[network]\nprefill = 2048\n"
        "[[row]]\nname = \"q\"\nM = \"tokens\"\nK = 4096\nN = 4096\n"
        "[[row]]\nname = \"k, v\"\nM = \"tokens\"\nK = 4096\nN = 1024\nrepeat = 2\n"
        "[[row]]\nname = \"o\"\nM = \"tokens\"\nK = 4096\nN = 4096\n"
        "[[row]]\nname = \"gate, up\"\nM = \"tokens\"\nK = 4096\nN = 14336\nrepeat = 2\n"
        "[[row]]\nname = \"down\"\nM = \"tokens\"\nK = 14336\nN = 4096\n",
        "layer");
    const auto intensity = [&](const std::string& format) {
        const Machine design = array(format);
        return run_on(design, network, {}).total.intensity();
    };
    CHECK(intensity("bf16") == Approx(578.8).epsilon(1e-4));
    CHECK(intensity("nvfp4") == Approx(1299.7).epsilon(1e-4));
}

TEST_CASE("Mamba-2 130M: products of a layer and their shares") {
    NeuralNetwork network = shipped("mamba2_130m");
    const Machine design = array("mxfp8_e4m3");
    const NetworkRun run = run_on(design, network, {});
    const auto macs = [&](const std::string& name) {
        return sum(run, Phase::prefill,
                   [&](const Row& row) {
                       return name.empty() ? row.name != "head" : row.name == name;
                   })
                   .macs /
               24;
    };
    CHECK(macs("") == Approx(9.366e9).epsilon(1e-4));
    CHECK(macs("in_proj") / macs("") == Approx(0.563).epsilon(1e-3));
    CHECK(macs("out_proj") / macs("") == Approx(0.258).epsilon(1e-3));
    CHECK(macs("Y_diag") / macs("") == Approx(0.086).epsilon(1e-3));
}

TEST_CASE("sizes of networks are the published ones") {
    const Machine design = array("mxfp8_e4m3");
    const auto run = [&](const std::string& name) { return run_on(design, shipped(name), {}); };
    // Without the table of embeddings.
    CHECK(run("deepseek_v3").parameters.count == Approx(671e9 - 0.93e9).epsilon(1e-3));
    CHECK(run("llama3_70b").parameters.count == Approx(70.55e9 - 1.05e9).epsilon(1e-3));
    CHECK(run("mamba2_2.7b").parameters.count == Approx(2.70e9).epsilon(1e-3));
    CHECK(run("resnet50").total.macs == Approx(4.089e9).epsilon(1e-3));
    CHECK(run("vit_b16").total.macs == Approx(17.56e9).epsilon(1e-3));
}

TEST_CASE("weights of training: 16 bytes each in bf16, the format's bits and 14 otherwise") {
    const Machine design = array("nvfp4");
    const auto parameters = run_on(design, shipped("llama3_8b"), {}).parameters;
    CHECK(parameters.bytes == Approx(parameters.count * 4.5 / 8).epsilon(1e-12));
    CHECK(parameters.training_bytes_bf16 == 16 * parameters.count);
    CHECK(parameters.training_bytes == parameters.bytes + 14 * parameters.count);
}

TEST_CASE("totals are the sums of passes, passes those of rows") {
    const Machine design = array("mxfp8_e4m3");
    const Surroundings surroundings{.bandwidth_gb_s = 10, .buffer_bytes = 1 << 20};
    const NetworkRun run = run_on(design, shipped("llama3_8b"), surroundings);
    Figures total;
    for (const auto& [phase, pass] : run.phases) {
        const Figures rows = sum(run, phase, [](const Row&) { return true; });
        CHECK(rows.macs == pass.macs);
        CHECK(rows.memory.total() == Approx(pass.memory.total()).epsilon(1e-12));
        CHECK(rows.energy_pj() == Approx(pass.energy_pj()).epsilon(1e-12));
        total += pass.times(phase == Phase::decode ? 128 : 1);
    }
    CHECK(total.cycles == run.total.cycles);
    CHECK(total.seconds == Approx(run.total.seconds).epsilon(1e-12));
    CHECK(run.tokens == 2048 + 128);
}

TEST_CASE("a row takes the time of computing or of moving its bytes") {
    const Machine design = array("mxfp8_e4m3");
    const auto network = parse_network("[[row]]\nname = \"x\"\nM = 2\nK = 64\nN = 2\n", "n.toml");
    const auto row = [&](std::optional<double> bandwidth) {
        return run_on(design, network, {.bandwidth_gb_s = bandwidth}).rows.at(0);
    };
    const double cycles = static_cast<double>(design.cycles({2, 64, 2}).total);
    CHECK_FALSE(row(1000).waits_for_memory);
    CHECK(row(1000).figures.seconds == cycles / 1e9);
    // 2 x 2 vectors of 64 e4m3 elements with 4 scales each, 4 results of 2 bytes.
    CHECK(row(0.001).waits_for_memory);
    CHECK(row(0.001).figures.seconds == Approx((4 * 68 + 8) / 1e6));
}

TEST_CASE("a design without clock or a unit without products is refused") {
    const auto refused = [](const Flags& flags, const MachineRequest& request) {
        return mxgen::testing::refusal([&] { machine_of(config_of(flags), request); });
    };
    CHECK(refused({{"--unit", "convert"}, {"--a", "mxfp4"}}, {}).find("allowed: dot or array") !=
          std::string::npos);
    CHECK(refused({{"--a", "mxfp4"}}, {.runs = {}, .clock_mhz = 1, .mode = 1}).find("nearest: 0") !=
          std::string::npos);
}
