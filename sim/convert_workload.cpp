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

void put_codes(Beats& beats, std::string_view port, const Codes& codes, int width) {
    const int slot = beats.slot(port);
    if (slot < 0) return;
    for (std::size_t i = 0; i < codes.size(); ++i)
        beats.put(beats.size() - 1, slot, i * width, width, codes[i]);
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

}  // namespace

ConvertWorkload::ConvertWorkload(const Config& config, std::uint64_t seed, std::uint64_t vectors)
    : config_(config),
      format_(clipped_format(config)),
      source_(config.unit == "convert" ? find_format(config.convert.input).value()
                                       : config.a.element),
      random_(seed),
      codes_(source_.bits <= 16 ? 1u << source_.bits : 0),
      vectors_(vectors) {}

/// The next codes in order, from any lane on.
Codes ConvertWorkload::exhaustive_codes() {
    Codes x(static_cast<std::size_t>(config_.convert.lanes));
    for (std::uint32_t& code : x) code = next_code_++ & (codes_ - 1);
    std::rotate(x.begin(), x.begin() + static_cast<long>(random_() % x.size()), x.end());
    return x;
}

/// Codes of neighbouring exponents, one in eight anything.
Codes ConvertWorkload::random_codes() {
    const std::uint64_t mask = (std::uint64_t{1} << source_.bits) - 1;
    const std::uint64_t centre = random_() & mask, spread = random_() % 12 + 1;
    Codes x;
    for (int i = 0; i < config_.convert.lanes; ++i) {
        const std::uint64_t down = random_() % spread << source_.mantissa_bits;
        const std::uint64_t noise = random_() >> (64 - std::max(1, source_.mantissa_bits));
        const std::uint64_t sign = (random_() & 1) << (source_.bits - 1);
        const std::uint64_t near = (((centre & (mask >> 1)) - down) & mask) ^ noise ^ sign;
        x.push_back(static_cast<std::uint32_t>(random_() % 8 ? near : random_() & mask));
    }
    return x;
}

bool ConvertWorkload::next(Batch& batch) {
    batch.clear();
    const bool exhaustive = next_code_ < codes_;
    batch.kind = exhaustive ? "exhaustive" : "random";
    const auto more = [&] { return exhaustive ? next_code_ < codes_ : made_ < vectors_; };
    while (batch.in.size() < batch_blocks && more()) {
        const Codes x = exhaustive ? exhaustive_codes() : random_codes();
        if (!exhaustive) ++made_;
        if (config_.unit == "convert")
            append_block(batch, x);
        else
            append_elements(batch, x, static_cast<std::uint32_t>(random_() & 255));
    }
    return batch.in.size() > 0;
}

void ConvertWorkload::append_block(Batch& batch, const Codes& x) {
    const int bits = config_.convert.random_bits;
    std::vector<model::Value> values;
    Codes random;
    for (const std::uint32_t code : x) {
        values.push_back(model::decode(source_, code));
        random.push_back(static_cast<std::uint32_t>(random_() >> (64 - bits)));
    }
    const auto block = model::convert_block(format_, values, convert_rule(config_.convert), random);
    batch.in.append();
    put_codes(batch.in, "x_i", x, source_.bits);
    put_codes(batch.in, "random_i", random, bits);
    batch.expected.append();
    put_codes(batch.expected, "scale_o", {block.scale}, 8);
    put_codes(batch.expected, "codes_o", block.codes, format_.element.bits);
    put_codes(batch.expected, "invalid_o", {block.invalid}, 1);
    batch.flags_only.push_back(0);
}

void ConvertWorkload::append_elements(Batch& batch, const Codes& codes, std::uint32_t scale) {
    const Format target = find_format(config_.convert.output).value();
    Codes x;
    for (const std::uint32_t code : codes)
        x.push_back(model::deconvert(config_.a, code, scale, target));
    batch.in.append();
    put_codes(batch.in, "codes_i", codes, source_.bits);
    put_codes(batch.in, "scale_i", {scale}, 8);
    batch.expected.append();
    put_codes(batch.expected, "x_o", x, target.bits);
    batch.flags_only.push_back(0);
}

std::string ConvertWorkload::explain(const Batch& batch, std::size_t record,
                                     const Beats& got) const {
    const bool forward = config_.unit == "convert";
    const auto entered = codes_of(batch.in, record, forward ? "x_i" : "codes_i");
    std::string text = fmt::format("  in        {}\n", codes_text(source_, entered));
    for (const auto& [label, beats] :
         {std::pair{"expected", &batch.expected}, {"got     ", &got}}) {
        text += fmt::format("  {}  ", label);
        for (const Port& port : beats->ports()) {
            text += port.name;
            for (const std::uint32_t code : codes_of(*beats, record, port.name))
                text += fmt::format(" {:x}", code);
            text += "  ";
        }
        text += "\n";
    }
    return text;
}

}  // namespace mxgen::sim
