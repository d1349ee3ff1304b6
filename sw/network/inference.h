// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/network/trained.h"
#include "sw/support/json_type.h"
#include "sw/unit/config.h"

namespace mxgen::network {

/// A layer's results in a design, the errors of all layers before in them.
struct LayerErrors {
    std::string name;
    double sqnr_db = 0;       ///< against the same layer in fp64; infinite without error
    std::size_t flagged = 0;  ///< sums that overflowed or met a special
};

/// A network on a design.
struct Inference {
    std::string design;
    std::vector<LayerErrors> layers;      ///< the last one's results are the network's
    double agreement = 0;                 ///< share of inputs whose largest result fp64 has, too
    std::optional<double> accuracy = {};  ///< share of inputs whose largest result is their label
};

/// Results of each layer, the network's last.
using LayerResults = std::vector<std::vector<double>>;

/// Those by products in fp64: what designs are held against. Nothing is rounded in between.
LayerResults exact_results(const TrainedNetwork& network);

/// The column of the largest result of each row, the first of several.
std::vector<std::size_t> classes_of(const std::vector<double>& results, std::size_t columns);

/// Every layer's product by the golden model of the design, operands quantized as it takes them;
/// bias and activation in fp32; held against `exact`, the network's exact_results(). Throws Error
/// (usage) as multiply_matrices() does.
Inference infer(const TrainedNetwork& network, const LayerResults& exact, const Config& config,
                std::size_t mode = 0, const std::function<void(std::string_view)>& progress = {});

/// {"network", "inputs", "exact": {"accuracy"}, "designs": [{"name", "accuracy", "agreement",
/// "error__sqnr__db", "layers": [{"name", "error__sqnr__db", "error__flagged__count"}]}]}; null: no
/// labels, or no error.
Json to_json(const TrainedNetwork& network, const LayerResults& exact,
             const std::vector<Inference>& inferences);

/// A line a design: accuracy, agreement, SQNR a layer.
std::string to_text(const TrainedNetwork& network, const LayerResults& exact,
                    const std::vector<Inference>& inferences);

}  // namespace mxgen::network
