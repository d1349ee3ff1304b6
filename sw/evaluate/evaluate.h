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
#include "sw/support/json.h"

namespace mxgen {

/// The parts of an evaluation of a design: each one that is set.
struct Request {
    std::string target = "asic";  ///< standard cells, or one of fpga_families()
    TensorFiles tensors = {};     ///< data of every part; without them each part makes its own
    std::optional<accuracy::MultiplierOptions> errors = {};  ///< of a multiplier and its sums
    std::optional<CosimRequest> cosim = {};                  ///< the RTL against the golden model
    std::optional<CostRequest> cost = {};                    ///< area, speed, energy, by the tools
    std::optional<ppa::CellWeights> estimates = {};          ///< what it costs without the tools
    std::vector<std::filesystem::path> liberty = {};         ///< of the user's own technology
    ProgressFunction progress = [](std::string_view) {};
    package::EstimateMemo* memo = nullptr;  ///< of several designs, where estimates alone are asked
                                            ///< for; must outlive the evaluation
};

/// The results of an evaluation.
struct Evaluation {
    std::string name;  ///< of the design as it was made for the target
    Metrics metrics;   ///< "name", "unit" and the figures of every part
    std::optional<MeasuredErrors> errors = {};
    std::optional<Cosimulation> cosim = {};    ///< what the RTL does wrong is in its report
    std::vector<ChangedOperand> changed = {};  ///< integers of the tensors that the formats change
};

/// The configuration as a target has it. An FPGA family becomes the technology and the end of the
/// name, since the circuit is another. Throws Error (usage) for an unknown target.
Config for_target(Config config, const std::string& target);

/// Throws the Error of evaluate() for a request that cannot be met, as far as that shows without
/// running a tool: for a sweep, before the first of its designs takes its time. A Verilator or
/// synthesis tool that is absent, and operands of errors, evaluate() finds.
void check_request(const Config& config, const Request& request);

/// Measures a resolved configuration, the parts that take longest last. Writes the files of
/// cosimulate() and measure_cost(); with a cost, DIRECTORY/NAME/metrics.json holds the metrics of
/// all parts. A design that co-simulation finds wrong is no error. Throws Error: usage for a
/// request of nothing and for what a part does not take; tool_missing, tool_failed, check_failed (a
/// netlist that differs from its RTL) as the parts do.
Evaluation evaluate(const Config& config, const Request& request);

}  // namespace mxgen
