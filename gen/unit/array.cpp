// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/array.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/arith/accumulate.h"
#include "gen/arith/decode.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// What one row or column carries a beat: the lanes' codes, and above them their shared scales.
struct Word {
    std::string side;  ///< "a" or "b"
    const BlockFormat& format;
    unsigned lanes;

    Range code() const { return arith::codes(format.element); }
    Range scale() const { return arith::codes(*format.scale); }
    unsigned scales() const {
        return format.scale ? std::max(1u, lanes / static_cast<unsigned>(format.block)) : 0;
    }
    unsigned codes_width() const { return code().width() * lanes; }
    unsigned width() const {
        return codes_width() + (format.scale ? scale().width() * scales() : 0);
    }
};

/// The whole operand's words, one a row or column, from the array's ports.
Array words(Module& m, const Word& word, unsigned count) {
    auto codes = m.input(word.side + "_i", word.code(), word.lanes * count);
    if (!word.format.scale) return split(joined(codes), word.width()).as(word.side + "_word");
    auto scales = m.input(word.side + "_scale_i", word.scale(), word.scales() * count);
    Module pack{fmt::format("mx_{}_word", word.side),
                "Codes and, above them, their shared scales."};
    auto lanes = pack.input("codes_i", word.code(), word.lanes);
    auto scale = word.scales() == 1 ? pack.input("scale_i", word.scale())
                                    : joined(pack.input("scale_i", word.scale(), word.scales()));
    pack.output("word_o", concat({scale, joined(lanes)}));
    return m
        .instances(pack, fmt::format("u_{}_word", word.side), count,
                   {{"codes_i", codes}, {"scale_i", scales}})
        .array("word_o")
        .as(word.side + "_word");
}

/// Bindings of the dot product's operand ports from one word.
void bind(Module& m, const Word& word, std::vector<Binding>& bindings) {
    auto packed = m.input(word.side + "_i", Range::unsigned_bits(word.width()));
    auto codes = packed.low(word.codes_width()).as(word.side + "_codes");
    bindings.emplace_back(word.side + "_i", split(codes, word.code().width()));
    if (!word.format.scale) return;
    auto port = word.side + "_scale_i";
    auto scales = packed.bits(word.width() - 1, word.codes_width());
    if (word.scales() == 1)
        bindings.emplace_back(port, scales);
    else
        bindings.emplace_back(port, split(scales, word.scale().width()));
}

Module processing_element(const Word& a, const Word& b, const std::shared_ptr<const Circuit>& dot) {
    Module m{"mx_pe", "One processing element: takes the words apart for its dot product."};
    std::vector<Binding> bindings;
    for (const auto* port : {"en_i", "valid_i", "first_i"})
        bindings.emplace_back(port, m.input(port, Range::bit()));
    bind(m, a, bindings);
    bind(m, b, bindings);
    auto outputs = m.instance(dot, "u_dot", bindings);
    m.output("valid_o", outputs.value("valid_o"));
    m.output("acc_o", outputs.value("acc_o"));
    return m;
}

}  // namespace

Module array_dot(const ArrayOptions& options) {
    auto o = options.dot;
    o.name = options.name + "_dot";
    o.clock_enable = true;
    return dot(o);
}

Module array(const ArrayOptions& o, const std::shared_ptr<const Circuit>& dot, unsigned latency) {
    Word a{"a", o.dot.a, o.dot.lanes}, b{"b", o.dot.b, o.dot.lanes};
    auto pe = processing_element(a, b, dot);
    auto acc = pe.circuit()->find_port("acc_o")->range;
    auto block = static_cast<unsigned>(o.dot.a.block);
    auto grid = Module::external("mx_array", {{"ROWS", o.rows},
                                              {"COLS", o.cols},
                                              {"A_W", a.width()},
                                              {"B_W", b.width()},
                                              {"C_W", acc.width()},
                                              {"LATENCY", latency},
                                              {"BEATS", std::max(1u, block / o.dot.lanes)}});
    grid.contains(pe);
    for (const auto* port : {"valid_i", "last_i", "ready_i"}) grid.input(port, Range::bit());
    grid.input("a_i", Range::unsigned_bits(a.width()), o.rows);
    grid.input("b_i", Range::unsigned_bits(b.width()), o.cols);
    for (const auto* port : {"ready_o", "valid_o", "last_o"})
        grid.external_output(port, Range::bit());
    grid.external_output("c_o", acc, o.cols);

    Module m{o.name, fmt::format("Output-stationary array of {} x {} dot products, {} products of "
                                 "{} and {} each a beat, accumulated as {}.",
                                 o.rows, o.cols, o.dot.lanes, o.dot.a.name, o.dot.b.name,
                                 o.dot.accumulator.name)};
    std::vector<Binding> bindings;
    for (const auto* port : {"valid_i", "last_i", "ready_i"})
        bindings.emplace_back(port, m.input(port, Range::bit()));
    bindings.emplace_back("a_i", words(m, a, o.rows));
    bindings.emplace_back("b_i", words(m, b, o.cols));
    auto outputs = m.instance(grid, "u_array", bindings);
    m.output("ready_o", outputs.value("ready_o"));
    m.output("valid_o", outputs.value("valid_o"));
    m.output("c_o", outputs.array("c_o"));
    m.output("last_o", outputs.value("last_o"));
    return m;
}

}  // namespace mxgen::unit
