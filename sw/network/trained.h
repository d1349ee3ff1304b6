// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/tensor/array.h"

namespace mxgen::network {

/// What stands between two products.
enum class Activation { none, relu };

/// y (M x N) = activation(x (M x K) weights (K x N) + bias (N)).
struct TrainedLayer {
    std::string name;
    tensor::Tensor weights;   ///< (K x N), finite
    std::vector<float> bias;  ///< N; zeros where the file names none
    Activation activation = Activation::none;
};

/// A feed-forward network with inputs and, for one that classifies, what these show.
struct TrainedNetwork {
    std::string name;
    tensor::Tensor input;                                 ///< (M x K of the first layer), finite
    std::optional<std::vector<std::size_t>> labels = {};  ///< M columns of the last layer's result
    std::vector<TrainedLayer> layers = {};                ///< at least one
};

/// Reads a network: `[network]` with name, input, labels; `[[layer]]` with name, weights, bias,
/// activation ("none", "relu"). Tensors are what tensor::read_tensor() takes, beside the file where
/// a path is relative. Throws Error (usage) with FILE:LINE:COLUMN of the key whose tensor is
/// missing, is no matrix of finite numbers, or does not meet the layer before, and with what is
/// allowed.
TrainedNetwork read_trained_network(const std::filesystem::path& file);

/// The same from text; `source` is what errors call it, paths start at `directory`.
TrainedNetwork parse_trained_network(std::string_view toml, const std::string& source,
                                     const std::filesystem::path& directory);

}  // namespace mxgen::network
