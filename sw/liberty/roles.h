// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sw/liberty/library.h"

namespace mxgen::ppa {

/// A library cell that adds two or three bits, and which of its pins does what; a pin whose
/// polarity is inverted needs an inverter after it.
struct Adder {
    std::string cell;
    std::vector<std::string> inputs;  ///< two or three, in the cell's order
    std::string sum, carry;
    bool inverted_sum = false, inverted_carry = false;
};

/// A gate of one output.
struct Gate {
    std::string cell;
    std::vector<std::string> inputs;
    std::string output;
    bool inverted = false;  ///< of exclusive ors and majorities: the complement
};

/// A cell that repeats its input.
struct Buffer {
    std::string cell, input, output;
};

/// A flip-flop whose output is what one pin was at the clock edge, while others are tied.
struct Register {
    std::string cell, data, clock, output;
    std::map<std::string, int> tied;  ///< constants of the other inputs
};

/// What carries of adders of gates are made of, beside two exclusive ors.
enum class MadeCarry {
    nands,    ///< NAND(NAND(a, b), NAND(a ^ b, c))
    or_nand,  ///< NAND(NAND(a, b), OAI21(a, b, c))
    majority,
};

/// The cells that the flow asks a library for, found by what they compute and not by their names.
struct Roles {
    std::string nand2;  ///< smallest two-input NAND: the unit of area
    double nand2_area = 0;
    Gate nand2_pins;
    std::optional<Adder> full_adder;  ///< none: they are made of exclusive ors and gates
    std::optional<Adder> half_adder;  ///< none: they stay expressions
    std::optional<Gate>
        exclusive_or;             ///< slowest input first; none: adders of gates stay expressions
    std::optional<Gate> or_nand;  ///< !((a | b) & c), inputs in this order; none: carries are NANDs
    std::optional<Gate> and_nor;  ///< !((a & b) | c), inputs in this order; none: no carry cells
    std::optional<Gate> nor2;
    std::optional<Gate> majority;  ///< of three
    MadeCarry made_carry = MadeCarry::nands;
    std::optional<Buffer> buffer;  ///< of middle strength; none: wide nets stay as they are
    std::vector<std::string> flip_flops;
    std::optional<Register> plain_register;  ///< none: all invert
};

/// Finds the roles' cells, the smallest of each, true outputs before inverted ones. Throws Error
/// (usage) naming the library when it has no two-input NAND.
Roles find_roles(const Library& library);

/// Throws Error (usage) naming what is missing when a design with these needs finds no flip-flop in
/// the library: any for `clock`, one with an asynchronous clear or preset for `reset`.
void check_flip_flops(const Library& library, const Roles& roles, bool clock, bool reset);

}  // namespace mxgen::ppa
