// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/loaded_cell.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace mxgen::ppa {

namespace {

double mean(const std::vector<double>& values) {
    return values.empty() ? 0
                          : std::accumulate(values.begin(), values.end(), 0.0) /
                                static_cast<double>(values.size());
}

}  // namespace

LoadedCell::LoadedCell(const Cell& cell, const Library& library, double load_pf)
    : arcs_(characterize(cell, library).arcs), outputs_(cell.outputs()), load_(load_pf) {
    settle();
}

std::optional<double> LoadedCell::delay(int input, const std::string& output) const {
    std::vector<double> found;
    for (const auto& arc : arcs_)
        if ((input < 0 || arc.input == input) && outputs_.at(arc.output) == output)
            for (const auto& table : arc.delay)
                if (table) found.push_back((*table)(slew_, load_));
    if (found.empty()) return {};
    return mean(found);
}

void LoadedCell::settle() {
    for (int round = 0; round < 30; ++round) {
        std::vector<double> made;
        for (const auto& arc : arcs_)
            for (const auto& table : arc.slew)
                if (table) made.push_back(std::max(0.0, (*table)(slew_, load_)));
        slew_ = mean(made);
    }
}

double mean_capacitance(const Cell& cell) {
    std::vector<double> pins;
    for (const auto& name : cell.inputs()) pins.push_back(cell.find(name)->capacitance);
    return mean(pins);
}

std::vector<std::string> slowest_first(const Cell& cell, const Library& library,
                                       const std::string& output) {
    const LoadedCell loaded(cell, library, 2 * mean_capacitance(cell));
    auto names = cell.inputs();
    std::map<std::string, double> delay;
    for (std::size_t i = 0; i < names.size(); ++i)
        delay[names[i]] = loaded.delay(static_cast<int>(i), output).value_or(0);
    std::ranges::stable_sort(
        names, [&](const auto& a, const auto& b) { return delay.at(a) > delay.at(b); });
    return names;
}

}  // namespace mxgen::ppa
