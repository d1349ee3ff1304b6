// SPDX-License-Identifier: Apache-2.0
#include "sw/network/inference.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "sw/tensor/npy.h"
#include "tests/support/config_of.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::network;

namespace {

namespace fs = std::filesystem;

const fs::path digits = fs::path(MXGEN_SOURCE_DIR) / "hw/networks/digits.toml";

Config dot_of(const std::string& format) {
    return mxgen::testing::config_of({{"--unit", "dot"}, {"--a", format}});
}

/// A folder with x (2 x 3), w (3 x 2), b (2), labels (2) and a matrix with NaN.
class Tensors {
  public:
    Tensors() {
        write("x", {2, 3}, {1, 2, 3, -1, 0, 2});
        write("w", {3, 2}, {1, -1, 0, 2, 1, -2});
        write("b", {2}, {-6, 1});
        write("labels", {2}, {1, 1});
        write("nan", {3, 2}, {1, 2, 3, NAN, 5, 6});
    }

    TrainedNetwork network(const std::string& toml) const {
        return parse_trained_network(toml, "n.toml", folder_.path());
    }
    std::string refused(const std::string& toml) const {
        std::string text = testing::refusal([&] { network(toml); });
        const auto at = text.find(folder_.path().string());
        if (at != text.npos) text.replace(at, folder_.path().string().size(), "DIR");
        return text;
    }

  private:
    void write(const std::string& name, const tensor::Shape& shape,
               const std::vector<float>& numbers) const {
        tensor::write_npy(folder_.path() / (name + ".npy"), tensor::from_floats(shape, numbers));
    }

    mxgen::testing::ScratchFolder folder_{"inference"};
};

const std::string input = "[network]\ninput = \"x.npy\"\n";
const std::string layer = "[[layer]]\nweights = \"w.npy\"\n";

}  // namespace

TEST_CASE("a layer's results are those computed by hand") {
    const Tensors tensors;
    const auto network = tensors.network(input + "labels = \"labels.npy\"\n" + layer +
                                         "bias = \"b.npy\"\nactivation = \"relu\"\n");
    // x w = (4, -3; 1, -3), with the bias (-2, -2; -5, -2): nothing is left after relu.
    CHECK(exact_results(network) == std::vector<std::vector<double>>{{0, 0, 0, 0}});
    const auto plain = tensors.network(input + "labels = \"labels.npy\"\n" + layer);
    CHECK(exact_results(plain) == std::vector<std::vector<double>>{{4, -3, 1, -3}});
    const auto inference = infer(plain, exact_results(plain), dot_of("int8"));
    CHECK(inference.accuracy == 0.0);
    CHECK(inference.agreement == 1.0);
    CHECK(std::isinf(inference.layers.front().sqnr_db));
    const auto unlabelled = tensors.network(input + layer);
    CHECK(!infer(unlabelled, exact_results(unlabelled), dot_of("int8")).accuracy);
}

TEST_CASE("of equal results the first is the largest") {
    CHECK(classes_of({1, 3, 3, -1, -2, -1}, 3) == std::vector<std::size_t>{1, 0});
}

TEST_CASE("the shipped network keeps its accuracy in wide formats and loses it in narrow ones") {
    const auto network = read_trained_network(digits);
    const auto reference = exact_results(network);
    const auto in = [&](const char* format) { return infer(network, reference, dot_of(format)); };
    const auto results = to_json(network, reference, {in("mxint8"), in("mxfp8_e4m3"), in("mxfp4")});
    const double exact = results["exact"]["accuracy"];
    CHECK(exact > 0.8);
    const auto& designs = results["designs"];
    CHECK(std::abs(designs[0]["accuracy"].get<double>() - exact) < 0.01);
    CHECK(designs[2]["accuracy"].get<double>() < exact);
    for (std::size_t i = 0; i < 3; ++i) {
        INFO(results.dump(2));
        const auto& layers = designs[i]["layers"];
        CHECK(layers.size() == 3);
        CHECK(designs[i]["error__sqnr__db"] == layers[2]["error__sqnr__db"]);
        if (i > 0) CHECK(layers[2]["error__sqnr__db"] < designs[i - 1]["error__sqnr__db"]);
    }
}

TEST_CASE("networks that do not fit together are refused by place") {
    const Tensors tensors;
    CHECK(tensors.refused(input) ==
          "n.toml:1:1: layer is missing; allowed: [[layer]] with weights; nearest: [[layer]]");
    CHECK(
        tensors.refused(layer) ==
        "n.toml:1:1: network.input is missing; allowed: a tensor's file; nearest: a tensor's file");
    CHECK(
        tensors.refused(input + "[[layer]]\nname = \"one\"\n") ==
        "n.toml:3:1: layer.weights is missing; allowed: a tensor's file; nearest: a tensor's file");
    CHECK(tensors.refused(input + layer + layer) ==
          "n.toml:6:11: layer.weights has 3 rows; allowed: 2 rows; nearest: 2");
    CHECK(tensors.refused(input + layer + "bias = \"w.npy\"\n") ==
          "n.toml:5:8: layer.bias: has shape (3, 2); allowed: one axis of at least 1");
    CHECK(tensors.refused(input + "[[layer]]\nweights = \"nan.npy\"\n") ==
          "n.toml:4:11: layer.weights: has NaN or infinities; allowed: finite numbers");
    CHECK(tensors.refused(input + "labels = \"b.npy\"\n" + layer) ==
          "n.toml:3:10: network.labels has -6; allowed: integers from 0 to 1");
    CHECK(tensors.refused(input + layer + "activation = \"rely\"\n").find("nearest: relu") !=
          std::string::npos);
    CHECK(tensors.refused("[network]\ninput = \"y.npy\"\n" + layer) ==
          "n.toml:2:9: network.input: DIR/y.npy: cannot be read: no such file; allowed: a regular "
          "file");
    CHECK(tensors.refused("[[row]]\n" + input) ==
          "n.toml:1:3: unknown section \"row\"; allowed: layer or network; nearest: layer");
}
