// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>

#include "sw/format/dyadic.h"
#include "sw/netlist/aig_builder.h"

namespace mxgen::ppa {

/// Numbers in names in the order of numbers: lane[2] before lane[10].
struct NaturalLess {
    bool operator()(const std::string& a, const std::string& b) const;
};

/// constant + the sum of factors times single bits, and times products of two, modulo a power of
/// two. Bits by name.
struct LinearForm {
    Integer constant = 0;
    std::map<std::string, Integer, NaturalLess> factors = {};
    std::map<std::pair<std::string, std::string>, Integer> products = {};
};

/// A word's value where no input is 1.
Integer value_at_zero(const Aig& circuit, const AigWord& word);

/// What a word of a circuit is if it is linear in the circuit's inputs at all, modulo 2^bits: read
/// off its values where no input or one is 1. A guess that is left to prove.
LinearForm linear_guess(const Aig& circuit, const AigWord& word);

/// Adds the products of two inputs that a word holds besides, by its values where two are 1.
void guess_products(const Aig& circuit, const AigWord& word, LinearForm& form);

/// The word of a form, in a circuit in which `bits` has the literal of each of its names: a
/// row for bits that lie side by side, rows added in pairs.
AigWord word_of(AigBuilder& builder, const LinearForm& form,
                const std::map<std::string, std::uint32_t>& bits, std::size_t width);

/// Adders of two and three bits are cut out of the circuit: NAME.sum_o and NAME.carry_o are inputs,
/// NAME.a_i, NAME.b_i and, of three bits, NAME.c_i are outputs. Puts 2^i (a + b + c) in the place
/// of 2^i sum + 2^(i+1) carry, modulo 2^width, until no adder is left in the form. What stands
/// between adders may be gates of up to six bits: as polynomials, whose products cancel. False
/// where something else remains.
bool without_adders(const Aig& circuit, LinearForm& form, std::size_t width);

/// The literals of an output's bits, NAME or NAME[i], lowest first; empty where there is none.
AigWord output_word(const Aig& circuit, const std::string& name);

/// What an adder puts out: its sum, then its carry; empty where these are not bits.
AigWord adder_outputs(const Aig& cell);

}  // namespace mxgen::ppa
