// SPDX-License-Identifier: Apache-2.0
#include "sw/package/wrapper_bench.h"

#include <fmt/format.h>

#include "sw/package/marks.h"
#include "sw/package/wrapper_bench_text.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

constexpr int register_bits = 32;

/// The fields of a stream in one record.
Integer data_of(const AxiStream& axi, const Beats& beats, std::size_t record) {
    Integer data = 0;
    for (const WrapperField& field : axi.fields)
        data |= beats.number(record, field.port.role) << field.offset;
    return data;
}

/// Beats of s_axis from the examples, packet by packet.
class Packets {
  public:
    Packets(const Design& design, const Examples& examples)
        : wrapper_(*design.wrapper),
          in_(examples.in),
          step_(static_cast<std::size_t>(wrapper_.beats_per_step)) {}

    Integer settings(std::size_t beat) const {
        Integer all = 0;
        const std::size_t first = beat / step_ * step_;
        for (const AxiRegister& reg : wrapper_.registers)
            all |= in_.number(first, reg.port.role) << (reg.address * 8);
        return all;
    }

    bool is_last(std::size_t beat) const {
        if (in_.slot(Role::last) >= 0) return in_.number(beat, Role::last) != 0;
        const std::size_t next = beat + 1;
        if (next % step_ != 0) return false;
        if (next >= in_.size() || settings(beat) != settings(next)) return true;
        if (in_.slot(Role::first) >= 0) return in_.number(next, Role::first) != 0;
        return next / step_ % 3 == 0;
    }

  private:
    const AxiWrapper& wrapper_;
    const Beats& in_;
    std::size_t step_;
};

/// Whether a result is the last one of a packet.
bool ends_packet(const Packets& packets, const Expected& expected, std::size_t result) {
    if (expected.beats.slot(Role::last) >= 0) return expected.beats.number(result, Role::last) != 0;
    const std::size_t beat = expected.causes[result].last();
    const bool is_step_end =
        result + 1 == expected.size() || expected.causes[result + 1].last() != beat;
    return is_step_end && packets.is_last(beat);
}

std::string chosen(std::string text, const Marks& marks, bool wanted) {
    for (const auto& [mark, part] : marks) text = replaced(text, mark, wanted ? part : "");
    return text;
}

std::string number(long long value) { return fmt::format("{}", value); }

std::string declared(const std::vector<Port>& ports) {
    std::string out;
    for (const Port& port : ports)
        out += port.width == 1 ? fmt::format("  logic {};\n", port.name)
                               : fmt::format("  logic [{}:0] {};\n", port.width - 1, port.name);
    return out;
}

std::string connected(const std::vector<Port>& ports) {
    std::string out;
    for (const Port& port : ports)
        out += fmt::format("{}      .{}", out.empty() ? "" : ",\n", port.name);
    return out;
}

std::string reset_values(const AxiWrapper& wrapper) {
    std::string out;
    for (const AxiRegister& reg : wrapper.registers)
        out = fmt::format("32'h{:x}{}{}", reg.reset, out.empty() ? "" : ", ", out);
    return "{" + out + "}";
}

std::string register_masks(const AxiWrapper& wrapper) {
    std::string out;
    for (const AxiRegister& reg : wrapper.registers)
        out =
            fmt::format("32'h{:x}{}{}", (1ull << reg.port.width) - 1, out.empty() ? "" : ", ", out);
    return "{" + out + "}";
}

/// Bits of what the bench reads per beat of s_axis.
int stimulus_width(const AxiWrapper& wrapper) {
    return wrapper.stream(Stream::input).data_width + 1 +
           register_bits * static_cast<int>(wrapper.registers.size());
}

}  // namespace

AxiVectors axi_vectors(const Design& design, const Examples& examples) {
    const AxiWrapper& wrapper = *design.wrapper;
    const AxiStream &in = wrapper.stream(Stream::input), &out = wrapper.stream(Stream::output);
    const Packets packets(design, examples);
    AxiVectors vectors;
    for (std::size_t i = 0; i < examples.in.size(); ++i)
        vectors.stimulus.push_back(data_of(in, examples.in, i) |
                                   Integer(packets.is_last(i)) << in.data_width |
                                   packets.settings(i) << (in.data_width + 1));
    for (std::size_t i = 0; i < examples.expected.size(); ++i)
        vectors.expected.push_back(data_of(out, examples.expected.beats, i) |
                                   Integer(ends_packet(packets, examples.expected, i))
                                       << out.data_width);
    for (std::size_t i = 0; i < examples.weights.size(); ++i)
        vectors.weights.push_back(data_of(wrapper.stream(Stream::weights), examples.weights, i));
    return vectors;
}

std::string axi_bench_path(const Design& design) {
    return fmt::format("vectors/{}_tb.sv", design.wrapper->top);
}

std::string axi_bench(const Design& design, const AxiVectors& vectors) {
    const AxiWrapper& wrapper = *design.wrapper;
    const int in = wrapper.stream(Stream::input).data_width, all = stimulus_width(wrapper);
    const bool has_weights = !vectors.weights.empty();
    const int phase = 64 + 4 * design.interface.latency_cycles;
    std::string text = chosen(axi_bench_text, weights_marks, has_weights);
    text = chosen(text, lite_marks, !wrapper.registers.empty());
    const Marks values{{"{top}", wrapper.top},
                       {"{inputs}", number(std::ssize(vectors.stimulus))},
                       {"{outputs}", number(std::ssize(vectors.expected))},
                       {"{weights}", number(std::ssize(vectors.weights))},
                       {"{step}", number(wrapper.beats_per_step)},
                       {"{patience}", number(1000 + 20 * phase)},
                       {"{phase}", number(phase)},
                       {"{input_high}", number(all - 1)},
                       {"{beat_high}", number(in)},
                       {"{settings_low}", number(in + 1)},
                       {"{settings_high}", number(all - in - 2)},
                       {"{output_high}", number(wrapper.stream(Stream::output).data_width)},
                       {"{weights_high}",
                        has_weights ? number(wrapper.stream(Stream::weights).data_width - 1) : ""},
                       {"{registers}", number(std::ssize(wrapper.registers))},
                       {"{no_register}", number(4 * std::ssize(wrapper.registers))},
                       {"{masks}", register_masks(wrapper)},
                       {"{reset_values}", reset_values(wrapper)},
                       {"{stimulus_path}", axi_stimulus_path},
                       {"{expected_path}", axi_expected_path},
                       {"{weights_path}", axi_weights_path},
                       {"{declarations}", declared(ports_of(wrapper))},
                       {"{connections}", connected(ports_of(wrapper))}};
    return chosen(std::move(text), values, true);
}

std::vector<PackageFile> axi_bench_files(const Design& design, const AxiVectors& vectors) {
    const AxiWrapper& wrapper = *design.wrapper;
    std::vector<PackageFile> files{
        {axi_bench_path(design), axi_bench(design, vectors)},
        {axi_stimulus_path, hex_lines(vectors.stimulus, stimulus_width(wrapper))},
        {axi_expected_path,
         hex_lines(vectors.expected, wrapper.stream(Stream::output).data_width + 1)}};
    if (!vectors.weights.empty())
        files.push_back({axi_weights_path,
                         hex_lines(vectors.weights, wrapper.stream(Stream::weights).data_width)});
    return files;
}

}  // namespace mxgen::package
