// SPDX-License-Identifier: Apache-2.0
#include "sw/package/vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "sw/config/multiplier.h"
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

model::DotSpec spec_of(const Config& c) {
    return {.a = c.a,
            .b = c.b,
            .accumulator = c.dot.accumulator,
            .blocks = c.dot.blocks,
            .initial = c.dot.initial,
            .block = c.a.block,
            .multiplier = multiplier_of(c)};
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

void drive(Ports& ports, const std::string& side, const BlockFormat& format,
           const model::Operand& operand, const Beat& shape, int beat) {
    ports[side + "_i"] =
        bus(operand.codes, operand.rows, beat * shape.lanes, shape.lanes, format.element.bits);
    if (!format.scale) return;
    const int block = beat / shape.beats_a_block * shape.blocks;
    ports[side + "_scale_i"] =
        bus(operand.scales, operand.rows, block, shape.blocks, format.scale->bits);
}

/// Beats of one sum of `steps` times the blocks of a beat, from the first value if there is one.
void add_stimulus(Vectors& vectors, const Design& design, const model::Operand& a,
                  const model::Operand& b, int steps, const std::vector<Integer>& c_values = {}) {
    const Config& c = design.config;
    const Beat shape(c);
    const auto driven = driven_ports(design.interface);
    for (int beat = 0; beat < steps * shape.beats_a_block; ++beat) {
        const bool last = beat / shape.beats_a_block + 1 == steps;
        Ports in{{"valid_i", 1}, {"first_i", beat < shape.beats_a_block}, {"last_i", last}};
        if (!c_values.empty()) in["c_i"] = c_values[0];
        drive(in, "a", c.a, a, shape, beat);
        drive(in, "b", c.b, b, shape, beat);
        vectors.stimulus.push_back(packed(driven, in));
    }
}

/// The first `depth` elements of a single row.
model::Operand prefix(const model::Operand& row, const BlockFormat& format, int depth) {
    model::Operand part;
    part.rows = 1;
    part.depth = depth;
    part.codes.assign(row.codes.begin(), row.codes.begin() + depth);
    if (format.scale) {
        part.scales.assign(row.scales.begin(), row.scales.begin() + depth / format.block);
    }
    return part;
}

/// An accumulator's code of a small number: the first value of sum number `tile`.
Integer first_value(const Accumulator& acc, int tile) {
    const bool is_float = acc.kind == Accumulator::Kind::floating;
    if (!is_float && acc.kind != Accumulator::Kind::tensorcore) return tile;
    const Format format = is_float ? acc.format : find_format("fp32").value();
    return model::round_to(format, model::finite_value(Dyadic(2 * tile - 5, -2)));
}

Vectors dot_vectors(const Design& design) {
    const Config& c = design.config;
    const Beat shape(c);
    const auto checked = checked_ports(design.interface);
    Source sources[] = {{c.a, 1, takes_specials(c)}, {c.b, 2, takes_specials(c)}};
    Vectors vectors;
    vectors.first_due = shape.beats_a_block;
    for (int tile = 0; tile < tiles; ++tile) {
        const int steps = 1 + tile % longest;
        const model::Operand a = sources[0].operand(1, steps * shape.blocks);
        const model::Operand b = sources[1].operand(1, steps * shape.blocks);
        std::vector<Integer> c_values;
        if (c.dot.initial) c_values.push_back(first_value(c.dot.accumulator, tile));
        add_stimulus(vectors, design, a, b, steps, c_values);
        for (int step = 1; step <= steps; ++step) {
            const int depth = step * shape.blocks * c.a.block;
            const auto sum =
                model::matmul(spec_of(c), prefix(a, c.a, depth), prefix(b, c.b, depth), c_values);
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

/// Rows of results, as they leave an array.
void add_rows(Vectors& vectors, const Design& design, const model::Product& product) {
    const auto checked = checked_ports(design.interface);
    const auto width = std::find_if(checked.begin(), checked.end(), [](const Port& port) {
                           return port.name == "c_o";
                       })->element_width;
    for (int row = 0; row < product.rows; ++row) {
        Integer results = 0;
        for (int col = product.cols; col-- > 0;) {
            results = (results << width) | product.acc[row * product.cols + col];
        }
        vectors.expected.push_back(packed(
            checked, {{"valid_o", 1}, {"c_o", results}, {"last_o", row + 1 == product.rows}}));
    }
}

Vectors array_vectors(const Design& design) {
    const Config& c = design.config;
    const int blocks = longest * Beat(c).blocks;
    Source sources[] = {{c.a, 1, takes_specials(c)}, {c.b, 2, takes_specials(c)}};
    Vectors vectors;
    vectors.first_due = longest * Beat(c).beats_a_block;
    for (int tile = 0; tile < array_tiles; ++tile) {
        const model::Operand a = sources[0].operand(c.array.rows, blocks);
        const model::Operand b = sources[1].operand(c.array.cols, blocks);
        add_stimulus(vectors, design, a, b, longest);
        add_rows(vectors, design, model::matmul(spec_of(c), a, b));
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
