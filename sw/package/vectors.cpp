// SPDX-License-Identifier: Apache-2.0
#include "sw/package/vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <span>

#include "sw/config/cycles.h"
#include "sw/config/dot.h"
#include "sw/config/modes.h"
#include "sw/config/multiplier.h"
#include "sw/config/result.h"
#include "sw/model/matmul.h"
#include "sw/model/multiply.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

using Codes = std::vector<std::uint32_t>;

constexpr int tiles = 6;  ///< sums in the stimulus of a dot product
constexpr int array_tiles = 2;
constexpr int products = 100;  ///< of a multiplier
constexpr int longest = 3;     ///< beats of whole blocks in a sum

/// Random codes of an operand from a fixed seed.
class Source {
  public:
    Source(const BlockFormat& format, unsigned seed, bool specials)
        : format_(format), random_(seed), specials_(specials) {}

    /// `rows` vectors of `blocks` blocks.
    model::Operand operand(int rows, int blocks) {
        model::Operand operand;
        operand.rows = rows;
        operand.depth = blocks * format_.block;
        for (int block = 0; block < rows * blocks; ++block) {
            const int kind = made_++ % 4;
            for (int i = 0; i < format_.block; ++i) operand.codes.push_back(code(kind));
            if (format_.scale) operand.scales.push_back(scale());
        }
        return operand;
    }

  private:
    /// By kind of block: zeros with a few codes, extremes, then random codes.
    std::uint32_t code(int kind) {
        const auto mask =
            static_cast<std::uint32_t>((std::uint64_t{1} << format_.element.bits) - 1);
        const auto bits = static_cast<std::uint32_t>(random_());
        std::uint32_t code = bits & mask;
        if (kind == 0 && (bits >> 24) % 4 != 0) code = 0;
        if (kind == 1) code = bits >> 31 != 0 ? mask >> 1 : (mask >> 1) + 1;
        return specials_ || is_finite(code) ? code : 0;
    }

    /// Near the middle of its range, where sums of several blocks meet.
    std::uint32_t scale() {
        const Format& scale = *format_.scale;
        const std::uint32_t one = static_cast<std::uint32_t>(scale.bias) << scale.mantissa_bits;
        return one + static_cast<std::uint32_t>(random_()) % 16;
    }

    bool is_finite(std::uint32_t code) const {
        const Format& f = format_.element;
        if (f.kind != Kind::floating || f.specials == Specials::none) return true;
        const std::uint32_t magnitude = code & ((1u << (f.exponent_bits + f.mantissa_bits)) - 1);
        const std::uint32_t infinity = ((1u << f.exponent_bits) - 1) << f.mantissa_bits;
        const std::uint32_t nan = (1u << (f.exponent_bits + f.mantissa_bits)) - 1;
        return f.specials == Specials::ieee ? magnitude < infinity : magnitude != nan;
    }

    BlockFormat format_;
    std::mt19937 random_;
    bool specials_;
    int made_ = 0;
};

/// Integer and fixed accumulators have no meaning after a special.
bool takes_specials(const Config& config) {
    const auto kind = config.dot.accumulator.kind;
    return kind == Accumulator::Kind::floating || kind == Accumulator::Kind::tensorcore;
}

/// Elements first..first+count-1 of every row of a row-major matrix side by side.
Integer bus(const Codes& codes, int rows, int first, int count, int width) {
    const int columns = rows > 0 ? static_cast<int>(codes.size()) / rows : 0;
    Integer bits = 0;
    for (int row = rows; row-- > 0;) {
        for (int i = count; i-- > 0;) bits = (bits << width) | codes[row * columns + first + i];
    }
    return bits;
}

/// What a beat of a unit carries, in elements and blocks of one row.
struct Beat {
    int lanes, beats_a_block, blocks;

    explicit Beat(const Config& c)
        : lanes(c.dot.lanes),
          beats_a_block(std::max(1, c.a.block / c.dot.lanes)),
          blocks(std::max(1, c.dot.lanes / c.a.block)) {}
};

/// Beats of whole blocks in the longest sum of the stimulus, `longest` unless it takes no more.
int longest_sum(const Config& c) {
    const int most = most_blocks(c).value_or(longest * Beat(c).blocks) / Beat(c).blocks;
    return std::clamp(most, 1, longest);
}

/// One operand's part of a beat, as many rows as its bus has; `bits` from one element to the next.
void drive(Ports& ports, const std::string& port, const BlockFormat& format, int bits,
           const model::Operand& operand, const Beat& shape, int beat) {
    ports[port + "_i"] = bus(operand.codes, operand.rows, beat * shape.lanes, shape.lanes, bits);
    if (!format.scale) return;
    const int block = beat / shape.beats_a_block * shape.blocks;
    ports[port + "_scale_i"] =
        bus(operand.scales, operand.rows, block, shape.blocks, format.scale->bits);
}

/// Beats of one sum of `steps` times the blocks of a beat, from the first value if there is one.
void add_stimulus(Vectors& vectors, const Design& design, int mode, const model::Operand& a,
                  const model::Operand& b, int steps, const std::vector<Integer>& c_values = {}) {
    const RuntimeMode formats = runtime_modes(design.config)[static_cast<std::size_t>(mode)];
    const Config& c = formats.native;
    const Beat shape(c);
    const auto driven = driven_ports(design.interface);
    for (int beat = 0; beat < steps * shape.beats_a_block; ++beat) {
        Ports ports{{"valid_i", 1},
                    {"mode_i", mode},
                    {"first_i", beat < shape.beats_a_block},
                    {"last_i", beat / shape.beats_a_block + 1 == steps}};
        if (!c_values.empty()) ports["c_i"] = c_values[0];
        drive(ports, "a", c.a, formats.a_bits, a, shape, beat);
        drive(ports, "b", c.b, formats.b_bits, b, shape, beat);
        vectors.stimulus.push_back(packed(driven, ports));
    }
}

/// The first `blocks` blocks of a single row.
model::Operand prefix(const model::Operand& row, const BlockFormat& format, int blocks) {
    model::Operand part{1, blocks * format.block, {}, {}};
    part.codes.assign(row.codes.begin(), row.codes.begin() + part.depth);
    if (format.scale) part.scales.assign(row.scales.begin(), row.scales.begin() + blocks);
    return part;
}

/// Some rows.
model::Operand rows_from(const model::Operand& all, int first, int rows) {
    model::Operand part{rows, all.depth, {}, {}};
    const auto take = [&](const Codes& from, Codes& to) {
        const auto length = static_cast<std::ptrdiff_t>(from.size()) / all.rows;
        to.assign(from.begin() + first * length, from.begin() + (first + rows) * length);
    };
    take(all.codes, part.codes);
    take(all.scales, part.scales);
    return part;
}

/// An accumulator's code of a small number: the first value of sum number `tile`.
Integer first_value(const Accumulator& acc, int tile) {
    const bool is_float = acc.kind == Accumulator::Kind::floating;
    if (!is_float && acc.kind != Accumulator::Kind::tensorcore) return tile;
    const Format format = is_float ? acc.format : find_format("fp32").value();
    return model::round_to(format, model::finite_value(Dyadic(2 * tile - 5, -2)));
}

/// Sums of growing length in every mode, seen after each step.
Vectors dot_vectors(const Design& design) {
    const auto modes = runtime_modes(design.config);
    const auto checked = checked_ports(design.interface);
    Vectors vectors;
    vectors.first_due = Beat(design.config).beats_a_block;
    for (int tile = 0; tile < tiles; ++tile) {
        const int mode = tile % static_cast<int>(modes.size());
        const Config& c = modes[static_cast<std::size_t>(mode)].native;
        const auto seed = static_cast<unsigned>(2 * tile);
        const int steps = 1 + tile % longest_sum(c);
        const int blocks = Beat(c).blocks;
        const model::Operand a =
            Source(c.a, seed + 1, takes_specials(c)).operand(1, steps * blocks);
        const model::Operand b =
            Source(c.b, seed + 2, takes_specials(c)).operand(1, steps * blocks);
        std::vector<Integer> c_values;
        if (c.dot.initial) c_values.push_back(first_value(c.dot.accumulator, tile));
        add_stimulus(vectors, design, mode, a, b, steps, c_values);
        for (int step = 1; step <= steps; ++step) {
            const auto sum = model::matmul(dot_spec(c), prefix(a, c.a, step * blocks),
                                           prefix(b, c.b, step * blocks), c_values);
            vectors.expected.push_back(packed(checked, {{"valid_o", 1},
                                                        {"acc_o", sum.acc[0]},
                                                        {"sum_o", sum.acc[0]},
                                                        {"overflow_o", sum.overflow[0]},
                                                        {"invalid_o", sum.invalid[0]},
                                                        {"special_o", sum.invalid[0]}}));
        }
    }
    return vectors;
}

/// Codes side by side, the first lowest.
Integer side_by_side(std::span<const Integer> codes, int bits) {
    Integer all = 0;
    for (std::size_t i = codes.size(); i-- > 0;) all = (all << bits) | codes[i];
    return all;
}

/// Rows of results, as they leave an array.
void add_rows(Vectors& vectors, const Design& design, const Config& c,
              const model::Product& product) {
    const auto checked = checked_ports(design.interface);
    const auto width = [&](const char* name) {
        const auto port = std::find_if(checked.begin(), checked.end(),
                                       [&](const Port& p) { return p.name == name; });
        return port == checked.end() ? 0 : port->element_width;
    };
    const ArrayOutput output = array_output(c).value();
    const auto cols = static_cast<std::size_t>(product.cols);
    for (int row = 0; row < product.rows; ++row) {
        const auto sums =
            std::span(product.acc).subspan(static_cast<std::size_t>(row) * cols, cols);
        const auto result = result_row(c, output, sums);
        vectors.expected.push_back(
            packed(checked, {{"valid_o", 1},
                             {"c_o", side_by_side(result.codes, width("c_o"))},
                             {"c_scale_o", side_by_side(result.scales, width("c_scale_o"))},
                             {"invalid_o", result.invalid},
                             {"sum_o", side_by_side(sums, width("sum_o"))},
                             {"last_o", row + 1 == product.rows}}));
    }
}

/// A tile of weights, the rows of b, and the vectors that meet them, the rows of a: their blocks go
/// to the array's rows one by one.
void add_weight_tile(Vectors& vectors, const Design& design, int mode, const model::Operand& a,
                     const model::Operand& b, std::span<const Integer> c_values) {
    const RuntimeMode formats = runtime_modes(design.config)[static_cast<std::size_t>(mode)];
    const Config& c = formats.native;
    const Beat shape(c);
    for (int beat = 0; beat < c.array.rows * shape.beats_a_block; ++beat) {
        Ports ports{{"w_valid_i", 1}};
        drive(ports, "w", c.b, formats.b_bits, b, shape, beat);
        vectors.weights.push_back(packed(weight_ports(design.interface), ports));
    }
    const auto driven = driven_ports(design.interface);
    const auto cols = static_cast<std::size_t>(b.rows);
    for (int vector = 0; vector < a.rows; ++vector) {
        model::Operand blocks = rows_from(a, vector, 1);
        blocks.rows = c.array.rows;
        blocks.depth = a.depth / c.array.rows;
        const auto first = c_values.subspan(static_cast<std::size_t>(vector) * cols, cols);
        for (int beat = 0; beat < shape.beats_a_block; ++beat) {
            Ports ports{{"valid_i", 1},
                        {"mode_i", mode},
                        {"last_i", vector + 1 == a.rows},
                        {"c_i", side_by_side(first, sum_format(c).bits)}};
            drive(ports, "a", c.a, formats.a_bits, blocks, shape, beat);
            vectors.stimulus.push_back(packed(driven, ports));
        }
    }
}

/// Tiles of as many rows as the array has, or of a few vectors and a load of weights, in every
/// mode.
Vectors array_vectors(const Design& design) {
    const auto modes = runtime_modes(design.config);
    const bool weights = is_weight_stationary(design.config);
    const int longest_tile = longest_sum(design.config);
    const int steps = weights ? design.config.array.rows : longest_tile;
    Vectors vectors;
    vectors.first_due = (weights ? 1 : longest_tile) * Beat(design.config).beats_a_block;
    for (int tile = 0; tile < array_tiles * static_cast<int>(modes.size()); ++tile) {
        const int mode = tile % static_cast<int>(modes.size());
        const Config& c = modes[static_cast<std::size_t>(mode)].native;
        const auto seed = static_cast<unsigned>(2 * tile);
        const int blocks = steps * Beat(c).blocks;
        const model::Operand a = Source(c.a, seed + 1, takes_specials(c))
                                     .operand(weights ? longest : c.array.rows, blocks);
        const model::Operand b =
            Source(c.b, seed + 2, takes_specials(c)).operand(c.array.cols, blocks);
        std::vector<Integer> c_values;
        if (weights)
            for (int i = 0; i < a.rows * b.rows; ++i)
                c_values.push_back(first_value(c.dot.accumulator, i % tiles));
        if (weights)
            add_weight_tile(vectors, design, mode, a, b, c_values);
        else
            add_stimulus(vectors, design, mode, a, b, steps);
        add_rows(vectors, design, c, model::matmul(dot_spec(c), a, b, c_values));
    }
    return vectors;
}

Vectors multiply_vectors(const Design& design) {
    const Config& c = design.config;
    const auto driven = driven_ports(design.interface), checked = checked_ports(design.interface);
    const MultiplySpec spec = multiply_spec(c);
    Source sources[] = {{c.a, 1, true}, {c.b, 2, true}};
    Vectors vectors;
    for (int beat = 0; beat < products; ++beat) {
        const std::uint32_t a = sources[0].operand(1, 1).codes[0];
        const std::uint32_t b = sources[1].operand(1, 1).codes[0];
        vectors.stimulus.push_back(packed(driven, {{"a_i", a}, {"b_i", b}}));
        vectors.expected.push_back(packed(checked, {{"p_o", model::multiply(spec, a, b)}}));
    }
    return vectors;
}

}  // namespace

Vectors golden_vectors(const Design& design) {
    const std::string& unit = design.config.unit;
    if (unit == "multiply") return multiply_vectors(design);
    if (unit == "dot") return dot_vectors(design);
    if (unit == "array") return array_vectors(design);
    return unit == "convert" ? convert_vectors(design) : deconvert_vectors(design);
}

}  // namespace mxgen::package
