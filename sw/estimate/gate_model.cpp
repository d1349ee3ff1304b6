// SPDX-License-Identifier: Apache-2.0
#include "sw/estimate/gate_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/unit/units.h"

namespace mxgen::ppa {

namespace {

using Weight = double CellWeights::*;

const std::map<std::string, Weight, std::less<>>& weight_names() {
    static const std::map<std::string, Weight, std::less<>> names{
        {"and", &CellWeights::and2},      {"or", &CellWeights::or2},
        {"xor", &CellWeights::xor2},      {"mux", &CellWeights::mux2},
        {"ha", &CellWeights::half_adder}, {"fa", &CellWeights::full_adder}};
    return names;
}

[[noreturn]] void refuse(std::string_view item, std::string_view name) {
    std::vector<std::string> names;
    for (const auto& [known, weight] : weight_names()) names.push_back(known);
    throw Error(Exit::usage,
                fmt::format("--gate-weights: {}: allowed: NAME=NUMBER of at least 0 with {}; "
                            "nearest: {}=1",
                            in_quotes(item), enumerated(names), nearest(name, names)));
}

/// Weights of blocks of the model, put together from cells.
class Blocks {
  public:
    explicit Blocks(const CellWeights& weights) : w_(weights) {}

    double adder(double bits) const { return (bits - 1) * w_.full_adder + w_.half_adder; }
    double subtractor(double bits) const { return bits * w_.xor2 + adder(bits); }
    double comparator(double bits) const { return bits * (w_.xor2 + w_.and2 + w_.or2); }
    /// An array of partial products: rows of p bits, q of them.
    double multiplier(double p, double q) const {
        if (p == 1 || q == 1) return p * q * w_.and2;
        return p * q * w_.and2 + p * (q - 2) * w_.full_adder + p * w_.half_adder;
    }
    double aligner(double n) const { return n * std::log2(n) * w_.mux2; }
    double normalizer(double n) const { return n * std::log2(n) * (w_.mux2 + w_.or2); }
    double fp32_adder() const {
        constexpr int significand = 24, exponent = 8;
        return adder(significand) + aligner(significand) + normalizer(significand) +
               adder(exponent) + subtractor(exponent) + comparator(exponent);
    }

  private:
    const CellWeights& w_;
};

/// The lanes of a design as the model sees them.
struct Lanes {
    bool floating = true;
    double count = 0, pe = 1;
    double a_bits = 0, b_bits = 0;      ///< of the factors
    double exponent_bits = 0, sum = 0;  ///< sum: width in which products are added
};

std::optional<Lanes> lanes_of(const DotDesign& dot, int elements) {
    const Format &a = dot.a.element, &b = dot.b.element;
    if (a.kind != b.kind || a.kind == Kind::table || dot.multiplier.product != ProductKind::exact)
        return std::nullopt;
    Lanes lanes;
    lanes.count = dot.lanes;
    lanes.pe = elements;
    lanes.floating = a.kind == Kind::floating;
    if (lanes.floating) {
        constexpr double max_sum_bits = 24;
        lanes.a_bits = a.mantissa_bits + 1, lanes.b_bits = b.mantissa_bits + 1;
        lanes.exponent_bits = std::max(a.exponent_bits, b.exponent_bits);
        lanes.sum = std::min(max_sum_bits, std::exp2(a.exponent_bits) + std::exp2(b.exponent_bits) +
                                               a.mantissa_bits + b.mantissa_bits);
        return lanes;
    }
    lanes.a_bits = a.bits, lanes.b_bits = b.bits;
    // Two 4-bit products by two lanes of 8 x 4 bits.
    if (std::count(dot.modes.begin(), dot.modes.end(), "2xint4") > 0)
        lanes.count *= 2, lanes.b_bits = 4;
    lanes.sum = lanes.a_bits + lanes.b_bits;
    return lanes;
}

/// Of the two scales of a block: added exponents, or two products of significands.
double scales(const DotDesign& dot, const Blocks& blocks) {
    if (!dot.a.scale && !dot.b.scale) return 0;
    const auto& scale = dot.a.scale ? *dot.a.scale : *dot.b.scale;
    if (scale.mantissa_bits == 0) return 2 * blocks.adder(8);
    const double p = scale.mantissa_bits + 1;
    return blocks.multiplier(p, p) + blocks.adder(scale.exponent_bits) +
           blocks.multiplier(24, 2 * p) + blocks.adder(8);
}

}  // namespace

CellWeights parse_cell_weights(std::string_view text) {
    CellWeights weights;
    while (!text.empty()) {
        const auto item = text.substr(0, text.find(','));
        text.remove_prefix(std::min(item.size() + 1, text.size()));
        const auto equals = std::min(item.find('='), item.size());
        const auto name = item.substr(0, equals);
        const auto value = item.substr(std::min(equals + 1, item.size()));
        const auto found = weight_names().find(name);
        const auto* stop = value.data() + value.size();
        double number = -1;
        const auto [end, error] = std::from_chars(value.data(), stop, number);
        if (found == weight_names().end() || error != std::errc() || end != stop ||
            !(number >= 0) || !std::isfinite(number))
            refuse(item, name);
        weights.*found->second = number;
    }
    return weights;
}

double GateModel::total() const {
    return std::accumulate(parts.begin(), parts.end(), 0.0,
                           [](double sum, const Part& part) { return sum + part.weight; });
}

std::optional<GateModel> gate_model(const Config& config, const CellWeights& weights) {
    const MatrixUnit* unit = unit_of(config).matrices();
    if (unit == nullptr) return std::nullopt;
    const DotDesign& dot = unit->dot(config.design);
    const auto lanes = lanes_of(dot, unit->elements(config.design));
    if (!lanes) return std::nullopt;
    const Blocks blocks(weights);
    GateModel model;
    const auto add = [&](const char* name, double weight) {
        if (weight > 0) model.parts.push_back({name, lanes->pe * weight});
    };
    add("multiplier", lanes->count * blocks.multiplier(lanes->a_bits, lanes->b_bits));
    add("adder", lanes->count * blocks.adder(lanes->sum));
    if (lanes->floating && lanes->exponent_bits > 0) {
        const double x = lanes->exponent_bits;
        add("exponents",
            lanes->count * (blocks.adder(x) + blocks.subtractor(x) + blocks.comparator(x)));
        add("aligner", lanes->count * blocks.aligner(lanes->sum));
        add("normalizer", blocks.normalizer(lanes->sum));
    }
    add("scales", scales(dot, blocks));
    if (dot.accumulator.keeps_sums()) add("accumulator", blocks.fp32_adder());
    return model;
}

}  // namespace mxgen::ppa
