// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mxgen::ppa {

/// The names that a design's numbers stand for; with none, every name stands for itself.
class GivenNames {
  public:
    void add(std::string number, std::string name) { names_.emplace(number, name); }

    /// The name of what a tool calls `name`: "u_lane.total[3]$_DFF_P_" of
    /// "c000004.w000017[3]$_DFF_P_".
    std::string of(std::string_view name) const;

  private:
    std::unordered_map<std::string, std::string> names_;
};

/// A design in which no name, no order and no place of the RTL's text is left: what is made of it
/// depends on the circuit alone.
struct CanonicalDesign {
    std::string text;  ///< RTLIL; attributes but `part` and `init` are gone
    std::map<std::string, std::string> modules;  ///< number by name
    GivenNames names;

    /// The modules' numbers as keys in place of their names.
    std::map<std::string, std::string> renamed(
        const std::map<std::string, std::string>& by_name) const;
};

/// Numbers modules, wires and cells of RTLIL text in the order in which they are met from the
/// outputs of the top on, inputs of cells in the order of their pins; what no output depends on is
/// left out. Modules in `opaque` are numbered but not in the text, and keep the names of their
/// ports. Throws Error (tool_failed) naming `file` for text that is no RTLIL, processes left in it,
/// a cell of an unknown module, or a bit that two drive.
CanonicalDesign canonical(std::string_view rtlil, const std::string& file, const std::string& top,
                          const std::set<std::string>& opaque);

}  // namespace mxgen::ppa
