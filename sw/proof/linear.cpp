// SPDX-License-Identifier: Apache-2.0
#include "sw/proof/linear.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string_view>

namespace mxgen::ppa {

namespace {

Integer power(std::size_t exponent) { return Integer(1) << static_cast<unsigned>(exponent); }

/// Within 0 to 2^width - 1.
Integer reduced(const Integer& value, std::size_t width) {
    const Integer modulus = power(width), rest = value % modulus;
    return rest < 0 ? Integer(rest + modulus) : rest;
}

/// The inputs that a literal depends on.
std::set<std::uint32_t> support(const Aig& aig, std::uint32_t literal) {
    std::set<std::uint32_t> inputs, seen;
    std::vector<std::uint32_t> open{literal / 2};
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        if (node == 0 || !seen.insert(node).second) continue;
        if (node < aig.first_gate()) {
            inputs.insert(node);
            continue;
        }
        for (const auto operand : aig.gates[node - aig.first_gate()]) open.push_back(operand / 2);
    }
    return inputs;
}

/// Products of single bits, by their inputs, with factors.
using Polynomial = std::map<std::vector<std::uint32_t>, Integer>;

/// A gate of a few bits as the polynomial that it is for bits 0 and 1; none: of too many.
std::optional<Polynomial> polynomial(const Aig& aig, std::uint32_t literal) {
    constexpr std::size_t most = 6;
    const auto set = support(aig, literal);
    if (set.size() > most) return {};
    const std::vector<std::uint32_t> inputs(set.begin(), set.end());
    const std::size_t count = std::size_t{1} << inputs.size();
    std::map<std::uint32_t, std::uint64_t> known{{0, 0}};
    for (std::size_t i = 0; i < inputs.size(); ++i)
        for (std::size_t at = 0; at < count; ++at) known[inputs[i]] |= (at >> i & 1) << at;
    const std::function<std::uint64_t(std::uint32_t)> values = [&](std::uint32_t of) {
        const auto found = known.find(of / 2);
        std::uint64_t value = 0;
        if (found != known.end()) {
            value = found->second;
        } else {
            const auto& [left, right] = aig.gates[of / 2 - aig.first_gate()];
            value = known[of / 2] = values(left) & values(right);
        }
        return of & 1 ? ~value : value;
    };
    const auto table = values(literal);
    std::vector<Integer> factors;
    for (std::size_t at = 0; at < count; ++at) factors.emplace_back(table >> at & 1);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        for (std::size_t at = 0; at < count; ++at)
            if (at >> i & 1) factors[at] -= factors[at ^ std::size_t{1} << i];
    Polynomial result;
    for (std::size_t at = 0; at < count; ++at) {
        std::vector<std::uint32_t> product;
        for (std::size_t i = 0; i < inputs.size(); ++i)
            if (at >> i & 1) product.push_back(inputs[i]);
        if (factors[at] != 0) result[product] = factors[at];
    }
    return result;
}

constexpr std::string_view sum_port = ".sum_o", carry_port = ".carry_o";

/// An adder that was cut out; `sum` and `carry` are inputs, 0 where nothing reads them.
struct CutAdder {
    std::uint32_t sum = 0, carry = 0;
    std::vector<std::uint32_t> operands = {};
};

/// Adders behind those that they read.
std::vector<CutAdder> adders_of(const Aig& aig) {
    std::map<std::string, std::uint32_t> inputs, outputs;
    for (std::size_t i = 0; i < aig.inputs.size(); ++i)
        inputs[aig.inputs[i]] = static_cast<std::uint32_t>(i + 1);
    for (std::size_t i = 0; i < aig.outputs.size(); ++i)
        outputs[aig.outputs[i]] = aig.output_literals[i];
    std::vector<CutAdder> adders;
    std::map<std::uint32_t, std::size_t> makers;
    for (const auto& [name, node] : inputs) {
        if (!name.ends_with(sum_port)) continue;
        const auto stem = name.substr(0, name.size() - sum_port.size());
        CutAdder adder{.sum = node};
        if (const auto carry = inputs.find(stem + std::string(carry_port)); carry != inputs.end())
            adder.carry = carry->second;
        for (const char* port : {".a_i", ".b_i", ".c_i"})
            if (const auto operand = outputs.find(stem + port); operand != outputs.end())
                adder.operands.push_back(operand->second);
        makers[adder.sum] = adders.size();
        if (adder.carry != 0) makers[adder.carry] = adders.size();
        adders.push_back(std::move(adder));
    }
    std::vector<CutAdder> ordered;
    std::vector<char> done(adders.size());
    const std::function<void(std::size_t)> visit = [&](std::size_t index) {
        if (done[index]++) return;
        for (const auto operand : adders[index].operands)
            for (const auto node : support(aig, operand))
                if (const auto maker = makers.find(node); maker != makers.end())
                    visit(maker->second);
        ordered.push_back(adders[index]);
    };
    for (std::size_t index = 0; index < adders.size(); ++index) visit(index);
    return ordered;
}

/// One bit 0 to 63 of 64 evaluations: the word's value in each.
Integer value_at(std::span<const std::uint64_t> values, const AigWord& word, std::size_t at) {
    Integer result = 0;
    for (std::size_t i = word.size(); i-- > 0;)
        result = 2 * result + Integer(value_of(values, word[i]) >> at & 1);
    return result;
}

/// A number's digits -1, 0 and 1, no two of them side by side (Reitwiesner, "Binary arithmetic",
/// Advances in Computers 1, 1960), by place.
std::map<std::size_t, int> signed_digits(Integer value) {
    std::map<std::size_t, int> digits;
    for (std::size_t place = 0; value != 0; ++place, value >>= 1) {
        if (value % 2 == 0) continue;
        const int digit = value % 4 == 1 ? 1 : -1;
        digits[place] = digit;
        value -= digit;
    }
    return digits;
}

/// The least number of bits that hold the word as a number with sign.
std::size_t signed_width(const AigWord& word) {
    std::size_t width = word.size();
    while (width > 1 && word[width - 2] == word.back()) --width;
    return width;
}

/// a + b modulo 2^(bits of a), with the sign of short numbers in the high bits, as texts have it.
AigWord signed_sum(AigBuilder& builder, AigWord a, AigWord b) {
    const std::size_t width = a.size();
    const auto short_width = std::min(width, std::max(signed_width(a), signed_width(b)) + 1);
    a.resize(short_width), b.resize(short_width);
    AigWord sum = builder.sum(a, b);
    sum.resize(width, sum.back());
    return sum;
}

}  // namespace

bool NaturalLess::operator()(const std::string& a, const std::string& b) const {
    const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    std::size_t i = 0, k = 0;
    while (i < a.size() && k < b.size()) {
        if (is_digit(a[i]) && is_digit(b[k])) {
            const auto end_of = [&](const std::string& text, std::size_t at) {
                while (at < text.size() && is_digit(text[at])) ++at;
                return at;
            };
            const auto i_end = end_of(a, i), k_end = end_of(b, k);
            const std::string x = a.substr(i, i_end - i), y = b.substr(k, k_end - k);
            if (x.size() != y.size()) return x.size() < y.size();
            if (x != y) return x < y;
            i = i_end, k = k_end;
        } else {
            if (a[i] != b[k]) return a[i] < b[k];
            ++i, ++k;
        }
    }
    return a.size() - i < b.size() - k;
}

Integer value_at_zero(const Aig& circuit, const AigWord& word) {
    std::vector<std::uint64_t> values(circuit.first_gate() + circuit.gates.size());
    evaluate(circuit, values);
    return value_at(values, word, 0);
}

LinearForm linear_guess(const Aig& circuit, const AigWord& word) {
    std::set<std::uint32_t> inputs;
    for (const auto literal : word) inputs.merge(support(circuit, literal));
    std::vector<std::uint64_t> values(circuit.first_gate() + circuit.gates.size());
    LinearForm form{.constant = value_at_zero(circuit, word)};
    const std::vector<std::uint32_t> all(inputs.begin(), inputs.end());
    for (std::size_t first = 0; first < all.size(); first += 64) {
        std::ranges::fill(values, 0);
        const auto count = std::min<std::size_t>(64, all.size() - first);
        for (std::size_t i = 0; i < count; ++i) values[all[first + i]] = std::uint64_t{1} << i;
        evaluate(circuit, values);
        for (std::size_t i = 0; i < count; ++i) {
            const auto factor = reduced(value_at(values, word, i) - form.constant, word.size());
            if (factor != 0) form.factors[circuit.inputs[all[first + i] - 1]] = factor;
        }
    }
    return form;
}

void guess_products(const Aig& circuit, const AigWord& word, LinearForm& form) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    std::set<std::uint32_t> inputs;
    for (const auto literal : word) inputs.merge(support(circuit, literal));
    for (const auto a : inputs)
        for (const auto b : inputs)
            if (a < b) pairs.emplace_back(a, b);
    const auto factor_of = [&](std::uint32_t node) {
        const auto found = form.factors.find(circuit.inputs[node - 1]);
        return found == form.factors.end() ? Integer(0) : found->second;
    };
    std::vector<std::uint64_t> values(circuit.first_gate() + circuit.gates.size());
    for (std::size_t first = 0; first < pairs.size(); first += 64) {
        std::ranges::fill(values, 0);
        const auto count = std::min<std::size_t>(64, pairs.size() - first);
        for (std::size_t i = 0; i < count; ++i)
            for (const auto node : {pairs[first + i].first, pairs[first + i].second})
                values[node] |= std::uint64_t{1} << i;
        evaluate(circuit, values);
        for (std::size_t i = 0; i < count; ++i) {
            const auto& [a, b] = pairs[first + i];
            const auto factor =
                reduced(value_at(values, word, i) - form.constant - factor_of(a) - factor_of(b),
                        word.size());
            if (factor != 0) form.products[{circuit.inputs[a - 1], circuit.inputs[b - 1]}] = factor;
        }
    }
}

AigWord word_of(AigBuilder& builder, const LinearForm& form,
                const std::map<std::string, std::uint32_t>& bits, std::size_t width) {
    std::vector<AigWord> rows;
    const auto place = [&](std::uint32_t literal, std::size_t from, std::size_t to) {
        const auto is_free = [&](const AigWord& row) {
            return std::all_of(row.begin() + static_cast<std::ptrdiff_t>(from),
                               row.begin() + static_cast<std::ptrdiff_t>(to),
                               [](std::uint32_t bit) { return bit == 0; });
        };
        auto row = std::ranges::find_if(rows, is_free);
        if (row == rows.end()) row = rows.insert(rows.end(), AigWord(width));
        std::fill(row->begin() + static_cast<std::ptrdiff_t>(from),
                  row->begin() + static_cast<std::ptrdiff_t>(to), literal);
    };
    for (const auto& [name, factor] : form.factors)
        for (const auto& [at, digit] : signed_digits(reduced(factor, width)))
            // -2^i is the sum of all 2^k from i on, modulo 2^width.
            if (at < width) place(bits.at(name), at, digit > 0 ? at + 1 : width);
    for (const auto& [names, factor] : form.products)
        for (const auto& [at, digit] : signed_digits(reduced(factor, width)))
            if (at < width)
                place(builder.both(bits.at(names.first), bits.at(names.second)), at,
                      digit > 0 ? at + 1 : width);
    AigWord constant;
    for (std::size_t i = 0; i < width; ++i)
        constant.push_back(bit_test(reduced(form.constant, width), static_cast<unsigned>(i)));
    if (form.constant != 0 || rows.empty()) rows.push_back(constant);
    for (std::size_t i = 0; i + 1 < rows.size(); i += 2)
        rows.push_back(signed_sum(builder, rows[i], rows[i + 1]));
    return rows.back();
}

bool without_adders(const Aig& circuit, LinearForm& form, std::size_t width) {
    Polynomial sum{{{}, form.constant}};
    std::map<std::string, std::uint32_t> nodes;
    for (std::size_t i = 0; i < circuit.inputs.size(); ++i)
        nodes[circuit.inputs[i]] = static_cast<std::uint32_t>(i + 1);
    for (const auto& [name, factor] : form.factors) sum[{nodes.at(name)}] = factor;
    for (const auto& [names, factor] : form.products) {
        std::vector<std::uint32_t> product{nodes.at(names.first), nodes.at(names.second)};
        std::ranges::sort(product);
        sum[product] = factor;
    }
    const auto take = [&](std::uint32_t node) {
        const auto found = sum.extract(std::vector{node});
        return found.empty() ? Integer(0) : reduced(found.mapped(), width);
    };
    auto adders = adders_of(circuit);
    std::ranges::reverse(adders);
    for (const auto& [own_sum, carry, operands] : adders) {
        const Integer factor = take(own_sum);
        if (reduced(take(carry) - 2 * factor, width) != 0) return false;
        if (factor == 0) continue;
        for (const auto operand : operands) {
            const auto terms = polynomial(circuit, operand);
            if (!terms) return false;
            for (const auto& [product, count] : *terms)
                if (Integer& total = sum[product];
                    (total = reduced(total + factor * count, width)) == 0)
                    sum.erase(product);
        }
    }
    form = {};
    for (const auto& [product, factor] : sum) {
        if (product.size() > 1) return false;
        if (product.empty())
            form.constant = reduced(factor, width);
        else
            form.factors[circuit.inputs[product[0] - 1]] = factor;
    }
    return std::ranges::none_of(adders, [&](const CutAdder& adder) {
        return form.factors.contains(circuit.inputs[adder.sum - 1]);
    });
}

AigWord adder_outputs(const Aig& cell) {
    AigWord outputs;
    for (const auto port : {sum_port, carry_port}) {
        const auto word = output_word(cell, std::string(port.substr(1)));
        if (word.size() != 1) return {};
        outputs.push_back(word.front());
    }
    return outputs;
}

AigWord output_word(const Aig& circuit, const std::string& name) {
    AigWord word;
    std::map<std::string, std::uint32_t> outputs;
    for (std::size_t i = 0; i < circuit.outputs.size(); ++i)
        outputs[circuit.outputs[i]] = circuit.output_literals[i];
    if (const auto single = outputs.find(name); single != outputs.end()) return {single->second};
    for (auto bit = outputs.find(name + "[0]"); bit != outputs.end();
         bit = outputs.find(fmt::format("{}[{}]", name, word.size())))
        word.push_back(bit->second);
    return word;
}

}  // namespace mxgen::ppa
