// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/deconvert.h"

namespace mxgen {

std::vector<Port> ports_of(const DeconvertDesign& deconvert, bool has_valid, std::size_t /*mode*/) {
    const BlockFormat input = deconvert.decoded();
    const int lanes = deconvert.lanes;
    std::vector<Port> ports;
    if (has_valid)
        ports = {make_port(Role::valid, Stream::input), make_port(Role::valid, Stream::output)};
    ports.push_back(
        make_port(Role::codes, Stream::input, {lanes, input.element.bits}, input.element));
    if (input.scale)
        ports.push_back(make_port(Role::scale, Stream::input, {1, input.scale->bits}, input.scale));
    ports.push_back(
        make_port(Role::x, Stream::output, {lanes, deconvert.output.bits}, deconvert.output));
    return ports;
}

}  // namespace mxgen
