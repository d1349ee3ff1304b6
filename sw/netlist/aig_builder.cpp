// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/aig_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace mxgen::ppa {

std::uint32_t AigBuilder::input(const std::string& name) {
    const auto [found, is_new] = inputs_.try_emplace(name, 0);
    if (is_new) {
        found->second = static_cast<std::uint32_t>(2 * nodes_.size());
        nodes_.push_back({.name = name});
    }
    return found->second;
}

std::uint32_t AigBuilder::both(std::uint32_t a, std::uint32_t b) {
    if (a > b) std::swap(a, b);
    if (a == 0 || a == (b ^ 1)) return 0;
    if (a == 1 || a == b) return b;
    const auto [found, is_new] = gates_.try_emplace(std::uint64_t{a} << 32 | b, 0);
    if (is_new) {
        found->second = static_cast<std::uint32_t>(2 * nodes_.size());
        nodes_.push_back({a, b});
    }
    return found->second;
}

std::uint32_t AigBuilder::exclusive_or(std::uint32_t a, std::uint32_t b) {
    return both(both(a, b) ^ 1, either(a, b));
}

AigWord AigBuilder::sum(const AigWord& a, const AigWord& b) {
    AigWord result;
    std::uint32_t carry = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto half = exclusive_or(a[i], b[i]);
        result.push_back(exclusive_or(half, carry));
        carry = either(both(a[i], b[i]), both(half, carry));
    }
    return result;
}

std::vector<std::uint32_t> AigBuilder::copy(const Aig& source) {
    if (!source.latch_literals.empty()) throw std::logic_error("a circuit with latches");
    std::vector<std::uint32_t> literals{0};
    for (const auto& name : source.inputs) literals.push_back(input(name));
    for (const auto& [left, right] : source.gates)
        literals.push_back(both(copied(literals, left), copied(literals, right)));
    return literals;
}

std::vector<char> AigBuilder::cone(const std::vector<AigWord>& of) const {
    std::vector<char> needed(nodes_.size());
    for (const auto& word : of)
        for (const auto literal : word) needed[literal / 2] = true;
    for (std::size_t node = nodes_.size(); node-- > 0;) {
        if (!needed[node]) continue;
        needed[nodes_[node].left / 2] = true;
        needed[nodes_[node].right / 2] = true;
    }
    return needed;
}

Aig AigBuilder::circuit(const AigWord& outputs, const AigWord& beside) const {
    const auto shared = cone({outputs, beside}), own = cone({outputs});
    Aig aig;
    std::vector<std::uint32_t> literals(nodes_.size());
    const auto next = [&] {
        return static_cast<std::uint32_t>(2 * (aig.first_gate() + aig.gates.size()));
    };
    for (std::size_t node = 1; node < nodes_.size(); ++node) {
        if (!shared[node] || nodes_[node].name.empty()) continue;
        literals[node] = next();
        aig.inputs.push_back(nodes_[node].name);
    }
    for (std::size_t node = 1; node < nodes_.size(); ++node) {
        if (!own[node] || !nodes_[node].name.empty()) continue;
        literals[node] = next();
        const auto a = copied(literals, nodes_[node].left),
                   b = copied(literals, nodes_[node].right);
        aig.gates.push_back({std::max(a, b), std::min(a, b)});
    }
    for (const auto literal : outputs) {
        aig.outputs.push_back(fmt::format("o{}", aig.outputs.size()));
        aig.output_literals.push_back(copied(literals, literal));
    }
    return aig;
}

std::string aig_text(const Aig& aig) {
    if (!aig.latch_literals.empty()) throw std::logic_error("a circuit with latches");
    const auto inputs = aig.inputs.size(), gates = aig.gates.size();
    std::string text =
        fmt::format("aig {} {} 0 {} {}\n", inputs + gates, inputs, aig.outputs.size(), gates);
    for (const auto literal : aig.output_literals) text += fmt::format("{}\n", literal);
    const auto distance = [&](std::uint32_t value) {
        for (; value >= 128; value >>= 7) text += static_cast<char>((value & 127) | 128);
        text += static_cast<char>(value);
    };
    auto gate = static_cast<std::uint32_t>(2 * aig.first_gate());
    for (const auto& [left, right] : aig.gates) {
        distance(gate - left);
        distance(left - right);
        gate += 2;
    }
    for (std::size_t i = 0; i < inputs; ++i) text += fmt::format("i{} {}\n", i, aig.inputs[i]);
    for (std::size_t i = 0; i < aig.outputs.size(); ++i)
        text += fmt::format("o{} {}\n", i, aig.outputs[i]);
    return text;
}

}  // namespace mxgen::ppa
