// SPDX-License-Identifier: Apache-2.0
#include "sw/package/vectors.h"

#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

/// Records as the bench reads them, each a valid beat.
std::vector<Integer> packed_beats(const Interface& interface, Stream stream, const Beats& beats) {
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

Examples examples_of(const Design& design, const Stimulus& stimulus) {
    const auto golden = unit_of(design.config).golden(design.config.design);
    Examples all(design.interface);
    for (const Section& section : stimulus) {
        std::size_t beat = all.in.size(), weight = all.weights.size();
        std::size_t result = all.expected.size();
        while (section.next(all.in, all.weights)) {
            for (; weight < all.weights.size(); ++weight) golden->load(all.weights, weight);
            for (; beat < all.in.size(); ++beat) golden->step(all.in, beat, all.expected);
            if (section.answer) section.answer(all.expected, result);
            result = all.expected.size();
        }
    }
    return all;
}

Examples examples_of(const Design& design) {
    return examples_of(design, unit_of(design.config).examples(design.config.design));
}

Vectors packed(const Design& design, const Examples& examples) {
    const Interface& interface = design.interface;
    return {.stimulus = packed_beats(interface, Stream::input, examples.in),
            .expected = packed_beats(interface, Stream::output, examples.expected.beats),
            .weights = packed_beats(interface, Stream::weights, examples.weights),
            .first_due = static_cast<int>(examples.expected.causes.at(0).last()) + 1};
}

Vectors golden_vectors(const Design& design) { return packed(design, examples_of(design)); }

}  // namespace mxgen::package
