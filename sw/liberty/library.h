// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sw/liberty/function.h"
#include "sw/liberty/liberty.h"

namespace mxgen::ppa {

/// A pin of a library cell.
struct Pin {
    enum class Direction { input, output, inout, internal };

    std::string name;
    Direction direction = Direction::input;
    std::string function;  ///< of an output; empty: none given
    bool three_state = false;
    double capacitance = 0;        ///< pF
    double rise_capacitance = 0;   ///< pF
    double fall_capacitance = 0;   ///< pF
    const Group* group = nullptr;  ///< where its timing and power are
};

/// The state of a flip-flop or a latch: the functions are in terms of the cell's pins.
struct State {
    bool latch = false;
    std::string name, inverted;  ///< the state variables that outputs refer to
    std::string next, clock;     ///< ff: next_state, clocked_on; latch: data_in, enable
    std::string clear, preset;   ///< empty: none
    char both = 'L';             ///< the state while clear and preset hold: L, H, N, T or X
};

/// A library cell as synthesis and simulation see it.
struct Cell {
    std::string name;
    double area = 0;        ///< um2, as the library states it
    double leakage_nw = 0;  ///< the mean of its states, where the library has no one figure
    bool dont_use = false;
    std::vector<Pin> pins;
    std::optional<State> state;

    const Pin* find(std::string_view pin) const;
    std::vector<std::string> inputs() const;
    std::vector<std::string> outputs() const;
    bool is_sequential() const { return state.has_value(); }
};

/// A Liberty library in plain units (sw/liberty/units.h), cells by name.
struct Library {
    std::string name;
    double voltage = 0;      ///< V, nominal
    double temperature = 0;  ///< degrees C, nominal
    std::map<std::string, Cell, std::less<>> cells;
    Group source;  ///< everything as read; cells point into it

    Library() = default;
    Library(Library&&) = default;
    Library& operator=(Library&&) = default;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

/// Makes a library of a parsed Liberty file, in plain units. Throws Error (usage) naming `file`
/// when it has no cells or its units cannot be read.
Library make_library(Group source, const std::string& file);

/// Reads a Liberty file of at most 1 GiB. Throws Error (usage).
Library read_library(const std::filesystem::path& file);

/// Merges the libraries of several files into one, leaving out cells whose names match one of the
/// glob patterns of `dont_use` or that are unusable, and every default wire load, so
/// that the wire model is the flow's alone. All are in plain units; nominal voltages and the
/// thresholds of delays must agree and cell names be unique. Templates of one name that differ are
/// told apart. Throws Error (usage) naming the file.
Group merge_liberty(std::vector<Group> libraries, const std::vector<std::string>& dont_use,
                    const std::vector<std::string>& files);

/// Whether the flow may not use a cell: the file marks it as dont_use, or it is what no circuit
/// here is made of: of several bits (buses, bundles, banks, several states), a clock gate, of a
/// scan chain, of a state table, a pad, a macro, or between domains of power.
bool is_unusable(const Group& cell);

/// Whether what a cell draws from a rail counts: that of a supply, or of no rail in particular;
/// what flows to ground and into wells has been counted at the supply.
bool is_supply(const Group& cell, std::string_view rail);

/// Whether `name` matches a pattern with * and ?.
bool matches(const std::string& pattern, const std::string& name);

}  // namespace mxgen::ppa
