// SPDX-License-Identifier: Apache-2.0
#include "sim/multiply_workload.h"

#include <fmt/format.h>

#include "sim/text.h"
#include "sw/config/multiplier.h"
#include "sw/model/multiply.h"

namespace mxgen::sim {

namespace {

constexpr std::size_t batch_pairs = 4096;

/// One of four codes near a corner, the others any.
std::uint32_t drawn(Random& random, const Format& format, const Codes& corners) {
    const auto mask = static_cast<std::uint32_t>(model::code_count(format) - 1);
    const auto bits = static_cast<std::uint32_t>(random());
    if (random() % 4 != 0) return bits & mask;
    return (corners[bits % corners.size()] + static_cast<std::uint32_t>(random() % 5) - 2) & mask;
}

}  // namespace

MultiplyWorkload::MultiplyWorkload(const Config& config, const Options& options)
    : spec_(multiply_spec(config)), random_(options.seed) {
    const std::uint64_t b_codes = model::code_count(spec_.b);
    const bool all = spec_.a.bits + spec_.b.bits <= options.exhaustive_bits;
    if (all)
        phases_.push_back(
            {"exhaustive", model::code_count(spec_.a) * b_codes, [b_codes](std::uint64_t i) {
                 return Pair{static_cast<std::uint32_t>(i / b_codes),
                             static_cast<std::uint32_t>(i % b_codes)};
             }});
    const Codes a = corner_codes(spec_.a), b = corner_codes(spec_.b);
    if (!all)
        phases_.push_back({"corners", a.size() * b.size(), [a, b](std::uint64_t i) {
                               return Pair{a[i / b.size()], b[i % b.size()]};
                           }});
    phases_.push_back({"random", options.vectors, [this, a, b](std::uint64_t) {
                           const std::uint32_t x = drawn(random_, spec_.a, a);
                           return Pair{x, drawn(random_, spec_.b, b)};
                       }});
}

bool MultiplyWorkload::next(Batch& batch) {
    batch.clear();
    batch.beats_a_result = 1;
    for (; phase_ < phases_.size(); ++phase_, index_ = 0) {
        const Phase& phase = phases_[phase_];
        batch.kind = phase.kind;
        while (index_ < phase.count && batch.in.size() < batch_pairs)
            append(batch, phase.make(index_++));
        pairs_ += batch.in.size();
        if (batch.in.size() > 0) return true;
    }
    return false;
}

void MultiplyWorkload::append(Batch& batch, const Pair& pair) const {
    const auto put = [](Beats& beats, std::string_view port, const Integer& value) {
        const int slot = beats.slot(port);
        beats.put_wide(beats.size() - 1, slot, 0, beats.ports()[slot].width, value);
    };
    batch.in.append();
    put(batch.in, "a_i", pair.a);
    put(batch.in, "b_i", pair.b);
    batch.expected.append();
    put(batch.expected, "p_o", model::multiply(spec_, pair.a, pair.b));
    batch.flags_only.push_back(0);
}

std::string MultiplyWorkload::explain(const Batch& batch, std::size_t record,
                                      const Beats& got) const {
    const auto code = [record](const Beats& beats, std::string_view port) {
        const int slot = beats.slot(port);
        return beats.get_wide(record, slot, 0, beats.ports()[slot].width);
    };
    const auto operand = [&](const Format& format, std::string_view port) {
        return code_text(format, code(batch.in, port).convert_to<std::uint32_t>());
    };
    const auto product = [&](const Beats& beats) {
        const Integer bits = code(beats, "p_o");
        return spec_.full ? bits.str() : code_text(spec_.a, bits.convert_to<std::uint32_t>());
    };
    return fmt::format("  a         {}\n  b         {}\n  expected  {}\n  got       {}\n",
                       operand(spec_.a, "a_i"), operand(spec_.b, "b_i"), product(batch.expected),
                       product(got));
}

}  // namespace mxgen::sim
