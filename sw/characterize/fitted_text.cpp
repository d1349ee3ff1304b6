// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/characterize/families.h"

namespace mxgen::characterize {

namespace {

std::string text(const gates::Drive& drive) {
    return fmt::format("{{{:.4g}, {:.4g}}}", drive.fixed, drive.per_load);
}

std::string text(const gates::AdderCellData& adder) {
    return fmt::format("{{{:.4g}, {}, {}, {:.4g}}}", adder.area, text(adder.sum), text(adder.carry),
                       adder.load);
}

std::string text(const gates::CellSet& cells) {
    std::string gates;
    for (const auto& cell : cells.gates)
        gates +=
            fmt::format("                       {{\"{}\", {}, {:#06x}, {:.4g}, {}, {:.4g}}},\n",
                        cell.name, cell.inputs, cell.table, cell.area, text(cell.drive), cell.load);
    const auto& reg = cells.reg;
    return fmt::format(
        "            {{.technology = \"{}\",\n             .gates = {{\n{}             }},\n"
        "             .full_adder = {},\n             .half_adder = {},\n"
        "             .reg = {{{:.4g}, {:.4g}, {}, {:.4g}, {:.4g}}},\n"
        "             .widest_load = {:.4g},\n             .buffer_ns = {:.4g},\n"
        "             .pj_per_load = {:.4g},\n             .clock_pj = {:.4g}}},\n",
        cells.technology, gates, text(cells.full_adder), text(cells.half_adder), reg.area,
        reg.reset_area, text(reg.clock_to_q), reg.setup_ns, reg.load, cells.widest_load,
        cells.buffer_ns, cells.pj_per_load, cells.clock_pj);
}

std::string text(const gates::FamilyFit& fit) {
    return fmt::format(
        "             {{\"{}\", {:.3f}, {:.3f}, {:.3f}, {}, {:.3f}, {:.3f}, {:.3f}}},\n",
        fit.family, fit.area, fit.delay, fit.energy, fit.samples, fit.area_error, fit.delay_error,
        fit.energy_error);
}

}  // namespace

std::string fitted_text(const std::vector<gates::CellSet>& technologies,
                        const std::vector<gates::FamilyFit>& families) {
    std::string result =
        "// SPDX-License-Identifier: Apache-2.0\n// Written by `make characterize`.\n"
        "#include \"gen/gates/cells.h\"\n\nnamespace mxgen::gates {\n\n"
        "const std::vector<CellSet>& fitted_cells() {\n"
        "    static const std::vector<CellSet> known{\n";
    for (const auto& cells : technologies) result += text(cells);
    result +=
        "    };\n    return known;\n}\n\n"
        "const std::vector<FamilyFit>& fitted_families() {\n"
        "    static const std::vector<FamilyFit> known{\n";
    for (const auto& fit : families) result += text(fit);
    return result + "    };\n    return known;\n}\n\n}  // namespace mxgen::gates\n";
}

}  // namespace mxgen::characterize
