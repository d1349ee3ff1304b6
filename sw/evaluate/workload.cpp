// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "sw/fast/dot.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/tensor/inputs.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

constexpr std::size_t drawn_depth = 1024;

/// One operand of a design as streams of codes: the rows of A or the columns of B.
struct CodeStreams {
    CodeStreams(const BlockFormat& format, model::MatrixOperand quantized)
        : streams(static_cast<std::size_t>(quantized.rows)),
          depth(static_cast<std::size_t>(quantized.depth)),
          block(static_cast<std::size_t>(format.block)),
          codes(std::move(quantized.codes)),
          scales(std::move(quantized.scales)) {}

    /// Element k of a stream, streams by turns, and the scale of its block; 0 behind the last.
    std::uint32_t code(std::size_t stream, std::size_t k) const {
        return k < depth ? codes[stream % streams * depth + k] : 0;
    }
    std::uint32_t scale(std::size_t stream, std::size_t k) const {
        const std::size_t blocks = (depth + block - 1) / block;
        return k < depth && !scales.empty() ? scales[stream % streams * blocks + k / block] : 0;
    }

    std::size_t streams, depth, block;
    std::vector<std::uint32_t> codes, scales;
};

using Bits = std::vector<std::uint8_t>;

void append(Bits& bits, const Integer& value, int width) {
    for (int bit = 0; bit < width; ++bit)
        bits.push_back(bit_test(value, static_cast<unsigned>(bit)));
}

/// Inputs that stay at one while data stream.
bool is_held_high(const Port& port) {
    const bool is_handshake_in = is_handshake(port.role) && port.is_input;
    return port.role == Role::reset || port.role == Role::enable ||
           (is_handshake_in && port.stream != Stream::weights);
}

/// How many rows and columns a design takes at once, how many products per beat, and how many beats
/// an element with stationary weights holds (0: weights stream).
struct Extent {
    explicit Extent(const UnitDesign& design) {
        const auto ports = unit_of(design).ports(design, true);
        const Port* a = find_port(ports, Role::a, Stream::input);
        if (!a) return;
        const bool weights = find_port(ports, Role::valid, Stream::weights);
        const Port* b = find_port(ports, Role::b, weights ? Stream::weights : Stream::input);
        rows = static_cast<std::size_t>(a->groups);
        cols = static_cast<std::size_t>(b->groups);
        lanes = static_cast<std::size_t>(a->group_size());
        if (weights)
            held_beats = static_cast<std::size_t>(unit_of(design).beats(design).beats_per_step());
    }

    std::size_t rows = 0, cols = 0, lanes = 0, held_beats = 0;

    /// Multiply-accumulates per cycle; 0: the design has no operands.
    std::size_t macs() const { return rows * cols * lanes; }
};

/// Beats of the two operands, one per cycle: every row, or tile of rows, meets every column. Where
/// weights are stationary every row meets the same block of one column, below the golden sum of the
/// blocks above it.
class OperandStream {
  public:
    OperandStream(const UnitDesign& design, CodeStreams a, CodeStreams b)
        : a_(std::move(a)),
          b_(std::move(b)),
          extent_(design),
          turns_(static_cast<std::size_t>(unit_of(design).turns(design))) {
        beats_ = std::max<std::size_t>(1, std::min(a_.depth, b_.depth) / extent_.lanes);
        for (Port& port : unit_of(design).ports(design, true))
            words_.push_back({port.name, {port}});
        const MatrixUnit* matrices = unit_of(design).matrices();
        if (!matrices) return;
        element_words_ = matrices->element_words(design);
        if (!element_words_.empty()) spec_ = dot_spec(matrices->dot(design));
    }

    Bits operator()(std::size_t cycle, std::size_t sample,
                    const std::vector<ppa::NetlistPort>& ports) const {
        const Place place = place_of(cycle, sample);
        const auto& words = fit(element_words_, ports) ? element_words_ : words_;
        Bits bits;
        for (const auto& port : ports) {
            const int width = static_cast<int>(port.bits.size());
            const Word* word = find_port(words, port.name);
            const Word control{port.name, {named_port(port.name, width)}};
            for (const Port& part : (word ? *word : control).parts) append_part(part, place, bits);
        }
        return bits;
    }

  private:
    /// Which products meet in a cycle: the beat of row and column, and the beats whose sum comes
    /// from the element above.
    struct Place {
        std::size_t beat, row, column, above = 0;
    };

    /// Whether ports carry all of these words.
    static bool fit(const std::vector<Word>& words, const std::vector<ppa::NetlistPort>& ports) {
        return !words.empty() && std::ranges::all_of(words, [&](const Word& word) {
            const auto* port = find_port(ports, word.name);
            return port && port->bits.size() == static_cast<std::size_t>(word.width());
        });
    }

    /// Sums that take turns are those of other columns, or under held weights of other rows.
    Place place_of(std::size_t cycle, std::size_t sample) const {
        const auto turn = cycle % turns_, round = cycle / turns_;
        if (const auto held = extent_.held_beats) {
            // A row in the middle of each quarter.
            const auto above = (2 * sample + 1) % 8 * extent_.rows / 8 * held;
            return {above + round % held, round / held * turns_ + turn, 3 * sample, above};
        }
        const auto tile = round / beats_;
        return {round % beats_, tile * extent_.rows + sample,
                (tile * turns_ + turn) * extent_.cols + 3 * sample};
    }

    void append_part(const Port& part, const Place& place, Bits& bits) const {
        switch (part.role) {
            case Role::a:
            case Role::a_scale:
                return append_operand(a_, place.row, part, place.beat, bits);
            case Role::b:
            case Role::b_scale:
                return append_operand(b_, place.column, part, place.beat, bits);
            case Role::first:
                return append(bits, place.beat == 0, part.width);
            case Role::last:
                return append(bits, place.beat == beats_ - 1, part.width);
            case Role::c:
                return append_sums(part, place, bits);
            default:
                return append(bits, is_held_high(part), part.width);
        }
    }

    /// The codes of a beat, or the scales of its blocks, a stream per group.
    void append_operand(const CodeStreams& operand, std::size_t first, const Port& port,
                        std::size_t beat, Bits& bits) const {
        const bool is_scale = port.role == Role::a_scale || port.role == Role::b_scale;
        const auto size = static_cast<std::size_t>(port.group_size());
        for (std::size_t i = 0; i < static_cast<std::size_t>(port.elements); ++i) {
            const std::size_t stream = first + i / size;
            const std::size_t k = beat * extent_.lanes + i % size * (extent_.lanes / size);
            append(bits, is_scale ? operand.scale(stream, k) : operand.code(stream, k),
                   port.element_width);
        }
    }

    /// The code of what the products above come to, for every sum of a bus.
    void append_sums(const Port& port, const Place& place, Bits& bits) const {
        if (!spec_) return append(bits, 0, port.width);
        fast::FastDot dot(*spec_);
        const auto block = static_cast<std::size_t>(model::block_size(*spec_));
        std::vector<std::uint32_t> a(block), b(block);
        for (std::size_t k = 0; k < place.above * extent_.lanes; k += block) {
            for (std::size_t i = 0; i < block; ++i) {
                a[i] = a_.code(place.row, k + i);
                b[i] = b_.code(place.column, k + i);
            }
            dot.block(k == 0, a, a_.scale(place.row, k), b, b_.scale(place.column, k));
        }
        for (int i = 0; i < port.elements; ++i) append(bits, dot.acc(), port.element_width);
    }

    CodeStreams a_, b_;
    Extent extent_;
    std::vector<Word> words_, element_words_;
    std::optional<model::DotSpec> spec_;  ///< of sums that travel
    std::size_t beats_ = 1, turns_;
};

ppa::NetlistStimulus uniform_bits(const std::vector<ppa::NetlistPort>& ports, std::size_t cycles) {
    std::mt19937 random(1);
    ppa::NetlistStimulus stimulus{"uniform", {}};
    for (std::size_t i = 0; i <= cycles; ++i) {
        auto& bits = stimulus.cycles.emplace_back();
        for (const auto& port : ports) {
            const bool held = is_held_high(named_port(port.name));
            for (std::size_t bit = 0; bit < port.bits.size(); ++bit)
                bits.push_back(static_cast<std::uint8_t>(held || (random() >> 31) != 0));
        }
    }
    return stimulus;
}

/// "llm x w2.npy, seed 1"
std::string name_of_data(const TensorFiles& tensors, const tensor::DataSet& set) {
    bool is_drawn = false;
    const auto describe = [&](const std::filesystem::path& file, const tensor::CodeFiles& given) {
        const auto& data = given.codes.empty() ? file : given.codes;
        is_drawn |= data.empty();
        return data.empty() ? set.name : data.filename().string();
    };
    const auto a = describe(tensors.a, tensors.a_codes), b = describe(tensors.b, tensors.b_codes);
    return fmt::format("{} x {}{}", a, b, is_drawn ? fmt::format(", seed {}", set.seed) : "");
}

std::string digest_of_data(const TensorFiles& tensors) {
    std::string digest;
    for (const auto& file : {tensors.a, tensors.b})
        if (!file.empty()) digest += tensor::digest_of_tensor(file.string()) + " ";
    for (const auto& dtype : {tensors.a_dtype, tensors.b_dtype})
        if (!dtype.empty()) digest += dtype + " ";
    for (const auto& file : {tensors.a_codes.codes, tensors.a_codes.scales, tensors.b_codes.codes,
                             tensors.b_codes.scales})
        if (!file.empty()) digest += tensor::digest_of_tensor(file.string()) + " ";
    return digest;
}

OperandStream operand_stream(const UnitDesign& design, const TensorFiles& tensors,
                             const tensor::DataSet& set) {
    const Operands formats = unit_of(design).operands(design).value();
    const auto matrix = [&](const std::filesystem::path& file, const std::string& dtype,
                            tensor::Factor factor, const BlockFormat& format) {
        return file.empty() ? drawn_matrix(set, factor, format, drawn_vectors, drawn_depth)
                            : read_matrix(file, dtype);
    };
    Matrices matrices{matrix(tensors.a, tensors.a_dtype, tensor::Factor::activations, formats.a),
                      matrix(tensors.b, tensors.b_dtype, tensor::Factor::weights, formats.b),
                      {},
                      {}};
    take_codes(matrices, formats, tensors);
    requantize(matrices, formats, data_rule(design, tensors));
    auto operands = operands_of(matrices, formats);
    return {design, CodeStreams(formats.a, std::move(operands.a)),
            CodeStreams(formats.b, std::move(operands.b))};
}

}  // namespace

tensor::Tensor drawn_matrix(const tensor::DataSet& set, tensor::Factor factor,
                            const BlockFormat& format, std::size_t vectors, std::size_t depth) {
    auto x = tensor::draw(set, factor, vectors, depth);
    const auto& element = format.element;
    if (format.scale || element.kind != Kind::integer) return x;
    const auto factor_of_all =
        static_cast<float>(std::ldexp(1 / tensor::full_scale(set), element.bits - 1 + element.lsb));
    for (auto& value : x.data) value *= factor_of_all;
    return x;
}

ppa::EnergyWorkload make_workload(const Config& config, const TensorFiles& tensors,
                                  std::size_t cycles, const tensor::DataSet& set) {
    if (cycles == 0) return {};
    const auto macs = Extent(config.design).macs();
    if (macs == 0)
        return {.name = fmt::format("uniformly random bits, {} cycles", cycles),
                .key = "random",
                .digest = {},
                .cycles = cycles,
                .macs_per_cycle = 0,
                .stimulus = [cycles](const auto& ports, std::size_t) {
                    return uniform_bits(ports, cycles);
                }};
    std::string digest = digest_of_data(tensors);
    const auto stimulus = [cycles, beats = operand_stream(config.design, tensors, set)](
                              const std::vector<ppa::NetlistPort>& ports, std::size_t sample) {
        ppa::NetlistStimulus stimulus{"operands", {}};
        for (std::size_t i = 0; i <= cycles; ++i)
            stimulus.cycles.push_back(beats(i, sample, ports));
        return stimulus;
    };
    return {.name = fmt::format("{}, {} cycles", name_of_data(tensors, set), cycles),
            .key = tensors.any() ? "own" : set.name,
            .digest = std::move(digest),
            .cycles = cycles,
            .macs_per_cycle = static_cast<double>(macs),
            .stimulus = stimulus};
}

std::vector<std::vector<std::uint8_t>> input_bits(const ppa::EnergyWorkload& workload,
                                                  const ir::Circuit& circuit, std::size_t sample) {
    std::vector<ppa::NetlistPort> ports;
    for (const auto* port : circuit.inputs())
        ports.push_back({port->name, true,
                         std::vector<int>(port->range.width() * std::max(1u, port->elements))});
    return workload.stimulus(ports, sample).cycles;
}

std::vector<std::vector<std::vector<std::uint8_t>>> input_samples(
    const ppa::EnergyWorkload& workload, const ir::Circuit& circuit, std::size_t count) {
    std::vector<std::vector<std::vector<std::uint8_t>>> samples;
    for (std::size_t sample = 0; sample < count; ++sample) {
        samples.push_back(input_bits(workload, circuit, sample));
        samples.back().resize(workload.cycles / count + 1);
    }
    return samples;
}

std::vector<ppa::EnergyWorkload> make_workloads(const Config& config, const TensorFiles& tensors,
                                                std::size_t cycles,
                                                const std::vector<tensor::DataSet>& sets) {
    const auto first = sets.empty() ? tensor::DataSet{} : sets.front();
    std::vector<ppa::EnergyWorkload> workloads{make_workload(config, tensors, cycles, first)};
    if (cycles == 0 || workloads.front().macs_per_cycle == 0) return workloads;
    for (const auto& set : sets) {
        TensorFiles none;
        none.rule = tensors.rule;
        auto workload = make_workload(config, none, cycles, set);
        const auto is_same = [&](const auto& other) { return other.name == workload.name; };
        if (std::ranges::none_of(workloads, is_same)) workloads.push_back(std::move(workload));
    }
    return workloads;
}

}  // namespace mxgen
