// SPDX-License-Identifier: Apache-2.0
#include "sim/dot_workload.h"

#include <fmt/format.h>

#include "sim/dot_steps.h"
#include "sim/text.h"
#include "sw/config/dot.h"

namespace mxgen::sim {

namespace {

constexpr std::size_t batch_steps = 4096;

/// Bits [from, from + count) of a row of codes into one port of a record.
void put_codes(Beats& beats, std::string_view port, const Codes& codes, std::size_t from,
               std::size_t count, int width) {
    const int slot = beats.slot(port);
    if (slot < 0) return;
    for (std::size_t i = 0; i < count; ++i)
        beats.put(beats.size() - 1, slot, i * width, width, codes[from + i]);
}

void put_integer(Beats& beats, std::string_view port, const Integer& value) {
    const int slot = beats.slot(port);
    if (slot >= 0) beats.put_wide(beats.size() - 1, slot, 0, beats.ports()[slot].width, value);
}

}  // namespace

DotWorkload::DotWorkload(const Config& config, const Options& options)
    : modes_(runtime_modes(config)) {
    for (std::size_t mode = 0; mode < modes_.size(); ++mode) {
        const Config& native = modes_[mode].native;
        add_mode(native);
        const auto kind = [&](const char* name) { return kind_of(name, mode, modes_.size()); };
        phases_.push_back(
            {kind("exhaustive"), exhaustive_steps(native, options.exhaustive_bits), mode});
        phases_.push_back(
            {kind("corners"), every(options.corners_every, corner_steps(native)), mode});
        phases_.push_back(
            {kind("random"),
             random_steps(native, options.seed + mode, (options.vectors + mode) / modes_.size()),
             mode});
    }
}

DotWorkload::DotWorkload(const Config& config, const std::vector<ProductOperands>& products)
    : modes_(runtime_modes(config)) {
    for (std::size_t mode = 0; mode < products.size(); ++mode) {
        const Config& native = modes_.at(mode).native;
        add_mode(native);
        phases_.push_back({kind_of("tensor", mode, modes_.size()),
                           product_steps(native, padded_product(native, products[mode])), mode});
    }
}

void DotWorkload::add_mode(const Config& config) {
    shapes_.emplace_back(config);
    golden_.emplace_back(dot_spec(config), model::Path::fast);
}

bool DotWorkload::next(Batch& batch) {
    batch.clear();
    steps_.clear();
    batch.beats_a_result = shapes_[0].beats_a_step;
    for (; phase_ < phases_.size(); ++phase_) {
        batch.kind = phases_[phase_].kind;
        while (steps_.size() < batch_steps) {
            std::optional<Step> step = phases_[phase_].steps();
            if (!step) break;
            append(batch, *step);
            steps_.push_back(std::move(*step));
        }
        if (!steps_.empty()) return true;
    }
    return false;
}

void DotWorkload::append(Batch& batch, const Step& step) {
    append_inputs(batch, step);
    append_expected(batch, step);
    macs_ += step.a.size();
}

void DotWorkload::append_inputs(Batch& batch, const Step& step) const {
    Beats& in = batch.in;
    const Config& config = mode().native;
    const Shape& shape = shapes_[phases_[phase_].mode];
    for (int beat = 0; beat < shape.beats_a_step; ++beat) {
        in.append();
        const std::size_t from = static_cast<std::size_t>(beat) * shape.lanes;
        put_integer(in, "first_i", step.first);
        put_integer(in, "c_i", step.initial);
        put_integer(in, "mode_i", phases_[phase_].mode);
        put_codes(in, "a_i", step.a, from, shape.lanes, mode().a_bits);
        put_codes(in, "b_i", step.b, from, shape.lanes, mode().b_bits);
        if (config.a.scale)
            put_codes(in, "a_scale_i", step.a_scales, 0, step.a_scales.size(),
                      config.a.scale->bits);
        if (config.b.scale)
            put_codes(in, "b_scale_i", step.b_scales, 0, step.b_scales.size(),
                      config.b.scale->bits);
    }
}

void DotWorkload::append_expected(Batch& batch, const Step& step) {
    const Shape& shape = shapes_[phases_[phase_].mode];
    model::Dot& golden = golden_[phases_[phase_].mode];
    for (int i = 0; i < shape.blocks_a_step; ++i) {
        const std::size_t from = static_cast<std::size_t>(i) * shape.block;
        golden.block(step.first && i == 0, std::span(step.a).subspan(from, shape.block),
                     step.a_scales[i], std::span(step.b).subspan(from, shape.block),
                     step.b_scales[i], step.initial);
    }
    Beats& out = batch.expected;
    out.append();
    put_integer(out, "acc_o", golden.acc());
    put_integer(out, "sum_o", golden.acc());
    put_integer(out, "overflow_o", golden.overflow());
    put_integer(out, "invalid_o", golden.invalid());
    put_integer(out, "special_o", golden.invalid());
    batch.flags_only.push_back(golden.invalid() && !takes_specials(mode().native.dot.accumulator));
}

std::string DotWorkload::explain(const Batch& batch, std::size_t record, const Beats& got) const {
    const Config& config = mode().native;
    std::size_t first = record;
    while (first > 0 && !steps_[first].first) --first;
    std::string text = fmt::format("  step {} of its sum\n", record - first + 1);
    const Step& step = steps_[record];
    text += fmt::format("  a         {}\n", codes_text(config.a.element, step.a));
    if (config.a.scale)
        text += fmt::format("  a_scale   {}\n", codes_text(*config.a.scale, step.a_scales));
    text += fmt::format("  b         {}\n", codes_text(config.b.element, step.b));
    if (config.b.scale)
        text += fmt::format("  b_scale   {}\n", codes_text(*config.b.scale, step.b_scales));
    const auto shown = [&](const Beats& beats, std::size_t at) {
        std::string line;
        for (std::size_t slot = 0; slot < beats.ports().size(); ++slot) {
            const Port& port = beats.ports()[slot];
            const Integer bits = beats.get_wide(at, slot, 0, port.width);
            const bool number = port.name == "acc_o" || port.name == "sum_o";
            line += fmt::format(
                "{} {}  ", port.name,
                number ? result_text(config.dot.accumulator, bits, port.width) : bits.str());
        }
        return line;
    };
    if (record > first) text += fmt::format("  before    {}\n", shown(batch.expected, record - 1));
    text += fmt::format("  expected  {}\n", shown(batch.expected, record));
    text += fmt::format("  got       {}\n", shown(got, record));
    return text;
}

}  // namespace mxgen::sim
