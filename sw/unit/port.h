// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/format/format.h"

namespace mxgen {

/// The meaning of a port, by which benches, vectors, co-simulation and energy data find it. Names
/// of ports follow from roles in port.cpp and nowhere else.
enum class Role {
    other,  ///< of no unit
    clock,
    reset,   ///< active low, asserted at any time
    enable,  ///< of a processing element: while 0, it holds
    valid,   ///< of the port's stream, likewise ready
    ready,
    first,    ///< this block starts a new sum
    last,     ///< this block ends the tile; of results: this row does
    rescale,  ///< the sum doubles before this block
    mode,     ///< index of the run-time mode
    a,        ///< elements
    a_scale,  ///< one per block
    b,        ///< elements; of stationary weights on a stream of their own
    b_scale,
    c,             ///< the value that a sum starts from
    x,             ///< floats to convert, or made
    codes,         ///< elements of a block format
    scale,         ///< their scale
    tensor_scale,  ///< fp32, or the E8M0 code of a power of two
    tensor_load,   ///< this beat brings the scale of a tensor, and no values
    tensor_ready,  ///< beats are taken: no tensor is being loaded
    random,        ///< bits of stochastic rounding, per element
    signs,         ///< of the elements of a rotation
    product,
    acc,     ///< an accumulator's code
    sum,     ///< an exact integer sum, or the sums of a row of results before conversion
    result,  ///< a row of results
    result_scale,
    overflow,  ///< flags from here on
    invalid,
    special,
};

/// The handshake that a port belongs to; clock, reset and enable belong to none.
enum class Stream { none, input, weights, output };

/// One port of a top module; a bus of `elements` codes of `element_width` bits has element i in
/// bits [i * element_width +: element_width].
struct Port {
    std::string name;
    bool is_input = true;
    int width = 1;
    int elements = 1;
    int element_width = 1;
    int groups = 1;  ///< equal parts of the elements, one per row or column of an array
    Role role = Role::other;
    Stream stream = Stream::none;
    std::optional<Format> format = {};  ///< of an element's code, where it is a number

    int group_size() const { return elements / groups; }
};

/// Elements of a port and where they lie.
struct Bus {
    int elements = 1;
    int element_width = 1;
    int groups = 1;
};

/// The port of a role: name and direction follow.
Port make_port(Role role, Stream stream, const Bus& bus = {},
               const std::optional<Format>& format = {});

/// A port of `width` bits that is known by its name, for instance from a manifest: role, stream and
/// direction follow; Role::other for a name that no role has.
Port named_port(std::string name, int width = 1);

/// Ports side by side as one, the first in the lowest bits.
struct Word {
    std::string name;
    std::vector<Port> parts;

    int width() const;
};

/// The name of a role's port.
std::string_view name_of(Role role, Stream stream);

/// The port of that role and stream in a list; null where there is none.
const Port* find_port(const std::vector<Port>& ports, Role role, Stream stream = Stream::none);

/// The port by which the design takes a beat of the stream or not; null: it takes every one.
const Port* ready_port(const std::vector<Port>& ports, Stream stream);

/// The port of that name in a list of anything that has a name; null where there is none.
template <class Named>
const Named* find_port(const std::vector<Named>& ports, std::string_view name) {
    const auto found = std::find_if(ports.begin(), ports.end(),
                                    [&](const Named& port) { return port.name == name; });
    return found == ports.end() ? nullptr : &*found;
}

/// Whether it is a part of a handshake, and not of the data that pass.
constexpr bool is_handshake(Role role) {
    return role == Role::valid || role == Role::ready || role == Role::tensor_ready;
}

/// Whether it says something of a result and is no number.
constexpr bool is_flag(Role role) { return role == Role::last || role >= Role::overflow; }

/// Whether it is sampled with the first beat of a block alone.
bool is_per_block(Role role);

}  // namespace mxgen
