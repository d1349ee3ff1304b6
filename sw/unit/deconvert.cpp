// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/deconvert.h"

namespace mxgen {

Codes in_rows(const Codes& codes) {
    const std::size_t count = codes.size();
    Codes pieces(3 * count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t place = count - 1 - i;
        pieces[2 * place] = codes[i] & 3;
        pieces[2 * place + 1] = codes[i] >> 2 & 3;
        pieces[2 * count + place] = codes[i] >> 4;
    }
    return pieces;
}

Codes from_rows(const Codes& pieces) {
    const std::size_t count = pieces.size() / 3;
    Codes codes;
    for (std::size_t place = count; place-- > 0;)
        codes.push_back(pieces[2 * count + place] << 4 | pieces[2 * place + 1] << 2 |
                        pieces[2 * place]);
    return codes;
}

std::vector<Port> ports_of(const DeconvertDesign& deconvert, bool has_valid, std::size_t /*mode*/) {
    const BlockFormat input = deconvert.decoded();
    const int lanes = deconvert.lanes;
    std::vector<Port> ports;
    if (has_valid)
        ports = {make_port(Role::valid, Stream::input), make_port(Role::valid, Stream::output)};
    if (deconvert.pack == CodeRows::four_two)
        ports.push_back(make_port(Role::codes, Stream::input, {3 * lanes, 2}));
    else
        ports.push_back(
            make_port(Role::codes, Stream::input, {lanes, input.element.bits}, input.element));
    if (input.scale)
        ports.push_back(make_port(Role::scale, Stream::input, {1, input.scale->bits}, input.scale));
    ports.push_back(
        make_port(Role::x, Stream::output, {lanes, deconvert.output.bits}, deconvert.output));
    return ports;
}

}  // namespace mxgen
