// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/verilog.h"
#include "sw/package/design.h"
#include "sw/package/interface.h"
#include "sw/package/rename.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

ir::Module build(const Config& c) {
    if (c.unit == "dot") {
        return unit::dot({.name = c.name,
                          .a = c.a,
                          .b = c.b,
                          .lanes = static_cast<unsigned>(c.dot.lanes),
                          .accumulator = c.dot.accumulator,
                          .initial = c.dot.initial});
    }
    throw Error(Exit::usage,
                fmt::format("design.unit = \"{}\" cannot be generated yet; allowed: dot", c.unit));
}

}  // namespace

Design generate(const Config& config) {
    try {
        const auto circuit = lower::plain(build(config).circuit());
        Design design{config, interface_of(config, *circuit), {}};
        for (const auto& module : view::modules(circuit)) {
            design.rtl.push_back({module->name, view::verilog(*module)});
        }
        design.rtl = prefixed(std::move(design.rtl), config.name);
        return design;
    } catch (const ir::Error& error) {
        throw Error(Exit::usage, fmt::format("{}: {}", config.name, error.what()));
    }
}

}  // namespace mxgen::package
