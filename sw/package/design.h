// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/view/target.h"
#include "gen/view/verilog.h"
#include "sw/package/wrapper.h"
#include "sw/unit/config.h"
#include "sw/unit/interface.h"

namespace mxgen::package {

/// One emitted SystemVerilog file: a module of the same name.
struct RtlFile {
    std::string module;
    std::string text;
    ir::AdderCell cell = ir::AdderCell::none;          ///< what a flow may put in its place
    std::map<std::string, ir::DesignPart> parts = {};  ///< of the design, by wire

    std::string folder = "rtl";

    std::string path() const { return folder + "/" + module + ".sv"; }
};

/// A generated design: what every command that needs RTL works on.
struct Design {
    Config config;
    Interface interface;
    std::vector<RtlFile> rtl;  ///< instantiated modules before those that instantiate them
    std::optional<AxiWrapper> wrapper = {};
    std::vector<RtlFile> wrapper_rtl = {};  ///< its module and what only it instantiates

    /// `rtl` with sums and products left to + and *: the simulation model. What is equal in both
    /// lies in the folder `rtl` in both.
    std::vector<RtlFile> plain_rtl = {};

    /// The module that a project instantiates.
    const std::string& outermost() const { return wrapper ? wrapper->top : interface.top; }

    /// All files of a package, instantiated modules first.
    std::vector<RtlFile> all_rtl() const;
    /// Likewise, of the simulation model.
    std::vector<RtlFile> all_plain_rtl() const;
    /// Those of its files that are not in `rtl`; none: nothing was lowered.
    std::vector<RtlFile> model_files() const;
};

/// Builds, schedules, lowers and prints the configured unit. Throws Error (usage) when the
/// configuration is legal but cannot be built, e.g. when a loop does not fit the period.
/// `operators` are those of the text: tests print wrong ones.
Design generate(const Config& config, const view::Operators& operators = {});

/// The same for a target that is not the configured technology's own.
Design generate(const Config& config, const view::Target& target,
                const view::Operators& operators = {});

struct Built;

/// The same of a circuit that is built already, for this target.
Design generate(const Config& config, const view::Target& target, const Built& built,
                const view::Operators& operators = {});

}  // namespace mxgen::package
