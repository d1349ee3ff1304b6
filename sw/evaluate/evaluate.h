// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sw/accuracy/multiplier.h"
#include "sw/estimate/gate_model.h"
#include "sw/evaluate/cosimulation.h"
#include "sw/evaluate/cost.h"
#include "sw/evaluate/errors.h"
#include "sw/evaluate/matrices.h"
#include "sw/evaluate/metrics.h"

namespace mxgen {

/// What is wanted of a design: each part that is set.
struct Request {
    std::string target = "asic";  ///< standard cells, or one of fpga_families()
    TensorFiles tensors = {};     ///< data of every part; without them each part makes its own
    std::optional<accuracy::MultiplierOptions> errors = {};  ///< of a multiplier and its sums
    std::optional<CosimRequest> cosim = {};                  ///< the RTL against the golden model
    std::optional<CostRequest> cost = {};                    ///< area, speed, energy, by the tools
    std::optional<ppa::CellWeights> estimates = {};          ///< what it costs without the tools
    ProgressFunction progress = [](std::string_view) {};
};

/// What was found.
struct Evaluation {
    std::string name;  ///< of the design as it was made for the target
    Metrics metrics;   ///< "name", "unit" and the figures of every part
    std::optional<MeasuredErrors> errors = {};
    std::optional<Cosimulation> cosim = {};  ///< what the RTL does wrong is in its report
};

/// The configuration as a target has it. An FPGA family becomes the technology and the end of the
/// name, since the circuit is another. Throws Error (usage) for an unknown target.
Config for_target(Config config, const std::string& target);

/// Throws the Error that evaluate() would for a request that cannot be met, as far as that shows
/// without running a tool: a sweep asks for all of its designs before the first takes its time.
void check_request(const Config& config, const Request& request);

/// Measures a resolved configuration; the parts that take longest come last. Writes what
/// cosimulate() and measure_cost() say; with a cost, DIRECTORY/NAME/metrics.json holds the metrics
/// of all parts. Throws Error: usage for a request of nothing and for what a part does not take;
/// tool_missing, tool_failed, check_failed as the tools of a cost find; the process is left as it
/// was, but for what is written.
Evaluation evaluate(const Config& config, const Request& request);

}  // namespace mxgen
