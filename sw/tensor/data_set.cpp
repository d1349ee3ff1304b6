// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/data_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <sstream>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::tensor {

namespace {

constexpr std::uint64_t max_seed = 0x7fffffff;
constexpr std::size_t outlier_interval = 128;  ///< channels, one of which is an outlier
constexpr double ulp = 0x1p-32;                ///< of a word as a fraction

/// Integers of the C++ standard's mt19937, which NumPy's RandomState has too; every number made of
/// them below is exact in a double and rounded once, to float.
class RandomNumbers {
  public:
    explicit RandomNumbers(unsigned seed) : random_(seed) {}

    std::uint32_t word() { return static_cast<std::uint32_t>(random_()); }

    /// 0 to `count` - 1.
    std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>(std::uint64_t{word()} * count >> 32);
    }

    /// Exponential with mean 1, by comparisons alone (von Neumann, "Various techniques used in
    /// connection with random digits", 1951): a run of falling words of odd length keeps its first
    /// as the fraction, an even one adds 1.
    double exponential() {
        for (double whole = 0;; ++whole) {
            const std::uint32_t first = word();
            std::uint32_t last = first;
            for (bool odd = true;; odd = !odd) {
                const std::uint32_t next = word();
                if (next > last) {
                    if (odd) return whole + first * ulp;
                    break;
                }
                last = next;
            }
        }
    }

    double laplace() {
        const double magnitude = exponential();
        return word() >> 31 ? -magnitude : magnitude;
    }

    /// Nearly N(0, 1): the sum of twelve uniform numbers (Irwin-Hall) of 16 bits.
    double normal() {
        std::int64_t sum = 0;
        for (int i = 0; i < 12; ++i) sum += word() >> 16;
        return static_cast<double>(sum - 6 * 65536 + 6) / 65536;
    }

    /// N(0, 1) by the polar method.
    double gaussian() {
        double u = 0, s = 0;
        do {
            u = signed_fraction();
            const double v = signed_fraction();
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        return u * std::sqrt(-2 * std::log(s) / s);
    }

    /// Uniform on [-1, 1).
    double signed_fraction() { return 2.0 * word() * ulp - 1.0; }

  private:
    std::mt19937 random_;
};

/// Numbers of all vectors in turn, in the order of the matrix in memory.
template <typename Number>
Tensor filled(Factor factor, std::size_t vectors, std::size_t depth, Number number) {
    const bool is_a = factor == Factor::activations;
    Tensor x{is_a ? Shape{vectors, depth} : Shape{depth, vectors}, {}};
    x.data.resize(vectors * depth);
    for (std::size_t i = 0; i < x.data.size(); ++i) {
        const std::size_t column = i % x.shape[1];
        x.data[i] = static_cast<float>(number(column));
    }
    return x;
}

/// The factors of the channels: one of every 128, drawn, is an outlier.
std::vector<double> channel_factors(RandomNumbers& numbers, std::size_t depth) {
    std::vector<double> factors(depth, 1);
    for (std::size_t first = 0; first < depth; first += outlier_interval) {
        const std::size_t channel = first + numbers.below(outlier_interval);
        const double factor = 10 + numbers.below(51);
        if (channel < depth) factors[channel] = factor;
    }
    return factors;
}

Tensor draw_activations(RandomNumbers& numbers, std::size_t vectors, std::size_t depth,
                        bool one_sided) {
    const auto factors = channel_factors(numbers, depth);
    return filled(Factor::activations, vectors, depth, [&](std::size_t channel) {
        const double x = factors[channel] * numbers.laplace();
        return one_sided ? std::max(x, 0.0) : x;
    });
}

Tensor draw_weights(RandomNumbers& numbers, std::size_t vectors, std::size_t depth) {
    std::vector<double> scales(vectors);
    for (auto& scale : scales) scale = (32 + numbers.below(97)) / 64.0;
    return filled(Factor::weights, vectors, depth,
                  [&](std::size_t column) { return scales[column] * numbers.normal(); });
}

}  // namespace

const std::vector<std::string>& data_set_names() {
    static const std::vector<std::string> names{"llm", "relu", "gaussian", "uniform"};
    return names;
}

std::vector<DataSet> parse_data_sets(const std::string& names, std::uint64_t seed) {
    if (seed == 0 || seed > max_seed)
        throw Error(Exit::usage, fmt::format("--stimulus-seed = {}; allowed: 1 to {}; nearest: {}",
                                             seed, max_seed, seed == 0 ? 1 : max_seed));
    std::vector<DataSet> sets;
    const auto& known = data_set_names();
    std::istringstream words(names);
    for (std::string name; std::getline(words, name, ',');) {
        if (std::ranges::find(known, name) == known.end())
            throw Error(Exit::usage,
                        fmt::format("--stimulus: {} is unknown; allowed: {}; nearest: {}",
                                    in_quotes(name), enumerated(known), nearest(name, known)));
        sets.push_back({name, static_cast<unsigned>(seed)});
    }
    return sets;
}

Tensor draw(const DataSet& set, Factor factor, std::size_t vectors, std::size_t depth) {
    const bool is_a = factor == Factor::activations;
    RandomNumbers numbers(2 * set.seed - (is_a ? 1 : 0));
    if (set.name == "gaussian")
        return filled(factor, vectors, depth, [&](std::size_t) { return numbers.gaussian(); });
    if (set.name == "uniform")
        return filled(factor, vectors, depth,
                      [&](std::size_t) { return numbers.signed_fraction(); });
    return is_a ? draw_activations(numbers, vectors, depth, set.name == "relu")
                : draw_weights(numbers, vectors, depth);
}

double full_scale(const DataSet& set) {
    if (set.name == "gaussian") return 4;
    return set.name == "uniform" ? 1 : 8;
}

}  // namespace mxgen::tensor
