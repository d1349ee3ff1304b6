// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/task_need.h"

#include <functional>
#include <string>

#include "sw/estimate/gate_model.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace {

constexpr double gates_without_model = 10000;  ///< NAND2, of converters

}  // namespace

TaskNeed need_of(const TaskKind& kind, const Config& config) {
    const NeedFit& fit = kind.need;
    const auto model = ppa::gate_model(config, {});
    const double kilogates = (model ? model->total() : gates_without_model) / 1000;
    const MatrixUnit* matrices = unit_of(config).matrices();
    const double of_element = matrices ? kilogates / matrices->elements(config.design) : kilogates;
    const double seconds =
        fit.seconds + fit.seconds_per_kilogate * (fit.seconds_of_elements ? of_element : kilogates);
    const double memory_mb = fit.memory_mb + fit.memory_mb_per_kilogate *
                                                 (fit.memory_of_elements ? of_element : kilogates);
    return {seconds, fit.again_seconds < 0 ? seconds : fit.again_seconds,
            static_cast<std::uint64_t>(memory_mb)};
}

std::uint64_t group_of(const Config& config) {
    Json document = mxgen::to_json(config);
    if (std::holds_alternative<ArrayDesign>(config.design)) {
        document["design"].erase("name");
        for (const char* key : {"rows", "cols", "cluster", "output"}) document["array"].erase(key);
    }
    return std::hash<std::string>{}(document.dump());
}

}  // namespace mxgen::sweep
