// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <functional>

#include "sw/layout/plain_netlist.h"
#include "sw/support/error.h"

namespace mxgen::ppa::tests {

/// Two NAND gates and an inverter under names that no tool likes; a tied pin, an output without a
/// net of its own, outputs that share a net, a clock that nothing takes.
inline Netlist small_netlist() {
    NetlistModule module;
    module.ports = {{"a[0].x", true, {2, 3}},
                    {"clk_i", true, {4}},
                    {"sum out", false, {5, 5}},
                    {"zero_o", false, {constant_zero}},
                    {"same_o", false, {2}}};
    module.instances = {{"u.g[1]", "NAND2X1", {{"A", {2}}, {"B", {3}}, {"Y", {6}}}},
                        {"\\x ", "INVX1", {{"A", {6}}, {"Y", {5}}}},
                        {"u g", "NAND2X1", {{"A", {6}}, {"B", {constant_one}}, {"Y", {7}}}}};
    module.names = {{6, "n.x[3]"}};
    Netlist netlist{"top", {"clk_i", ""}, {}};
    netlist.modules["top"] = module;
    return netlist;
}

/// The message of the tool_failed that the action must throw.
inline std::string failure_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CHECK(error.code() == Exit::tool_failed);
        return error.what();
    }
    return "";
}

}  // namespace mxgen::ppa::tests
