// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/graph.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace mxgen::gates {

Literal Graph::source() {
    vertices_.push_back({});
    if (sweeps_) {
        auto& signature = signatures_.emplace_back();
        // Words of ones by halves, rare and frequent, so that conditions such as "all are 0" occur.
        for (std::size_t i = 0; i < signature.size(); ++i) {
            const auto half = random_(), rare = half & random_() & random_();
            signature[i] = i % 4 == 0 ? rare : i % 4 == 1 ? ~rare : half;
        }
        first_alike();
    }
    return static_cast<Literal>(2 * (vertices_.size() - 1));
}

Literal Graph::first_alike() {
    const auto last = static_cast<Literal>(2 * (vertices_.size() - 1));
    const auto& signature = signatures_.back();
    std::size_t ones = 0;
    for (const auto word : signature) ones += static_cast<std::size_t>(std::popcount(word));
    constexpr std::size_t least = 8;  // of either level; of rarer ones too little is known
    if (std::min(ones, 64 * signature.size() - ones) < least) return last;
    const Literal odd = signature[0] & 1;
    std::uint64_t hash = 0;
    for (const auto word : signature) {
        hash = (hash ^ (odd ? ~word : word)) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return alike_.try_emplace(hash, last ^ odd).first->second ^ odd;
}

std::size_t Graph::ands() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(vertices_, [](const Vertex& v) { return !v.is_source(); }));
}

Literal Graph::both(Literal a, Literal b) {
    if (a > b) std::swap(a, b);
    if (a == no || a == inverse(b)) return no;
    if (a == yes || a == b) return b;
    // Of an AND below: contained, contradicted or freed of what is known.
    for (int turn = 0; turn < 2; ++turn, std::swap(a, b)) {
        const auto& inner = vertices_[vertex_of(a)];
        if (inner.is_source()) continue;
        const bool is_and = !(a & 1);
        for (const auto& [x, y] : {std::pair(inner.a, inner.b), std::pair(inner.b, inner.a)}) {
            if (x == b) return is_and ? a : both(b, inverse(y));
            if (x == inverse(b)) return is_and ? no : b;
        }
    }
    if (a > b) std::swap(a, b);
    const auto [known, is_new] = known_.try_emplace(std::uint64_t{a} << 32 | b, 0);
    if (!is_new) return known->second;
    vertices_.push_back({a, b});
    known->second = static_cast<Literal>(2 * (vertices_.size() - 1));
    if (!sweeps_) return known->second;
    const auto &x = signatures_[vertex_of(a)], &y = signatures_[vertex_of(b)];
    Signature signature;
    for (std::size_t i = 0; i < signature.size(); ++i)
        signature[i] = (a & 1 ? ~x[i] : x[i]) & (b & 1 ? ~y[i] : y[i]);
    signatures_.push_back(signature);
    if (const Literal first = first_alike(); first != known->second) {
        vertices_.pop_back();
        signatures_.pop_back();
        known->second = first;
    }
    return known->second;
}

Literal Graph::exclusive(Literal a, Literal b) {
    // One form for all complements of the inputs.
    const Literal odd = (a ^ b) & 1;
    a &= ~Literal{1};
    b &= ~Literal{1};
    return odd ^ inverse(either(both(a, b), both(inverse(a), inverse(b))));
}

Literal Graph::select(Literal s, Literal a, Literal b) {
    if (a == b) return a;
    if (a == inverse(b)) return exclusive(s, b);
    if (s & 1) return select(inverse(s), b, a);
    return either(both(s, a), both(inverse(s), b));
}

Literal Graph::all(Literals bits) {
    if (bits.empty()) return yes;
    while (bits.size() > 1) {
        Literals next;
        for (std::size_t i = 0; i + 1 < bits.size(); i += 2)
            next.push_back(both(bits[i], bits[i + 1]));
        if (bits.size() % 2) next.push_back(bits.back());
        bits = std::move(next);
    }
    return bits[0];
}

Literal Graph::any(Literals bits) {
    for (auto& bit : bits) bit = inverse(bit);
    return inverse(all(std::move(bits)));
}

std::size_t Graph::add_adder(Literals inputs) {
    adders_.push_back({std::move(inputs)});
    adders_.back().sum = source();
    adders_.back().carry = source();
    return adders_.size() - 1;
}

std::size_t Graph::add_register(bool has_reset, int stage) {
    registers_.push_back({source(), no, has_reset, stage});
    return registers_.size() - 1;
}

Literal Graph::delayed(Literal next, bool has_reset, int stage) {
    const auto [known, is_new] = delayed_.try_emplace(std::uint64_t{next} << 1 | has_reset, 0);
    if (is_new) {
        registers_.push_back({source(), next, has_reset, stage});
        known->second = registers_.back().value;
    }
    return known->second;
}

Live live_part(const Graph& g) {
    Live live{std::vector<char>(g.vertices().size()), std::vector<char>(g.adders().size()),
              std::vector<char>(g.registers().size())};
    constexpr std::size_t none = ~std::size_t{0};
    std::vector<std::size_t> adder_of(g.vertices().size(), none), register_of = adder_of;
    for (std::size_t i = 0; i < g.adders().size(); ++i)
        for (const Literal bit : {g.adders()[i].sum, g.adders()[i].carry})
            adder_of[vertex_of(bit)] = i;
    for (std::size_t i = 0; i < g.registers().size(); ++i)
        register_of[vertex_of(g.registers()[i].value)] = i;
    Literals waiting = g.outputs();
    while (!waiting.empty()) {
        const auto vertex = vertex_of(waiting.back());
        waiting.pop_back();
        if (std::exchange(live.vertices[vertex], 1)) continue;
        if (const auto i = adder_of[vertex]; i != none) {
            live.adders[i] = 1;
            waiting.insert(waiting.end(), g.adders()[i].inputs.begin(), g.adders()[i].inputs.end());
        } else if (const auto j = register_of[vertex]; j != none) {
            live.registers[j] = 1;
            waiting.push_back(g.registers()[j].next);
        } else if (const auto& v = g.vertices()[vertex]; !v.is_source()) {
            waiting.insert(waiting.end(), {v.a, v.b});
        }
    }
    return live;
}

namespace {

/// Rebuilds the live part of a graph in another.
class Balancer {
  public:
    Balancer(const Graph& from, bool sweeps)
        : from_(from),
          to_(sweeps),
          live_(live_part(from)),
          readers_(from.vertices().size()),
          made_(from.vertices().size()) {}

    Graph run() {
        count_readers();
        std::vector<std::size_t> adder_of(from_.vertices().size()), register_of = adder_of;
        for (std::size_t i = 0; i < from_.adders().size(); ++i)
            adder_of[vertex_of(from_.adders()[i].sum)] = i + 1;
        for (std::size_t i = 0; i < from_.registers().size(); ++i)
            register_of[vertex_of(from_.registers()[i].value)] = i + 1;
        std::vector<std::size_t> kept;
        for (std::uint32_t v = 1; v < from_.vertices().size(); ++v) {
            if (const auto i = adder_of[v]; i > 0 && live_.adders[i - 1])
                copy_adder(i - 1);
            else if (const auto j = register_of[v]; j > 0 && live_.registers[j - 1]) {
                const auto& reg = from_.registers()[j - 1];
                to_.add_register(reg.has_reset, reg.stage);
                kept.push_back(j - 1);
                made_[v] = to_.registers().back().value;
                note_level(made_[v], 0);
            } else if (!live_.vertices[v] || made_[v] != 0)
                continue;
            else if (!from_.vertices()[v].is_source()) {
                if (is_root(v)) made_[v] = tree(v);
            } else if (adder_of[v] == 0 && register_of[v] == 0) {
                made_[v] = to_.source();
                note_level(made_[v], 0);
            }
        }
        for (std::size_t i = 0; i < kept.size(); ++i)
            to_.set_next(i, mapped(from_.registers()[kept[i]].next));
        for (const Literal bit : from_.outputs()) to_.add_output(mapped(bit));
        for (const Literal bit : from_.inputs())
            to_.add_input(live_.vertices[vertex_of(bit)] ? mapped(bit) : no);
        return std::move(to_);
    }

  private:
    /// Readers of each vertex as a positive edge of an AND (low half) and otherwise (high half).
    void count_readers() {
        for (std::uint32_t v = 1; v < from_.vertices().size(); ++v)
            if (const auto& n = from_.vertices()[v]; live_.vertices[v] && !n.is_source())
                for (const Literal bit : {n.a, n.b}) note_reader(bit, !(bit & 1));
        for (std::size_t i = 0; i < from_.adders().size(); ++i)
            if (live_.adders[i])
                for (const Literal bit : from_.adders()[i].inputs) note_reader(bit, false);
        for (std::size_t i = 0; i < from_.registers().size(); ++i)
            if (live_.registers[i]) note_reader(from_.registers()[i].next, false);
        for (const Literal bit : from_.outputs()) note_reader(bit, false);
    }
    void note_reader(Literal bit, bool in_tree) {
        readers_[vertex_of(bit)] += in_tree ? 1u : 1u << 16;
    }
    /// Whether the AND is not swallowed by the only tree that reads it.
    bool is_root(std::uint32_t v) const { return readers_[v] != 1; }

    void copy_adder(std::size_t i) {
        const auto& adder = from_.adders()[i];
        Literals inputs;
        unsigned level = 0;
        for (const Literal bit : adder.inputs) inputs.push_back(mapped(bit));
        to_.add_adder(inputs);
        made_[vertex_of(adder.sum)] = to_.adders().back().sum;
        made_[vertex_of(adder.carry)] = to_.adders().back().carry;
        note_level(to_.adders().back().sum, level);
        note_level(to_.adders().back().carry, level);
    }
    Literal mapped(Literal bit) const {
        return vertex_of(bit) == 0 ? bit : made_[vertex_of(bit)] ^ (bit & 1);
    }
    void collect(Literal bit, Literals& leaves) const {
        const auto v = vertex_of(bit);
        const auto& n = from_.vertices()[v];
        if ((bit & 1) || v == 0 || n.is_source() || is_root(v)) {
            leaves.push_back(mapped(bit));
            return;
        }
        collect(n.a, leaves);
        collect(n.b, leaves);
    }
    Literal tree(std::uint32_t v) {
        Literals leaves;
        collect(from_.vertices()[v].a, leaves);
        collect(from_.vertices()[v].b, leaves);
        const auto later = [&](Literal a, Literal b) { return level(a) > level(b); };
        std::ranges::stable_sort(leaves, later);
        while (leaves.size() > 1) {
            const Literal a = leaves.back();
            leaves.pop_back();
            const Literal b = leaves.back();
            leaves.pop_back();
            const Literal joined = to_.both(a, b);
            note_level(joined, std::max(level(a), level(b)) + 1);
            const auto place = std::ranges::upper_bound(leaves, level(joined), std::greater<>{},
                                                        [&](Literal x) { return level(x); });
            leaves.insert(place, joined);
        }
        return leaves[0];
    }
    unsigned level(Literal bit) const {
        return vertex_of(bit) < levels_.size() ? levels_[vertex_of(bit)] : 0;
    }
    void note_level(Literal bit, unsigned level) {
        if (vertex_of(bit) < levels_.size()) return;
        levels_.resize(vertex_of(bit) + 1, level);
    }

    const Graph& from_;
    Graph to_;
    Live live_;
    std::vector<std::uint32_t> readers_;
    Literals made_;                 ///< by vertex of from_
    std::vector<unsigned> levels_;  ///< by vertex of to_
};

}  // namespace

Graph balanced(const Graph& graph, bool sweeps) { return Balancer(graph, sweeps).run(); }

}  // namespace mxgen::gates
