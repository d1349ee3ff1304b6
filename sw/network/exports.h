// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sw/network/figures.h"

namespace mxgen::network {

/// A design as SCALE-Sim reads it (SCALE-Sim v2 and v3, `configs/scale.cfg`): an array of elements
/// that make one product a cycle each, so that a word of its memories is what a design's lanes take
/// in a beat. Without a buffer's size the memories hold the largest matrices twice.
std::string to_scale_sim_config(const NetworkRun& run, const Surroundings& surroundings);

/// The products of a network as SCALE-Sim reads them (`topologies/GEMM_mnk`): a line a row and
/// phase, once however often it is carried out; K in beats.
std::string to_scale_sim_topology(const NetworkRun& run);

/// A design as ZigZag reads it (KULeuven-MICAS/zigzag, `zigzag/parser/accelerator_validator.py`):
/// lanes, rows and columns, what stays in the elements, the buffer, the memory. Costs are pJ an
/// access; those of registers are the multiply-accumulate's. YAML in the form of JSON.
std::string to_zigzag(const NetworkRun& run, const Surroundings& surroundings);

/// DIRECTORY/NAME.cfg and DIRECTORY/NAME.csv of each design.
std::vector<std::pair<std::filesystem::path, std::string>> scale_sim_files(
    const std::filesystem::path& directory, const std::vector<NetworkRun>& runs,
    const Surroundings& surroundings);

/// DIRECTORY/NAME.yaml of each design.
std::vector<std::pair<std::filesystem::path, std::string>> zigzag_files(
    const std::filesystem::path& directory, const std::vector<NetworkRun>& runs,
    const Surroundings& surroundings);

}  // namespace mxgen::network
