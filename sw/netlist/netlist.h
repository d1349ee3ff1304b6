// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sw/liberty/library.h"
#include "sw/netlist/canonical.h"

namespace mxgen::ppa {

/// A cell or a module inside a netlist module; bits are net numbers within that module, or the
/// constants below.
struct NetlistInstance {
    std::string name, type;
    std::map<std::string, std::vector<int>> pins;
};

constexpr int constant_zero = 0, constant_one = 1;  ///< net numbers begin at 2

/// A port of a netlist module.
struct NetlistPort {
    std::string name;
    bool is_input = true;
    std::vector<int> bits;
};

/// One module of a mapped netlist.
struct NetlistModule {
    std::vector<NetlistPort> ports;
    std::vector<NetlistInstance> instances;
    std::map<int, std::string> names;  ///< RTL names of nets; nets without one are absent
    std::map<int, std::string> parts;  ///< of the design that nets belong to, where that is known
};

/// The ports, of the top and of every module that has them, whose nets are wired by trees of their
/// own: never buffered, delayed or drawn at random. Empty: there is none.
struct Controls {
    std::string clock, reset;

    bool contains(const std::string& port) const {
        return !port.empty() && (port == clock || port == reset);
    }
};

/// A mapped netlist as Yosys writes it in JSON.
struct Netlist {
    std::string top;
    Controls controls = {};
    std::map<std::string, NetlistModule> modules;
};

/// Reads a netlist whose modules are in one or several Yosys JSON files, everything in the order of
/// the files' names and by its given one. Throws Error (tool_failed)
/// naming the file that is malformed, or the last when there is no module `top` or an instance is
/// neither a cell of the library nor a module of the netlist.
Netlist read_netlist(const std::vector<std::filesystem::path>& files, const std::string& top,
                     const Controls& controls, const Library& library,
                     const GivenNames& names = {});

/// The ports of a module of a Yosys JSON netlist. Throws Error (tool_failed) naming `file`.
std::vector<NetlistPort> read_ports(const std::filesystem::path& file, const std::string& module);

/// The module of the processing elements of an array.
inline std::string element_of(const std::string& top) { return top + "_pe"; }

/// The modules of a netlist that keep their hierarchy: all but the top.
std::vector<std::string> kept_modules(const Netlist& netlist);

/// The cells of a netlist, every instance of a module counted.
struct Inventory {
    std::map<std::string, std::int64_t> cells;  ///< count by library cell
    std::int64_t count = 0;                     ///< library cells
    std::int64_t registers = 0;                 ///< flip-flops and latches
    double area = 0;                            ///< um2
    double register_area = 0;                   ///< um2
};

Inventory inventory(const Netlist& netlist, const Library& library);

/// Instances of cells and of modules below the top, at every level.
std::int64_t count_instances(const Netlist& netlist);

}  // namespace mxgen::ppa
