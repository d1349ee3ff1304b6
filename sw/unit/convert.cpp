// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/convert.h"

namespace mxgen {

std::vector<Port> ports_of(const ConvertDesign& convert, bool has_valid, std::size_t /*mode*/) {
    const Format& element = convert.output.element;
    const auto& scale = convert.output.scale;
    has_valid |=
        convert.beats().beats_per_step() > 1 || convert.has_lfsr() || convert.loads_tensor();
    std::vector<Port> ports;
    if (has_valid) ports.push_back(make_port(Role::valid, Stream::input));
    ports.push_back(
        make_port(Role::x, Stream::input, {convert.lanes, convert.input.bits}, convert.input));
    if (convert.loads_tensor()) ports.push_back(make_port(Role::tensor_load, Stream::input));
    if (const auto tensor = convert.tensor_scale())
        ports.push_back(make_port(Role::tensor_scale, Stream::input, {1, tensor->bits}, tensor));
    if (convert.is_stochastic() && !convert.has_lfsr())
        ports.push_back(make_port(Role::random, Stream::input,
                                  {convert.lanes, convert.rule.rounding.random_bits}));
    if (convert.rotation.has_sign_port())
        ports.push_back(make_port(Role::signs, Stream::input, {convert.rotation.size, 1}));
    if (convert.loads_tensor()) ports.push_back(make_port(Role::tensor_ready, Stream::input));
    if (has_valid) ports.push_back(make_port(Role::valid, Stream::output));
    if (scale)
        ports.push_back(make_port(Role::scale, Stream::output,
                                  {convert.scales_per_beat(), scale->bits}, scale));
    ports.push_back(make_port(Role::codes, Stream::output, {convert.lanes, element.bits}, element));
    ports.push_back(make_port(Role::invalid, Stream::output));
    return ports;
}

}  // namespace mxgen
