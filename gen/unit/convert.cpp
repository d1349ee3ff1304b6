// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert.h"

#include <fmt/format.h>

#include <vector>

#include "gen/arith/decode.h"
#include "gen/unit/convert_lane.h"
#include "gen/unit/convert_rotate.h"
#include "gen/unit/convert_stream.h"

namespace mxgen::unit {

using namespace ir;

namespace {

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

ConvertInputs inputs_of(Module& m, const ConvertOptions& o) {
    ConvertInputs in;
    in.valid = o.is_streaming() || o.has_valid ? m.input("valid_i", Range::bit()) : m.constant(1);
    in.x = m.input("x_i", arith::codes(o.input), o.beat_lanes());
    in.tensor = tensor_inputs(m, o);
    if (o.is_stochastic())
        in.random = m.input("random_i", Range::unsigned_bits(o.random_bits()), o.beat_lanes());
    if (o.rotation.has_sign_port())
        in.signs = m.input("signs_i", Range::bit(), static_cast<unsigned>(o.rotation.size));
    return in;
}

/// A block a beat.
void convert_block(Module& m, const ConvertOptions& o, const ConvertInputs& in) {
    auto lanes = ConvertLanes::make(o);
    if (o.has_valid) m.output("valid_o", in.valid.control());
    auto scale = lanes->scale(m, lanes->summary(m, in.x), in.tensor);
    auto elements = lanes->elements(m, in.x, scale, in.random);
    if (o.output.scale) m.output("scale_o", scale.code);
    m.output("codes_o", elements.codes);
    m.output("invalid_o", scale.invalid | elements.invalid);
}

/// Several blocks a beat, side by side.
void convert_several(Module& m, const ConvertOptions& o, const ConvertInputs& in) {
    auto one = o;
    one.name = o.name + "_block", one.lanes = 0, one.has_valid = false;
    auto count = in.x.size() / static_cast<unsigned>(o.output.block);
    std::vector<Binding> bindings{{"x_i", in.x}};
    if (in.tensor.scale) bindings.emplace_back("tensor_scale_i", *in.tensor.scale);
    if (in.random) bindings.emplace_back("random_i", *in.random);
    auto blocks = m.instances(convert(one), "u_block", count, bindings);
    if (o.has_valid) m.output("valid_o", in.valid.control());
    m.output("scale_o", blocks.array("scale_o"));
    m.output("codes_o", blocks.array("codes_o"));
    m.output("invalid_o", any(blocks.array("invalid_o")));
}

/// Converts the numbers of a beat: those of a block, of a part of it, or of several.
void convert_blocks(Module& m, const ConvertOptions& o, const ConvertInputs& in) {
    auto block = static_cast<unsigned>(o.output.block);
    if (o.output.scale && in.x.size() > block)
        convert_several(m, o, in);
    else if (o.is_streaming())
        stream_blocks(m, *ConvertLanes::make(o), o, in);
    else
        convert_block(m, o, in);
}

}  // namespace

unsigned ConvertOptions::buffered_cycles() const {
    if (!is_streaming()) return 0;
    auto block = static_cast<unsigned>(output.block);
    return rotation && beat_lanes() < block ? 1 + block / beat_lanes() : 1;
}

Module convert(const ConvertOptions& o) {
    Module m{o.name, doc(o)};
    m.belongs_to(DesignPart::converters);
    auto in = inputs_of(m, o);
    if (!o.rotation) {
        convert_blocks(m, o, in);
        return m;
    }
    auto behind = o;
    behind.input = rotated_format(o.input, o.rotation);
    behind.rotation = {};
    behind.lanes = o.beat_lanes();
    behind.has_valid |= o.is_streaming();
    convert_blocks(m, behind, rotate(m, o, in));
    return m;
}

Module convert_with_lfsr(const ConvertOptions& o, std::uint32_t seed,
                         const std::shared_ptr<const Circuit>& converter) {
    auto lfsr = Module::external(
        "mx_lfsr", {{"Lanes", o.beat_lanes()}, {"Width", o.random_bits()}, {"Seed", seed}});
    lfsr.input("en_i", Range::bit());
    lfsr.external_output("random_o", Range::unsigned_bits(o.random_bits()), o.beat_lanes());

    Module m{o.name, doc(o) + " Random bits come from feedback registers."};
    auto valid = m.input("valid_i", Range::bit());
    std::vector<Binding> bindings{{"valid_i", valid}};
    bindings.emplace_back("x_i", m.input("x_i", arith::codes(o.input), o.beat_lanes()));
    if (const auto codes = tensor_scale_codes(o.output))
        bindings.emplace_back("tensor_scale_i", m.input("tensor_scale_i", *codes));
    if (o.rotation.has_sign_port())
        bindings.emplace_back(
            "signs_i", m.input("signs_i", Range::bit(), static_cast<unsigned>(o.rotation.size)));
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
