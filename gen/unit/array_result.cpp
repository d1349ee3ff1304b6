// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/array_result.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/unit/deconvert.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// One sum of a row, rounded when it has been normalised.
Module normaliser(const ResultOptions& o) {
    // Before the first sum of an element its registers hold anything.
    const auto form = o.late.value().of_any_code();
    Module m{o.name + "_normalise", "Normalises a sum M * 2^E and rounds it once."};
    const auto code = m.input("x_i", Range::unsigned_bits(form.code_bits()));
    m.output("x_o",
             arith::round_late(m, form, o.rounded.value(), arith::unpack_late(m, form, code)));
    return m;
}

Array rounded(Module& m, const ResultOptions& o, const Array& sums) {
    if (o.late)
        return m.instances(normaliser(o), "u_normalise", o.cols, {{"x_i", sums}}).array("x_o");
    BlockFormat input;
    input.name = o.sum.name;
    input.element = o.sum;
    auto back = deconvert({.name = o.name + "_round",
                           .input = input,
                           .output = o.rounded.value(),
                           .lanes = o.cols,
                           .has_valid = false});
    return m.instance(back, "u_round", {{"codes_i", sums}}).array("x_o");
}

void add_blocks(Module& m, const ResultOptions& o, const Array& numbers) {
    auto options = o.blocked.value();
    options.name = o.name + "_convert";
    options.has_valid = false;
    auto count = o.cols / static_cast<unsigned>(options.output.block);
    auto blocks = m.instances(convert(options), "u_convert", count, {{"x_i", numbers}});
    m.output("c_o", blocks.array("codes_o"));
    if (options.output.scale) m.output("c_scale_o", blocks.array("scale_o"));
    m.output("invalid_o", any(blocks.array("invalid_o")));
}

}  // namespace

Module array_result(const ResultOptions& o) {
    Module m{o.name, fmt::format("A row of {} sums as it leaves the array.", o.cols)};
    m.clock_enable(m.input("en_i", Range::bit()));
    const auto code = o.late ? Range::unsigned_bits(o.late->code_bits()) : arith::codes(o.sum);
    const auto sums = m.input("x_i", code, o.cols);
    const auto numbers = o.rounded ? rounded(m, o, sums) : sums;
    if (o.blocked)
        add_blocks(m, o, numbers);
    else
        m.output("c_o", numbers);
    if (o.keeps_sums) m.output("sum_o", sums);
    return m;
}

}  // namespace mxgen::unit
