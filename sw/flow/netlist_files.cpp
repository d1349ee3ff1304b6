// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/netlist_files.h"

#include <fmt/format.h>

#include "sw/liberty/cell_models.h"
#include "sw/support/error.h"
#include "sw/support/files.h"

namespace mxgen::ppa {

std::string module_text(const Flow& flow, const std::string& module) {
    const auto text = read_file(flow.directory / "netlist.v", 1u << 30);
    auto start = text.find(fmt::format("module {} (", module));
    if (start == std::string::npos) start = text.find(fmt::format("module {}(", module));
    const auto end = text.find("\nendmodule\n", start);
    if (start == std::string::npos || end == std::string::npos)
        throw Error(Exit::tool_failed, fmt::format("netlist.v: no module {}", module));
    return text.substr(start, end - start) + "\nendmodule\n";
}

void write_cell_models(const Flow& flow, const Netlist& netlist, const std::string& file) {
    std::set<std::string> cells;
    for (const auto& [cell, count] : inventory(netlist, flow.library()).cells) cells.insert(cell);
    write_file(flow.directory / file, cell_models(flow.library(), cells));
}

}  // namespace mxgen::ppa
