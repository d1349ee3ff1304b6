// SPDX-License-Identifier: Apache-2.0
#include "sw/support/nearest.h"

#include <algorithm>
#include <numeric>

namespace mxgen {
namespace {

/// Levenshtein distance: insertions, deletions and substitutions.
std::size_t edit_distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (const char c : from) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t substituted = diagonal + (c != to[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    const auto closest = std::min_element(
        candidates.begin(), candidates.end(), [&](const std::string& x, const std::string& y) {
            return edit_distance(word, x) < edit_distance(word, y);
        });
    return closest == candidates.end() ? std::string() : *closest;
}

}  // namespace mxgen
