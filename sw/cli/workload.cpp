// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "sw/cli/conversion.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/quantize.h"

namespace mxgen::cli {

namespace {

constexpr std::size_t gaussian_rows = 16, gaussian_depth = 1024;

/// One operand as streams of codes: stream i holds K codes and the scale of each.
struct Operand {
    std::size_t streams = 0, depth = 0;
    std::vector<std::uint32_t> codes, scales;  ///< [stream * depth + k]
    int bits = 0, scale_bits = 0;
};

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

tensor::Tensor matrix(const std::filesystem::path& file, bool columns, unsigned seed) {
    if (file.empty())
        return columns ? gaussian(gaussian_depth, gaussian_rows, seed)
                       : gaussian(gaussian_rows, gaussian_depth, seed);
    auto x = tensor::to_tensor(tensor::read_npy(file));
    if (x.shape.size() != 2 || x.data.empty())
        throw Error(Exit::usage, fmt::format("{}: has shape {}; allowed: two axes", file.string(),
                                             tensor::to_string(x.shape)));
    return x;
}

/// Quantizes a matrix whose blocks lie along K: axis 1 of rows, axis 0 of columns.
Operand operand(const tensor::Tensor& x, bool columns, const BlockFormat& format,
                const Config::Convert& convert) {
    tensor::QuantizeOptions options;
    options.rule = convert_rule(convert);
    options.axis = columns ? 0 : 1;
    const auto q = tensor::quantize(x, format, options);
    const std::size_t axis_size = x.shape[columns ? 0 : 1], other = x.shape[columns ? 1 : 0];
    Operand result{other, axis_size,           {},
                   {},    format.element.bits, format.scale ? format.scale->bits : 0};
    const auto block = static_cast<std::size_t>(format.block);
    for (std::size_t stream = 0; stream < other; ++stream) {
        for (std::size_t k = 0; k < axis_size; ++k) {
            result.codes.push_back(q.codes[columns ? k * other + stream : stream * axis_size + k]);
            if (q.scales.empty()) continue;
            const std::size_t blocks = (axis_size + block - 1) / block;
            result.scales.push_back(
                q.scales[columns ? k / block * other + stream : stream * blocks + k / block]);
        }
    }
    return result;
}

void append(std::vector<std::uint8_t>& bits, std::uint64_t value, std::size_t width) {
    for (std::size_t bit = 0; bit < width; ++bit)
        bits.push_back(bit < 64 ? static_cast<std::uint8_t>(value >> bit & 1) : std::uint8_t{0});
}

/// Beats of the two operands, one a cycle: every row meets every column.
class Beats {
  public:
    Beats(Operand a, Operand b, std::size_t lanes)
        : a_(std::move(a)), b_(std::move(b)), lanes_(lanes) {
        depth_ = std::min(a_.depth, b_.depth);
        beats_ = std::max<std::size_t>(1, depth_ / lanes_);
    }

    std::vector<std::uint8_t> operator()(std::size_t cycle,
                                         const std::vector<ppa::NetlistPort>& ports) {
        const auto beat = cycle % beats_, pair = cycle / beats_;
        std::vector<std::uint8_t> bits;
        for (const auto& port : ports) {
            const bool of_a = port.name.starts_with("a_");
            if (of_a || port.name.starts_with("b_"))
                operand_bits(of_a ? a_ : b_,
                             of_a ? pair / b_.streams % a_.streams : pair % b_.streams, beat, port,
                             bits);
            else if (port.name == "valid_i" || port.name == "rst_ni" || port.name == "ready_i")
                append(bits, 1, port.bits.size());
            else if (port.name == "first_i")
                append(bits, beat == 0, port.bits.size());
            else
                append(bits, 0, port.bits.size());
        }
        return bits;
    }

  private:
    /// Elements, or scales where the port has one a block.
    void operand_bits(const Operand& operand, std::size_t stream, std::size_t beat,
                      const ppa::NetlistPort& port, std::vector<std::uint8_t>& bits) const {
        const bool scale = port.name.find("_scale_") != std::string::npos;
        const auto& from = scale ? operand.scales : operand.codes;
        const auto width = static_cast<std::size_t>(scale ? operand.scale_bits : operand.bits);
        const auto count = port.bits.size() / std::max<std::size_t>(1, width);
        for (std::size_t i = 0; i < count; ++i) {
            const auto k = beat * lanes_ + (scale ? i * lanes_ / count : i);
            append(bits, k < operand.depth ? from[stream * operand.depth + k] : 0, width);
        }
        append(bits, 0, port.bits.size() - count * width);
    }

    Operand a_, b_;
    std::size_t lanes_, depth_ = 0, beats_ = 1;
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
    const bool dot = config.unit == "dot", multiply = config.unit == "multiply";
    if (!dot && !multiply) {
        workload.name = fmt::format("uniformly random bits, {} cycles", cycles);
        workload.stimulus = [cycles](const auto& ports) { return uniform_bits(ports, cycles); };
        return workload;
    }
    const auto describe = [](const std::filesystem::path& file) {
        return file.empty() ? std::string("gaussian") : file.filename().string();
    };
    workload.name =
        fmt::format("{} x {}, {} cycles", describe(source.a), describe(source.b), cycles);
    for (const auto& file : {source.a, source.b})
        if (!file.empty()) workload.digest += sha256(read_file(file, 1u << 30)) + " ";
    const auto lanes = static_cast<std::size_t>(dot ? config.dot.lanes : 1);
    workload.macs_per_cycle = static_cast<double>(lanes);
    const auto a = operand(matrix(source.a, false, 1), false, config.a, config.convert);
    const auto b = operand(matrix(source.b, true, 2), true, config.b, config.convert);
    workload.stimulus = [=](const std::vector<ppa::NetlistPort>& ports) {
        Beats beats(a, b, lanes);
        ppa::Stimulus stimulus{"operands", {}};
        for (std::size_t i = 0; i <= cycles; ++i) stimulus.cycles.push_back(beats(i, ports));
        return stimulus;
    };
    return workload;
}

}  // namespace mxgen::cli
