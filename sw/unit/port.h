// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/format/format.h"

namespace mxgen {

/// The meaning of a port, by which benches, vectors, co-simulation and energy data find it. Names
/// of ports follow from roles here and nowhere else.
enum class Role {
    clock,
    reset,  ///< active low, asserted at any time
    valid,  ///< of the port's stream, likewise ready
    ready,
    first,         ///< this block starts a new sum
    last,          ///< this block ends the tile; of results: this row does
    mode,          ///< index of the run-time mode
    a,             ///< elements
    a_scale,       ///< one per block
    b,             ///< elements; of stationary weights on a stream of their own
    b_scale,
    c,             ///< what sums start from
    x,             ///< floats to convert, or made
    codes,         ///< elements of a block format
    scale,         ///< their scale
    tensor_scale,  ///< fp32, or the E8M0 code of a power of two
    random,        ///< bits of stochastic rounding, per element
    product,
    acc,           ///< an accumulator's code
    sum,           ///< an exact integer sum, or the sums of a row of results before conversion
    result,        ///< a row of results
    result_scale,
    overflow,  ///< flags from here on
    invalid,
    special,
};

/// The handshake that a port belongs to.
enum class Stream { none, input, weights, output };

/// One port of a top module; a bus of `elements` codes of `element_width` bits has element i in
/// bits [i * element_width +: element_width].
struct Port {
    std::string name;
    bool is_input = true;
    int width = 1;
    int elements = 1;
    int element_width = 1;
    Role role = Role::valid;
    Stream stream = Stream::none;
    std::optional<Format> format = {};  ///< of an element's code, where it is a number
};

/// The port of that role and stream in a list; null where there is none.
const Port* find_port(const std::vector<Port>& ports, Role role, Stream stream);

/// Whether it says something of a result and is no number.
bool is_flag(Role role);

}  // namespace mxgen
