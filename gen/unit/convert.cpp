// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert.h"

#include <fmt/format.h>

#include <vector>

#include "gen/arith/decode.h"
#include "gen/unit/convert_lane.h"
#include "gen/unit/convert_stream.h"

namespace mxgen::unit {

using namespace ir;

namespace {

unsigned lanes_of(const ConvertOptions& o) {
    return o.lanes ? o.lanes : static_cast<unsigned>(o.output.block);
}

/// The codes of port tensor_scale_i, where the format has it.
std::optional<Range> tensor_scale_codes(const BlockFormat& f) {
    if (f.tensor_scale) return Range::unsigned_bits(32);
    if (f.tensor_exponent) return Range::unsigned_bits(8);
    return std::nullopt;
}

TensorInputs tensor_inputs(Module& m, const ConvertOptions& o) {
    TensorInputs tensor;
    if (o.loads_tensor) {
        const auto thresholds = tensor_thresholds(o);
        tensor.gain = {
            m.steady_input("quotients_i", Range::unsigned_bits(thresholds.quotient_bits()),
                           static_cast<unsigned>(thresholds.dividends().size())),
            m.steady_input("gain_exponent_i", arith::gain_exponents()),
            m.steady_input("gain_usable_i", Range::bit())};
    } else if (const auto codes = tensor_scale_codes(o.output)) {
        tensor.scale = m.input("tensor_scale_i", *codes);
    }
    return tensor;
}

std::string doc(const ConvertOptions& o) {
    auto what = fmt::format("Converts {} values of {} to a block of {}", o.output.block,
                            o.input.name, o.output.name);
    return o.is_streaming() ? fmt::format("{}, {} a beat.", what, o.lanes) : what + ".";
}

}  // namespace

Module convert(const ConvertOptions& o) {
    Module m{o.name, doc(o)};
    m.belongs_to(DesignPart::converters);
    bool streams = o.is_streaming();
    auto valid = streams || o.has_valid ? m.input("valid_i", Range::bit()) : m.constant(1);
    ConvertInputs in;
    in.x = m.input("x_i", arith::codes(o.input), lanes_of(o));
    in.tensor = tensor_inputs(m, o);
    if (o.is_stochastic())
        in.random = m.input("random_i", Range::unsigned_bits(o.random_bits()), lanes_of(o));
    auto lanes = ConvertLanes::make(o);
    if (streams) {
        stream_blocks(m, *lanes, o, in, valid);
        return m;
    }
    if (o.has_valid) m.output("valid_o", valid.control());
    auto scale = lanes->scale(m, lanes->summary(m, in.x), in.tensor);
    auto elements = lanes->elements(m, in.x, scale, in.random);
    if (o.output.scale) m.output("scale_o", scale.code);
    m.output("codes_o", elements.codes);
    m.output("invalid_o", scale.invalid | elements.invalid);
    return m;
}

Module convert_with_lfsr(const ConvertOptions& o, std::uint32_t seed,
                         const std::shared_ptr<const Circuit>& converter) {
    auto lfsr = Module::external(
        "mx_lfsr", {{"Lanes", lanes_of(o)}, {"Width", o.random_bits()}, {"Seed", seed}});
    lfsr.input("en_i", Range::bit());
    lfsr.external_output("random_o", Range::unsigned_bits(o.random_bits()), lanes_of(o));

    Module m{o.name, doc(o) + " Random bits come from feedback registers."};
    auto valid = m.input("valid_i", Range::bit());
    std::vector<Binding> bindings{{"valid_i", valid}};
    bindings.emplace_back("x_i", m.input("x_i", arith::codes(o.input), lanes_of(o)));
    if (const auto codes = tensor_scale_codes(o.output))
        bindings.emplace_back("tensor_scale_i", m.input("tensor_scale_i", *codes));
    bindings.emplace_back("random_i",
                          m.instance(lfsr, "u_lfsr", {{"en_i", valid}}).array("random_o"));
    auto outputs = m.instance(converter, "u_convert", bindings);
    for (const auto* port : converter->outputs()) {
        if (port->elements)
            m.output(port->name, outputs.array(port->name));
        else
            m.output(port->name, outputs.value(port->name));
    }
    return m;
}

}  // namespace mxgen::unit
