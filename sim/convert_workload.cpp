// SPDX-License-Identifier: Apache-2.0
#include "sim/convert_workload.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/text.h"
#include "sw/config/conversion.h"
#include "sw/model/convert.h"

namespace mxgen::sim {

namespace {

constexpr std::size_t batch_blocks = 1024;

void put_codes(Beats& beats, std::string_view port, std::span<const std::uint32_t> codes,
               int width) {
    const int slot = beats.slot(port);
    if (slot < 0) return;
    for (std::size_t i = 0; i < codes.size(); ++i)
        beats.put(beats.size() - 1, slot, i * width, width, codes[i]);
}

void put_code(Beats& beats, std::string_view port, std::uint32_t code, int width) {
    put_codes(beats, port, {&code, 1}, width);
}

Codes codes_of(const Beats& beats, std::size_t record, std::string_view port) {
    Codes codes;
    const int slot = beats.slot(port);
    if (slot < 0) return codes;
    const Port& bus = beats.ports()[slot];
    for (int i = 0; i < bus.elements; ++i)
        codes.push_back(static_cast<std::uint32_t>(
            beats.get(record, slot, i * bus.element_width, bus.element_width)));
    return codes;
}

/// Each port's codes in one record.
std::string ports_text(const Beats& beats, std::size_t record) {
    std::string text;
    for (const Port& port : beats.ports()) {
        text += "  " + port.name;
        for (const std::uint32_t code : codes_of(beats, record, port.name))
            text += fmt::format(" {:x}", code);
    }
    return text;
}

std::string outputs_text(const Batch& batch, std::size_t record, const Beats& got) {
    return fmt::format("  expected{}\n  got     {}\n", ports_text(batch.expected, record),
                       ports_text(got, record));
}

}  // namespace

ConvertWorkload::ConvertWorkload(const Config& config, const ConvertStimulus::Options& options)
    : config_(config),
      format_(clipped_format(config)),
      tensor_scale_(find_format(format_.tensor_exponent ? "e8m0"
                                : format_.tensor_scale  ? "fp32"
                                                        : "")),
      source_(find_format(config.convert.input).value()),
      rule_(convert_rule(config.convert)),
      stimulus_(config, options),
      more_(stimulus_.next(following_)),
      random_(options.seed),
      lfsr_(config.convert.lanes, config.convert.random_bits,
            static_cast<std::uint32_t>(config.convert.lfsr_seed)) {}

bool ConvertWorkload::next(Batch& batch) {
    batch.clear();
    batch.beats_a_result = batch.records_a_result = beats_a_block(config_);
    batch.kind = following_.kind;
    for (std::size_t i = 0; i < batch_blocks && more_ && following_.kind == batch.kind; ++i) {
        append(batch, following_);
        more_ = stimulus_.next(following_);
    }
    return batch.in.size() > 0;
}

Codes ConvertWorkload::random_bits(std::size_t count) {
    Codes bits;
    while (has_lfsr(config_) && bits.size() < count) {
        const Codes beat = lfsr_.next();
        bits.insert(bits.end(), beat.begin(), beat.end());
    }
    while (bits.size() < count)
        bits.push_back(static_cast<std::uint32_t>(random_() >> (64 - config_.convert.random_bits)));
    return bits;
}

void ConvertWorkload::append(Batch& batch, const ConvertInput& input) {
    std::vector<model::Value> values;
    for (const std::uint32_t code : input.x) values.push_back(model::decode(source_, code));
    const Codes random = random_bits(input.x.size());
    const auto g =
        tensor_scale_ ? model::decode(*tensor_scale_, input.tensor_scale) : model::finite_value(1);
    const auto block = model::convert_block(format_, values, rule_, random, g);
    const auto lanes = static_cast<std::size_t>(config_.convert.lanes);
    for (std::size_t first = 0; first < input.x.size(); first += lanes) {
        const auto part = [&](const Codes& codes) {
            return std::span<const std::uint32_t>(codes).subspan(first, lanes);
        };
        batch.in.append();
        put_codes(batch.in, "x_i", part(input.x), source_.bits);
        // Of a block's tensor scales the first counts.
        put_code(batch.in, "tensor_scale_i", first == 0 ? input.tensor_scale : ~input.tensor_scale,
                 tensor_scale_ ? tensor_scale_->bits : 0);
        put_codes(batch.in, "random_i", part(random), config_.convert.random_bits);
        batch.expected.append();
        put_code(batch.expected, "scale_o", block.scale, 8);
        put_codes(batch.expected, "codes_o", part(block.codes), format_.element.bits);
        put_code(batch.expected, "invalid_o", block.invalid, 1);
        batch.flags_only.push_back(0);
    }
}

std::string ConvertWorkload::explain(const Batch& batch, std::size_t record,
                                     const Beats& got) const {
    const auto beats = static_cast<std::size_t>(batch.beats_a_result);
    Codes x;
    for (std::size_t beat = 0; beat < beats; ++beat) {
        const Codes part = codes_of(batch.in, record / beats * beats + beat, "x_i");
        x.insert(x.end(), part.begin(), part.end());
    }
    std::string text = fmt::format("  in        {}\n", codes_text(source_, x));
    for (const char* port : {"tensor_scale_i", "random_i"})
        for (const std::uint32_t code : codes_of(batch.in, record / beats * beats, port))
            text += fmt::format("  {} {:x}\n", port, code);
    return text + outputs_text(batch, record, got);
}

DeconvertWorkload::DeconvertWorkload(const Config& config, std::uint64_t seed,
                                     std::uint64_t vectors)
    : config_(config),
      format_(decoded_format(config)),
      target_(find_format(config.convert.output).value()),
      random_(seed),
      codes_(model::code_count(format_.element)),
      scales_(format_.scale ? 1u << format_.scale->bits : 1),
      scale_step_(format_.element.bits > 8 ? 37 : 1),
      vectors_(vectors) {}

bool DeconvertWorkload::next(Batch& batch) {
    batch.clear();
    const bool exhaustive = scale_ < scales_;
    batch.kind = exhaustive ? "exhaustive" : "random";
    while (batch.in.size() < batch_blocks && (exhaustive ? scale_ < scales_ : made_ < vectors_)) {
        Codes codes;
        for (int lane = 0; lane < config_.convert.lanes; ++lane)
            codes.push_back(
                static_cast<std::uint32_t>((exhaustive ? code_++ : random_()) % codes_));
        append(batch, codes, exhaustive ? scale_ : static_cast<std::uint32_t>(random_()) % scales_);
        if (!exhaustive) ++made_;
        if (exhaustive && code_ >= codes_) code_ = 0, scale_ += scale_step_;
    }
    return batch.in.size() > 0;
}

void DeconvertWorkload::append(Batch& batch, const Codes& codes, std::uint32_t scale) {
    Codes x;
    for (const std::uint32_t code : codes)
        x.push_back(model::deconvert(format_, code, scale, target_));
    batch.in.append();
    put_codes(batch.in, "codes_i", codes, format_.element.bits);
    put_code(batch.in, "scale_i", scale, 8);
    batch.expected.append();
    put_codes(batch.expected, "x_o", x, target_.bits);
    batch.flags_only.push_back(0);
}

std::string DeconvertWorkload::explain(const Batch& batch, std::size_t record,
                                       const Beats& got) const {
    return fmt::format("  in        {}\n          {}\n",
                       codes_text(format_.element, codes_of(batch.in, record, "codes_i")),
                       ports_text(batch.in, record)) +
           outputs_text(batch, record, got);
}

}  // namespace mxgen::sim
