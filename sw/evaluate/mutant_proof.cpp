// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/mutant_proof.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/view/verilog.h"
#include "sw/support/files.h"
#include "sw/support/own_directory.h"
#include "sw/support/process.h"

namespace mxgen {

namespace {

/// The text of one module under another name.
std::string renamed(const ir::Circuit& circuit, const char* name) {
    ir::Circuit copy = circuit;
    copy.name = name;
    return view::verilog(copy) + "\n";
}

}  // namespace

MutantProver::MutantProver() {
    const auto row =
        std::ranges::find_if(tools(), [](const Tool& tool) { return tool.name == "yosys"; });
    const FoundTool found = find_tool(*row);
    if (found.state == FoundTool::State::present) yosys_ = found;
}

bool MutantProver::proves_equal(const ir::Mutation& mutation) const {
    const auto& right = mutation.module;
    if (!yosys_ || right->is_clocked()) return false;
    std::string text = renamed(*right, "gold") + renamed(*ir::mutated(right, mutation), "gate");
    // Submodules are the same in both.
    for (const auto& module : view::modules(right))
        if (module != right) text += view::verilog(*module) + "\n";
    const OwnDirectory scratch(scratch_parent(), "mxgen-");
    write_file(scratch.path() / "mutant.sv", text);
    const auto result = run_process(
        yosys_->with({"-p",
                      "read_verilog -sv mutant.sv; proc; flatten; opt; miter -equiv gold gate "
                      "miter; flatten miter; hierarchy -top miter; opt -full miter; "
                      "sat -verify -prove trigger 0 miter"}),
        {.directory = scratch.path(), .timeout = std::chrono::seconds(20)});
    return result.ok() &&
           result.output.find("SAT proof finished - no model found: SUCCESS!") != std::string::npos;
}

}  // namespace mxgen
