// SPDX-License-Identifier: Apache-2.0
#include "sw/package/vectors.h"

#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

/// Records as the bench reads them, each a valid beat.
std::vector<Integer> packed(const Interface& interface, Stream stream, const Beats& beats) {
    const auto ports = beat_ports(interface, stream);
    std::vector<Integer> numbers;
    for (std::size_t record = 0; record < beats.size(); ++record) {
        Integer& number = numbers.emplace_back(0);
        int at = 0;
        for (const Port& port : ports) {
            number |= (port.role == Role::valid ? Integer(1) : beats.number(record, port.role))
                      << at;
            at += port.width;
        }
    }
    return numbers;
}

}  // namespace

Vectors golden_vectors(const Design& design) {
    const Interface& interface = design.interface;
    const Unit& unit = unit_of(design.config);
    const auto golden = unit.golden(design.config.design);
    Beats in(interface.ports, Stream::input), weights(interface.ports, Stream::weights);
    Expected expected(interface.ports);
    for (const Section& section : unit.examples(design.config.design)) {
        std::size_t beat = in.size(), weight = weights.size();
        while (section.next(in, weights)) {
            for (; weight < weights.size(); ++weight) golden->load(weights, weight);
            for (; beat < in.size(); ++beat) golden->step(in, beat, expected);
        }
    }
    return {.stimulus = packed(interface, Stream::input, in),
            .expected = packed(interface, Stream::output, expected.beats),
            .weights = packed(interface, Stream::weights, weights),
            .first_due = static_cast<int>(expected.causes.at(0).last()) + 1};
}

}  // namespace mxgen::package
