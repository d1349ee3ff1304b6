// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "sw/flow/proof.h"
#include "sw/package/model_parts.h"

namespace mxgen::ppa {

/// How a design's RTL and its simulation model compare.
struct ModelVerdict {
    Verdict verdict = Verdict::equal;
    std::string where = {};  ///< not equal: the module or wire that differs or stays undecided
};

/// Proves a part of a design equal to its simulation model, both before pipeline registers are
/// placed, by the texts that Yosys reads:
/// - everything but sums of lanes, registers cut by name and sums cut by wire, by ABC;
/// - a sum: that its final adder is linear by ABC, that the adder cells before it keep its value by
///   replacing each with what it adds, down to the bits of lanes;
/// - a lane, and each adder cell: by all values of its inputs, by ABC where these are many.
/// `different` where vectors show it that no register or cut could exclude; `undecided` when the
/// limit of a single question to ABC passes, or texts do not correspond. Writes scripts, logs and
/// circuits to the directory. Throws Error (tool_missing, tool_failed) when a tool fails.
ModelVerdict prove_part(const package::ModelPart& part, const std::filesystem::path& directory,
                        std::chrono::seconds limit);

}  // namespace mxgen::ppa
