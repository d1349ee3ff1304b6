// SPDX-License-Identifier: Apache-2.0
#include "sw/network/trained.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/config/toml_text.h"
#include "sw/evaluate/matrices.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/tensor/inputs.h"

namespace mxgen::network {

namespace {

const std::vector<std::string> activations{"none", "relu"};

Key file_key(const char* section, const char* name, const char* example, const char* help) {
    return {.section = section, .name = name, .example = example, .help = help};
}

const Keys& keys() {
    static const Keys all{
        file_key("network", "name", "digits", "Name of the network"),
        file_key("network", "input", "x.npy", "Inputs, one a row"),
        file_key("network", "labels", "labels.npy", "The column that should win, for each input"),
        file_key("layer", "name", "hidden", "Name of the layer"),
        file_key("layer", "weights", "w.npy", "Matrix that rows are multiplied by"),
        file_key("layer", "bias", "b.npy", "What is added to each column"),
        {.section = "layer",
         .name = "activation",
         .allowed = activations,
         .help = "What results pass through"},
    };
    return all;
}

/// The tensors that keys of a file name.
class TensorKeys {
  public:
    explicit TensorKeys(std::filesystem::path directory) : directory_(std::move(directory)) {}

    /// Finite numbers along so many axes.
    tensor::Tensor read(const Settings& settings, const std::string& path, std::size_t axes) const {
        require(settings, path, "a tensor's file");
        const Setting& setting = settings.at(path);
        const auto argument = (directory_ / std::get<std::string>(setting.value)).string();
        const std::string where = fmt::format("{}: {}", setting.origin, path);
        tensor::Tensor x = tensor_at(argument, where);
        if (x.shape.size() != axes || x.data.empty())
            throw Error(Exit::usage, fmt::format("{}: has shape {}; allowed: {} of at least 1",
                                                 where, tensor::to_string(x.shape),
                                                 axes == 1 ? "one axis" : "two axes"));
        if (!std::ranges::all_of(x.data, [](float value) { return std::isfinite(value); }))
            throw Error(Exit::usage,
                        fmt::format("{}: has NaN or infinities; allowed: finite numbers", where));
        return x;
    }

  private:
    static tensor::Tensor tensor_at(const std::string& argument, const std::string& where) {
        try {
            return tensor::read_tensor(argument);
        } catch (const Error& error) {
            throw Error(error.code(), fmt::format("{}: {}", where, error.what()));
        }
    }

    std::filesystem::path directory_;
};

/// Throws Error (usage) unless a tensor has as many elements as something before it asks for.
void check_extent(const Settings& settings, const std::string& path, std::size_t found,
                  const char* of, std::size_t wanted) {
    if (found != wanted)
        fail(settings, path,
             fmt::format("has {0} {1}; allowed: {2} {1}; nearest: {2}", found, of, wanted));
}

TrainedLayer layer_of(const Settings& settings, const TensorKeys& tensors, std::size_t inputs,
                      std::size_t number) {
    TrainedLayer layer{
        .name =
            given<std::string>(settings, "layer.name").value_or(fmt::format("layer {}", number)),
        .weights = tensors.read(settings, "layer.weights", 2),
        .bias = {}};
    check_extent(settings, "layer.weights", layer.weights.shape[0], "rows", inputs);
    layer.bias.assign(layer.weights.shape[1], 0);
    if (settings.contains("layer.bias")) layer.bias = tensors.read(settings, "layer.bias", 1).data;
    check_extent(settings, "layer.bias", layer.bias.size(), "elements", layer.weights.shape[1]);
    if (given<std::string>(settings, "layer.activation") == "relu")
        layer.activation = Activation::relu;
    return layer;
}

std::vector<std::size_t> labels_of(const Settings& settings, const TensorKeys& tensors,
                                   std::size_t inputs, std::size_t classes) {
    const tensor::Tensor read = tensors.read(settings, "network.labels", 1);
    check_extent(settings, "network.labels", read.data.size(), "elements", inputs);
    std::vector<std::size_t> labels;
    for (const float label : read.data) {
        const bool is_class =
            label >= 0 && label < static_cast<float>(classes) && label == std::floor(label);
        if (!is_class)
            fail(settings, "network.labels",
                 fmt::format("has {}; allowed: integers from 0 to {}", label, classes - 1));
        labels.push_back(static_cast<std::size_t>(label));
    }
    return labels;
}

/// What a file sets, its list of layers apart.
struct TrainedSettings {
    Settings network;
    std::vector<Settings> layers;
};

TrainedSettings settings_of(std::string_view text, const std::string& source) {
    const toml::table root = parse_toml(text, source);
    TrainedSettings found;
    found.network.places[""] = source + ":1:1";
    for (const auto& [name, node] : root) {
        const std::string at = place(source, name.source());
        if (name.str() == "layer") {
            found.layers = read_tables(keys(), "layer", node, source);
        } else if (name.str() == "network" && node.is_table()) {
            found.network.places["network"] = at;
            read_section(keys(), found.network, "network", *node.as_table(), source);
        } else {
            reject_unknown(at, "section", name.str(), {"layer", "network"});
        }
    }
    if (found.layers.empty())
        fail(found.network, "layer",
             "is missing; allowed: [[layer]] with weights; nearest: "
             "[[layer]]");
    return found;
}

}  // namespace

TrainedNetwork parse_trained_network(std::string_view text, const std::string& source,
                                     const std::filesystem::path& directory) {
    const TrainedSettings settings = settings_of(text, source);
    const TensorKeys tensors(directory);
    TrainedNetwork network{
        .name = given<std::string>(settings.network, "network.name").value_or("network"),
        .input = tensors.read(settings.network, "network.input", 2)};
    std::size_t width = network.input.shape[1];
    for (const Settings& layer : settings.layers) {
        network.layers.push_back(layer_of(layer, tensors, width, network.layers.size() + 1));
        width = network.layers.back().bias.size();
    }
    if (settings.network.contains("network.labels"))
        network.labels = labels_of(settings.network, tensors, network.input.shape[0], width);
    return network;
}

TrainedNetwork read_trained_network(const std::filesystem::path& file) {
    return parse_trained_network(read_file(file, largest_settings), file.string(),
                                 file.parent_path());
}

}  // namespace mxgen::network
