// SPDX-License-Identifier: Apache-2.0
#include "sw/config/dot.h"

#include <fmt/format.h>

#include "sw/config/multiplier.h"
#include "sw/model/window.h"

namespace mxgen {

model::DotSpec dot_spec(const Config& c) {
    return {.a = c.a,
            .b = c.b,
            .accumulator = c.dot.accumulator,
            .blocks = c.dot.blocks,
            .initial = c.dot.initial,
            .block = c.a.block,
            .multiplier = multiplier_of(c)};
}

bool sums_single_blocks(const Config& c) {
    return c.unit == "dot" && c.dot.accumulator.kind == Accumulator::Kind::floating &&
           c.dot.blocks == 1 && !c.dot.initial && c.dot.lanes <= c.a.block;
}

bool cannot_overflow(const Accumulator& acc) {
    return acc.kind == Accumulator::Kind::integer && acc.overflow == Accumulator::Overflow::never;
}

std::optional<int> most_blocks(const Config& c) {
    const bool limited = cannot_overflow(c.dot.accumulator) || sums_single_blocks(c);
    return limited ? std::optional(c.dot.blocks) : std::nullopt;
}

Format sum_format(const Config& c) {
    const Accumulator& acc = c.dot.accumulator;
    if (acc.kind == Accumulator::Kind::floating) return acc.format;
    if (acc.kind == Accumulator::Kind::tensorcore) return find_format("fp32").value();
    const model::DotSpec spec = dot_spec(c);
    Format format;
    format.name = acc.name;
    format.kind = Kind::integer;
    format.bits = model::make_accumulate(spec)->width();
    format.lsb =
        acc.kind == Accumulator::Kind::fixed && acc.lsb ? *acc.lsb : model::product_unit(spec);
    return format;
}

model::Value sum_value(const Format& sum, const Integer& code) {
    if (sum.kind == Kind::floating) return model::decode(sum, static_cast<std::uint32_t>(code));
    return model::finite_value(Dyadic(model::from_twos_complement(code, sum.bits), sum.lsb));
}

}  // namespace mxgen
