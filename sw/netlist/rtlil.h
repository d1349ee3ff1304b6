// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mxgen::ppa {

/// Bits of a wire, or a constant, in a signal.
struct RtlChunk {
    int wire = -1;         ///< among the module's wires; -1: a constant
    int offset = 0;        ///< of the lowest bit in the wire
    int width = 0;         ///< bits
    std::string constant;  ///< its digits 0, 1, x, z, the most significant first
};

/// The most significant chunk first.
using RtlSignal = std::vector<RtlChunk>;

/// Names as they are written: with a backslash where the RTL's author gave them, with a dollar sign
/// where Yosys did.
using RtlAttributes = std::vector<std::pair<std::string, std::string>>;

struct RtlWire {
    std::string name;
    int width = 1;        ///< bits
    int port = 0;         ///< from 1; 0: no port
    std::string options;  ///< "input 2", "output 3 signed", "upto": what else is written of it
    RtlAttributes attributes;

    bool is_output() const { return options.find("output") != options.npos; }
};

struct RtlMemory {
    std::string name, options;
};

struct RtlCell {
    std::string type, name;
    RtlAttributes parameters;  ///< "signed \X" is a name, too
    std::vector<std::pair<std::string, RtlSignal>> pins;

    /// A parameter's text, quotes and all; empty when there is none.
    std::string_view parameter(std::string_view name) const;
};

struct RtlModule {
    std::string name;
    std::vector<RtlWire> wires;
    std::vector<RtlMemory> memories;
    std::vector<RtlCell> cells;
    std::vector<std::pair<RtlSignal, RtlSignal>> connections;  ///< driven, driving
};

/// Reads a design in Yosys' text of its internal language, after `proc`: modules without processes
/// (Yosys manual, appendix "RTLIL text representation"). Attributes are those of wires alone.
/// Throws Error (tool_failed) naming `file` and the line that is none of it.
std::vector<RtlModule> parse_rtlil(std::string_view text, const std::string& file);

/// What a string of RTLIL says: quotes and escapes are gone.
std::string unquoted(std::string_view text);

/// The text of a signal, wires by `names` in the order of the module's.
std::string to_rtlil(const RtlSignal& signal, const RtlModule& module,
                     const std::vector<std::string>& names);

}  // namespace mxgen::ppa
