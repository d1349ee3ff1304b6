// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "sw/cli/matrices.h"
#include "sw/config/cycles.h"
#include "sw/config/dot.h"
#include "sw/model/dot.h"
#include "sw/support/error.h"
#include "sw/support/files.h"

namespace mxgen::cli {

namespace {

constexpr std::size_t gaussian_rows = 16, gaussian_depth = 1024;

/// Control inputs that stay at one while data streams.
bool is_held_high(const std::string& port) {
    return port == "rst_ni" || port == "valid_i" || port == "ready_i" || port == "en_i";
}

/// N(0, 1) numbers by the polar method from a fixed generator: the same on every machine.
tensor::Tensor gaussian(std::size_t rows, std::size_t columns, unsigned seed) {
    std::mt19937 random(seed);
    auto uniform = [&] { return 2.0 * random() / 4294967295.0 - 1.0; };
    tensor::Tensor x{{rows, columns}, std::vector<float>(rows * columns)};
    for (auto& value : x.data) {
        double u = 0, s = 0;
        do {
            u = uniform();
            const double v = uniform();
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        value = static_cast<float>(u * std::sqrt(-2 * std::log(s) / s));
    }
    return x;
}

/// The user's matrix, or a Gaussian one; without a shared scale that one fills an integer format to
/// four standard deviations.
tensor::Tensor matrix(const std::filesystem::path& file, bool columns, const BlockFormat& format,
                      unsigned seed) {
    if (!file.empty()) return read_matrix(file);
    auto x = columns ? gaussian(gaussian_depth, gaussian_rows, seed)
                     : gaussian(gaussian_rows, gaussian_depth, seed);
    const auto& element = format.element;
    if (!format.scale && element.kind == Kind::integer)
        for (auto& value : x.data)
            value *= static_cast<float>(std::ldexp(1.0, element.bits - 3 + element.lsb));
    return x;
}

/// One operand of a design as streams of codes: the rows of A or the columns of B.
struct Operand {
    Operand(const BlockFormat& format, model::Operand quantized)
        : streams(static_cast<std::size_t>(quantized.rows)),
          depth(static_cast<std::size_t>(quantized.depth)),
          block(static_cast<std::size_t>(format.block)),
          bits(format.element.bits),
          scale_bits(quantized.scales.empty() ? 0 : format.scale->bits),
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
    int bits, scale_bits;
    std::vector<std::uint32_t> codes, scales;
};

void append(std::vector<std::uint8_t>& bits, std::uint64_t value, std::size_t width) {
    for (std::size_t bit = 0; bit < width; ++bit)
        bits.push_back(bit < 64 ? static_cast<std::uint8_t>(value >> bit & 1) : std::uint8_t{0});
}

/// How many rows and columns a design takes at once, how many products a beat, and how many beats
/// an element with stationary weights holds (0: weights stream).
struct Shape {
    std::size_t rows = 1, cols = 1, lanes = 1, held_beats = 0;
};

/// Beats of the two operands, one a cycle: every row, or tile of rows, meets every column. Where
/// weights are stationary every row meets the same block of one column, below the golden sum of the
/// blocks above it.
class Beats {
  public:
    Beats(Operand a, Operand b, Shape shape, const model::DotSpec& spec)
        : a_(std::move(a)), b_(std::move(b)), shape_(shape), spec_(spec) {
        beats_ = std::max<std::size_t>(1, std::min(a_.depth, b_.depth) / shape.lanes);
    }

    std::vector<std::uint8_t> operator()(std::size_t cycle, std::size_t sample,
                                         const std::vector<ppa::NetlistPort>& ports) const {
        const auto [beat, row, column, above] = place(cycle, sample);
        std::vector<std::uint8_t> bits;
        for (const auto& port : ports) {
            const auto width = port.bits.size();
            if (port.name.starts_with("a_"))
                operand_bits(a_, row, shape_.rows, beat, port, bits);
            else if (port.name.starts_with("b_"))
                operand_bits(b_, column, shape_.cols, beat, port, bits);
            else if (port.name == "first_i" || port.name == "last_i")
                append(bits, beat == (port.name == "first_i" ? 0 : beats_ - 1), width);
            else if (port.name == "c_i" && shape_.held_beats > 0)
                sum_bits(row, column, above * shape_.lanes, width, bits);
            else
                append(bits, is_held_high(port.name), width);
        }
        return bits;
    }

  private:
    /// Which products meet in a cycle: the beat of row and column, and the beats whose sum comes from
    /// the element above.
    struct Place {
        std::size_t beat, row, column, above = 0;
    };

    Place place(std::size_t cycle, std::size_t sample) const {
        if (const auto held = shape_.held_beats) {
            // A row in the middle of each quarter.
            const auto above = (2 * sample + 1) % 8 * shape_.rows / 8 * held;
            return {above + cycle % held, cycle / held, 3 * sample, above};
        }
        const auto tile = cycle / beats_;
        return {cycle % beats_, tile * shape_.rows + sample, tile * shape_.cols + 3 * sample};
    }

    /// Elements, then what scales a word carries above them; a scale port has scales alone.
    void operand_bits(const Operand& operand, std::size_t first, std::size_t streams,
                      std::size_t beat, const ppa::NetlistPort& port,
                      std::vector<std::uint8_t>& bits) const {
        const auto code_bits = static_cast<std::size_t>(operand.bits) * shape_.lanes;
        const bool scales_only = port.name.find("_scale_") != std::string::npos;
        auto rest = port.bits.size();
        if (!scales_only) {
            streams = rest / code_bits;
            for (std::size_t i = 0; i < streams * shape_.lanes; ++i)
                append(bits,
                       operand.code(first + i / shape_.lanes,
                                    beat * shape_.lanes + i % shape_.lanes),
                       static_cast<std::size_t>(operand.bits));
            rest -= streams * code_bits;
        }
        const auto width = static_cast<std::size_t>(operand.scale_bits);
        const auto count = width == 0 ? 0 : rest / width;
        const auto each = std::max<std::size_t>(1, count / streams);
        for (std::size_t i = 0; i < count; ++i)
            append(bits,
                   operand.scale(first + i / each,
                                 beat * shape_.lanes + i % each * (shape_.lanes / each)),
                   width);
        append(bits, 0, rest - count * width);
    }

    /// The code of the first `depth` products of a row and a column, for every sum of a bus.
    void sum_bits(std::size_t row, std::size_t column, std::size_t depth, std::size_t width,
                  std::vector<std::uint8_t>& bits) const {
        model::Dot dot(spec_);
        const auto block = static_cast<std::size_t>(model::block_size(spec_));
        std::vector<std::uint32_t> a(block), b(block);
        for (std::size_t k = 0; k < depth; k += block) {
            for (std::size_t i = 0; i < block; ++i) {
                a[i] = a_.code(row, k + i);
                b[i] = b_.code(column, k + i);
            }
            dot.block(k == 0, a, a_.scale(row, k), b, b_.scale(column, k));
        }
        const auto sum = static_cast<std::size_t>(dot.width());
        for (std::size_t bit = 0; bit < width; ++bit)
            bits.push_back(bit_test(dot.acc(), static_cast<unsigned>(bit % sum)));
    }

    Operand a_, b_;
    Shape shape_;
    model::DotSpec spec_;
    std::size_t beats_ = 1;
};

ppa::Stimulus uniform_bits(const std::vector<ppa::NetlistPort>& ports, std::size_t cycles) {
    std::mt19937 random(1);
    ppa::Stimulus stimulus{"uniform", {}};
    for (std::size_t i = 0; i <= cycles; ++i) {
        auto& bits = stimulus.cycles.emplace_back();
        for (const auto& port : ports) {
            const bool held =
                port.name == "rst_ni" || port.name == "valid_i" || port.name == "ready_i";
            for (std::size_t bit = 0; bit < port.bits.size(); ++bit)
                bits.push_back(static_cast<std::uint8_t>(held || (random() >> 31) != 0));
        }
    }
    return stimulus;
}

}  // namespace

ppa::Workload make_workload(const Config& config, const WorkloadSource& source) {
    ppa::Workload workload;
    const auto cycles = source.cycles;
    if (cycles == 0) return workload;
    workload.cycles = cycles;
    const bool array = config.unit == "array";
    if (!array && config.unit != "dot" && config.unit != "multiply") {
        workload.name = fmt::format("uniformly random bits, {} cycles", cycles);
        workload.stimulus = [cycles](const auto& ports, std::size_t) {
            return uniform_bits(ports, cycles);
        };
        return workload;
    }
    const auto describe = [](const std::filesystem::path& file) {
        return file.empty() ? std::string("gaussian") : file.filename().string();
    };
    workload.name =
        fmt::format("{} x {}, {} cycles", describe(source.a), describe(source.b), cycles);
    for (const auto& file : {source.a, source.b})
        if (!file.empty()) workload.digest += sha256(read_file(file, 1u << 30)) + " ";
    const auto count = [](int value) { return static_cast<std::size_t>(value); };
    Shape shape;
    if (array) shape.rows = count(config.array.rows), shape.cols = count(config.array.cols);
    if (config.unit != "multiply") shape.lanes = count(config.dot.lanes);
    if (array && is_weight_stationary(config))
        shape.held_beats = count(depth_a_pass(config)) / shape.rows / shape.lanes;
    workload.macs_per_cycle = static_cast<double>(shape.rows * shape.cols * shape.lanes);
    Matrices matrices{
        matrix(source.a, false, config.a, 1), matrix(source.b, true, config.b, 2), {}, {}};
    requantize(matrices, config);
    auto operands = operands_of(matrices, config);
    const Beats beats(Operand(config.a, std::move(operands.a)),
                      Operand(config.b, std::move(operands.b)), shape, dot_spec(config));
    workload.stimulus = [=](const std::vector<ppa::NetlistPort>& ports, std::size_t sample) {
        ppa::Stimulus stimulus{"operands", {}};
        for (std::size_t i = 0; i <= cycles; ++i)
            stimulus.cycles.push_back(beats(i, sample, ports));
        return stimulus;
    };
    return workload;
}

}  // namespace mxgen::cli
