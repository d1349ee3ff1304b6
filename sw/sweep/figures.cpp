// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/figures.h"

#include "sw/support/json.h"

namespace mxgen::sweep {

const std::vector<SweepFigure>& sweep_figures() {
    static const std::vector<SweepFigure> figures{
        {"area", "synth__design__instance__area__nand2eq", "estimate__circuit__area__nand2eq"},
        {"delay", "synth__timing__delay__ns", "estimate__circuit__delay__ns"},
        {"energy", "synth__energy__per_mac__pj", "estimate__circuit__energy__per_mac__pj"},
        {"sqnr", "error__tensor__total_sqnr__db", "", true},
    };
    return figures;
}

std::vector<std::string> estimated_figures() {
    std::vector<std::string> names;
    for (const SweepFigure& figure : sweep_figures())
        if (!figure.estimated.empty()) names.push_back(figure.name);
    for (const SweepFigure& figure : sweep_figures())
        if (!figure.estimated.empty()) names.push_back(figure.estimated);
    names.emplace_back("estimate__gate_model__area__nand2eq");
    return names;
}

std::optional<double> estimated_figure(const std::string& name, const Json& metrics) {
    std::string key = name;
    for (const SweepFigure& figure : sweep_figures())
        if (figure.name == name) key = figure.estimated;
    const auto found = metrics.find(key);
    if (found == metrics.end() || !found->is_number()) return std::nullopt;
    return found->get<double>();
}

}  // namespace mxgen::sweep
