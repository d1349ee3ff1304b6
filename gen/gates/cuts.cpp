// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/cuts.h"

#include <algorithm>
#include <optional>

namespace mxgen::gates {

namespace {

constexpr std::uint16_t variable[] = {0xAAAA, 0xCCCC, 0xF0F0, 0xFF00};

/// The leaves of both, or nothing where they are more than four.
std::optional<Cut> joined_leaves(const Cut& a, const Cut& b) {
    Cut cut;
    unsigned i = 0, j = 0;
    while (i < a.size || j < b.size) {
        if (cut.size == 4) return std::nullopt;
        const bool take_a = j == b.size || (i < a.size && a.leaves[i] <= b.leaves[j]);
        const std::uint32_t leaf = take_a ? a.leaves[i] : b.leaves[j];
        if (i < a.size && a.leaves[i] == leaf) ++i;
        if (j < b.size && b.leaves[j] == leaf) ++j;
        cut.leaves[cut.size++] = leaf;
    }
    return cut;
}

/// The table of a cut over the leaves of a larger one, all 16 bits.
std::uint16_t stretched(const Cut& cut, const Cut& over) {
    std::array<unsigned, 4> place{};
    for (unsigned i = 0, j = 0; i < cut.size; ++i) {
        while (over.leaves[j] != cut.leaves[i]) ++j;
        place[i] = j;
    }
    std::uint16_t table = 0;
    for (unsigned row = 0; row < 16; ++row) {
        unsigned from = 0;
        for (unsigned i = 0; i < cut.size; ++i) from |= (row >> place[i] & 1) << i;
        table |= static_cast<std::uint16_t>((cut.table >> from & 1) << row);
    }
    return table;
}

/// The cut without leaves that its 16-bit table does not depend on.
Cut without_idle(const Cut& cut) {
    Cut kept;
    std::array<unsigned, 4> place{};
    for (unsigned i = 0; i < cut.size; ++i) {
        const unsigned step = 1u << i;
        const auto high = static_cast<std::uint16_t>((cut.table & variable[i]) >> step);
        if (high == static_cast<std::uint16_t>(cut.table & ~variable[i])) continue;
        place[kept.size] = i;
        kept.leaves[kept.size++] = cut.leaves[i];
    }
    for (unsigned row = 0; row < 1u << kept.size; ++row) {
        unsigned from = 0;
        for (unsigned i = 0; i < kept.size; ++i) from |= (row >> i & 1) << place[i];
        kept.table |= static_cast<std::uint16_t>((cut.table >> from & 1) << row);
    }
    return kept;
}

bool is_same(const Cut& a, const Cut& b) { return a.size == b.size && a.leaves == b.leaves; }

class Cutter {
  public:
    Cutter(const Graph& graph, std::size_t limit)
        : g_(graph), limit_(limit), cuts_(graph.vertices().size()), levels_(cuts_.size()) {}

    std::vector<std::vector<Cut>> run() {
        for (std::uint32_t v = 1; v < cuts_.size(); ++v)
            if (!g_.vertices()[v].is_source()) cut(v);
        return std::move(cuts_);
    }

  private:
    std::vector<Cut> with_itself(std::uint32_t v) const {
        auto cuts = cuts_[v];
        cuts.push_back({{v, 0, 0, 0}, 1, 0b10});
        return cuts;
    }

    void cut(std::uint32_t v) {
        const auto& n = g_.vertices()[v];
        auto& found = cuts_[v];
        for (const Cut& a : with_itself(vertex_of(n.a)))
            for (const Cut& b : with_itself(vertex_of(n.b))) {
                auto cut = joined_leaves(a, b);
                if (!cut) continue;
                const auto x = stretched(a, *cut), y = stretched(b, *cut);
                cut->table = static_cast<std::uint16_t>((n.a & 1 ? ~x : x) & (n.b & 1 ? ~y : y));
                const Cut used = without_idle(*cut);
                const auto same = [&](const Cut& other) { return is_same(other, used); };
                if (used.size > 0 && std::ranges::none_of(found, same)) found.push_back(used);
            }
        const auto better = [&](const Cut& x, const Cut& y) {
            const unsigned i = level_of(x), j = level_of(y);
            return i != j ? i < j : x.size < y.size;
        };
        // The last one made, of the two that it reads, is one that always has a cell.
        std::rotate(found.begin(), found.end() - 1, found.end());
        std::stable_sort(found.begin() + 1, found.end(), better);
        if (found.size() > limit_) found.resize(limit_);
        levels_[v] = 1 + std::max(levels_[vertex_of(n.a)], levels_[vertex_of(n.b)]);
    }

    unsigned level_of(const Cut& cut) const {
        unsigned level = 0;
        for (unsigned i = 0; i < cut.size; ++i) level = std::max(level, levels_[cut.leaves[i]]);
        return level;
    }

    const Graph& g_;
    std::size_t limit_;
    std::vector<std::vector<Cut>> cuts_;
    std::vector<unsigned> levels_;
};

}  // namespace

std::vector<std::vector<Cut>> cuts_of(const Graph& graph, std::size_t limit) {
    return Cutter(graph, limit).run();
}

}  // namespace mxgen::gates
