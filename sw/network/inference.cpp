// SPDX-License-Identifier: Apache-2.0
#include "sw/network/inference.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/evaluate/matmul.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/tensor/results.h"
#include "sw/tensor/statistics.h"

namespace mxgen::network {

namespace {

double activated(const TrainedLayer& layer, double value) {
    return layer.activation == Activation::relu ? std::max(value, 0.0) : value;
}

/// The layer's results of its product (M x N), rounded to fp32.
std::vector<float> finished(const TrainedLayer& layer, const tensor::Tensor& product) {
    std::vector<float> results;
    for (std::size_t i = 0; i < product.data.size(); ++i) {
        // fp64 holds sums of two numbers in fp32 well enough for one rounding.
        const double sum =
            static_cast<double>(product.number(i)) + layer.bias[i % layer.bias.size()];
        results.push_back(static_cast<float>(activated(layer, sum)));
    }
    return results;
}

/// The share of equal elements.
double agreement_of(const std::vector<std::size_t>& x, const std::vector<std::size_t>& y) {
    std::size_t equal = 0;
    for (std::size_t i = 0; i < x.size(); ++i) equal += x[i] == y[i] ? 1 : 0;
    return static_cast<double>(equal) / static_cast<double>(x.size());
}

std::optional<double> accuracy_of(const TrainedNetwork& network,
                                  const std::vector<double>& results) {
    if (!network.labels) return std::nullopt;
    return agreement_of(classes_of(results, network.layers.back().bias.size()), *network.labels);
}

Json json_of(const std::optional<double>& share) { return share ? Json(*share) : Json(nullptr); }

Json inference_json(const Inference& inference) {
    Json layers = Json::array();
    for (const LayerErrors& layer : inference.layers)
        layers.push_back({{"name", layer.name},
                          {"error__sqnr__db", tensor::json_number(layer.sqnr_db)},
                          {"error__flagged__count", layer.flagged}});
    return {{"name", inference.design},
            {"accuracy", json_of(inference.accuracy)},
            {"agreement", inference.agreement},
            {"error__sqnr__db", layers.back()["error__sqnr__db"]},
            {"layers", layers}};
}

std::string percent(const std::optional<double>& share) {
    return share ? fmt::format("{:.1f} %", 100 * *share) : "-";
}

}  // namespace

std::vector<std::size_t> classes_of(const std::vector<double>& results, std::size_t columns) {
    std::vector<std::size_t> classes;
    for (auto row = results.begin(); row != results.end(); row += static_cast<long>(columns))
        classes.push_back(static_cast<std::size_t>(
            std::max_element(row, row + static_cast<long>(columns)) - row));
    return classes;
}

LayerResults exact_results(const TrainedNetwork& network) {
    LayerResults all;
    tensor::Tensor x = network.input;
    for (const TrainedLayer& layer : network.layers) {
        std::vector<double> results = tensor::matmul_fp64(x, layer.weights);
        for (std::size_t i = 0; i < results.size(); ++i)
            results[i] = activated(layer, results[i] + layer.bias[i % layer.bias.size()]);
        x = tensor::to_tensor(
            tensor::from_doubles({network.input.shape[0], layer.bias.size()}, results));
        all.push_back(std::move(results));
    }
    return all;
}

Inference infer(const TrainedNetwork& network, const LayerResults& exact, const Config& config,
                std::size_t mode, const std::function<void(std::string_view)>& progress) {
    Inference inference{.design = config.name, .layers = {}};
    tensor::Tensor x = network.input;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const TrainedLayer& layer = network.layers[i];
        if (progress) progress(layer.name);
        const auto made = multiply_matrices(config, x, layer.weights, mode);
        x = {made.product.shape, finished(layer, tensor::to_tensor(made.product))};
        const std::vector<double> results(x.data.begin(), x.data.end());
        inference.layers.push_back({layer.name, tensor::sqnr_db(exact[i], results), made.flagged});
    }
    const std::vector<double> results(x.data.begin(), x.data.end());
    const std::size_t columns = x.shape[1];
    inference.agreement =
        agreement_of(classes_of(results, columns), classes_of(exact.back(), columns));
    inference.accuracy = accuracy_of(network, results);
    return inference;
}

Json to_json(const TrainedNetwork& network, const LayerResults& exact,
             const std::vector<Inference>& inferences) {
    Json json{{"network", network.name},
              {"inputs", network.input.shape[0]},
              {"exact", {{"accuracy", json_of(accuracy_of(network, exact.back()))}}},
              {"designs", Json::array()}};
    for (const Inference& inference : inferences)
        json["designs"].push_back(inference_json(inference));
    return json;
}

std::string to_text(const TrainedNetwork& network, const LayerResults& exact,
                    const std::vector<Inference>& inferences) {
    std::size_t width = std::string_view("design").size();
    for (const Inference& inference : inferences) width = std::max(width, inference.design.size());
    const auto line = [&](const std::string& name, const std::string& accuracy,
                          const std::string& agreement) {
        return fmt::format("{:<{}}  {:>8}  {:>8}", name, width, accuracy, agreement);
    };
    std::string text = fmt::format("{}: {} inputs; SQNR of each layer's results against fp64\n",
                                   in_quotes(network.name), network.input.shape[0]);
    text += line("design", "accuracy", "as fp64");
    for (const TrainedLayer& layer : network.layers)
        text += fmt::format("  {:>12}", in_quotes(layer.name));
    text += "\n" + line("fp64", percent(accuracy_of(network, exact.back())), "") + "\n";
    for (const Inference& inference : inferences) {
        text += line(inference.design, percent(inference.accuracy), percent(inference.agreement));
        for (const LayerErrors& layer : inference.layers)
            text += fmt::format("  {:>12}", fmt::format("{:.2f} dB", layer.sqnr_db));
        text += "\n";
    }
    return text;
}

}  // namespace mxgen::network
