// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sw/liberty/library.h"
#include "sw/netlist/wire_model.h"

namespace mxgen::ppa {

/// What placing and routing a technology's cells takes besides their library.
struct LayoutKit {
    std::filesystem::path lef, placement;  ///< shapes of cells and layers; graywolf's rules (.par)
    std::string filler;                    ///< the cell that fills rows
    std::string power, ground;             ///< supply nets
    std::string via_stack;                 ///< vias above each other: a number, or "all"
    double stripe_um = 0, stripe_pitch_um = 0;  ///< of the supply's vertical wires
};

/// A standard-cell technology: where its libraries are and which cells the flow may not use.
struct Technology {
    std::string name;
    std::string description;
    std::string corner;
    std::string package;  ///< Debian package that provides it; empty: the user brings the files
    std::vector<std::filesystem::path> liberty;
    std::vector<std::string> dont_use;  ///< glob patterns of cell names
    std::optional<LayoutKit> layout;    ///< none: not known, or the user's own library
    std::optional<WireModel> wires;     ///< fitted to layouts; none: as above
};

/// The names of the technologies that mxgen knows.
std::vector<std::string> technology_names();

/// The technology of that name with its files found on this machine, or with the user's files. An
/// empty name with files is a library that mxgen has never seen. Throws Error: usage for an unknown
/// name or absent files, tool_missing for a technology whose package is not installed.
Technology find_technology(const std::string& name,
                           const std::vector<std::filesystem::path>& liberty = {});

/// A technology's cells, ready for the tools.
struct PreparedLibrary {
    Library library;                  ///< what the tools see
    std::filesystem::path file;       ///< the file that the tools read, in a run's own directory
    std::filesystem::path source;     ///< what that file is a link to, where it needs no trimming
    std::string text;                 ///< of that file, otherwise
    std::vector<std::string> hashes;  ///< SHA-256 of each file of the technology
};

/// Reads the technology's files, for tools to read as `file`. One file that needs no trimming is
/// taken as it is; otherwise the files are merged, without unwanted cells and default wire loads.
/// Throws Error (usage) as read_library() and merge_liberty() do.
PreparedLibrary prepare_library(const Technology& technology, const std::filesystem::path& file);

}  // namespace mxgen::ppa
