// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sw/network/figures.h"
#include "sw/report/compare.h"
#include "sw/support/json.h"
#include "sw/support/names.h"

namespace mxgen::network {

namespace {

using report::format_number;

/// Counts as integers where doubles hold them exactly.
Json number(double value) {
    constexpr double exact = 9007199254740992;
    if (value == std::floor(value) && value <= exact) return static_cast<std::uint64_t>(value);
    return value;
}

void add_figures(Json& json, const Figures& f) {
    json["macs"] = number(f.macs);
    json["tiles"] = number(f.tiles);
    json["cycles"] = number(f.cycles);
    json["utilisation"] = f.utilisation();
    json["bytes"] = number(f.memory.total());
    json["bytes_a"] = number(f.memory.a);
    json["bytes_b"] = number(f.memory.b);
    json["bytes_result"] = number(f.memory.c);
    json["bytes_buffer"] = number(f.buffer.total());
    json["intensity"] = f.memory.total() > 0 ? Json(f.intensity()) : Json(nullptr);
    json["seconds"] = f.seconds;
    json["energy_pj"] = f.energy_pj();
    json["energy_mac_pj"] = f.mac_pj;
    json["energy_buffer_pj"] = f.sram_pj;
    json["energy_memory_pj"] = f.dram_pj;
}

/// Products a second that clock and bandwidth permit (Williams et al., "Roofline", CACM 52(4),
/// 2009).
double roofline(const Machine& machine, const Figures& f, const Surroundings& surroundings) {
    const double peak =
        machine.clock_mhz.value * 1e6 * static_cast<double>(machine.products_per_cycle());
    if (!surroundings.bandwidth_gb_s || f.memory.total() == 0) return peak;
    return std::min(peak, f.intensity() * *surroundings.bandwidth_gb_s * 1e9);
}

Json row_json(const NetworkRun& run, const RowFigures& row, const Surroundings& surroundings) {
    const auto& [source, shape, count] = row.products;
    Json json{{"name", source->name},
              {"kind", name_of(source->kind)},
              {"phase", name_of(row.phase)},
              {"M", shape.rows},
              {"K", shape.depth},
              {"N", shape.cols},
              {"repeat", count}};
    add_figures(json, row.figures);
    json["order"] = row.figures.memory.order;
    json["bound"] = row.waits_for_memory ? "memory" : "compute";
    json["roofline_macs_per_second"] = roofline(*run.machine, row.figures, surroundings);
    return json;
}

Json totals_json(const NetworkRun& run) {
    Json json;
    const Figures& f = run.total;
    add_figures(json, f);
    json["tops_w"] = 2 * f.macs / f.energy_pj();
    json["tokens"] = number(run.tokens);
    json["energy_per_token_j"] = f.energy_pj() * 1e-12 / run.tokens;
    json["parameters"] = number(run.parameters.count);
    json["parameter_bytes"] = number(run.parameters.bytes);
    json["training_bytes"] = number(run.parameters.training_bytes);
    json["training_bytes_bf16"] = number(run.parameters.training_bytes_bf16);
    return json;
}

Json run_json(const NetworkRun& run, const Surroundings& surroundings) {
    const Machine& machine = *run.machine;
    Json json{{"name", machine.name()},
              {"clock_mhz", machine.clock_mhz.value},
              {"clock_from", machine.clock_mhz.from},
              {"mac_pj", machine.mac_pj ? Json(machine.mac_pj->value) : Json(nullptr)},
              {"mac_pj_from", machine.mac_pj ? Json(machine.mac_pj->from) : Json(nullptr)},
              {"macs_per_cycle", machine.products_per_cycle()},
              {"rows", Json::array()},
              {"phases", Json::array()}};
    for (const RowFigures& row : run.rows) json["rows"].push_back(row_json(run, row, surroundings));
    for (const auto& [phase, figures] : run.phases) {
        Json part{{"phase", name_of(phase)}};
        add_figures(part, figures);
        json["phases"].push_back(std::move(part));
    }
    json["totals"] = totals_json(run);
    for (const VerifiedProduct& product : run.verified)
        json["verified"].push_back({{"M", product.shape.rows},
                                    {"K", product.shape.depth},
                                    {"N", product.shape.cols},
                                    {"cycles", product.simulated},
                                    {"predicted", product.predicted},
                                    {"right", product.is_right}});
    return json;
}

std::string conditions(const Surroundings& s) {
    return fmt::format("memory {}, {} pJ/bit; buffer {}, {} pJ/byte; results {}",
                       s.bandwidth_gb_s ? fmt::format("{} GB/s", format_number(*s.bandwidth_gb_s))
                                        : std::string("never waited for"),
                       format_number(s.dram_pj_per_bit),
                       s.buffer_bytes > 0 ? fmt::format("{} bytes", s.buffer_bytes)
                                          : std::string("as large as it takes"),
                       format_number(s.sram_pj_per_byte), s.results);
}

/// "16.49 G"
std::string quantity(double value) {
    constexpr std::array<const char*, 6> prefixes{"", " k", " M", " G", " T", " P"};
    std::size_t prefix = 0;
    for (; value >= 1000 && prefix + 1 < prefixes.size(); ++prefix) value /= 1000;
    return fmt::format("{:.4g}{}", value, prefixes[prefix]);
}

constexpr auto line =
    "{:<22} {:<8} {:>22} {:>9} {:>10} {:>10} {:>6} {:>10} {:>8} {:>10} {:>10}  {}\n";

std::string figures_line(const std::string& name, std::string_view phase, const std::string& shape,
                         const std::string& repeat, const Figures& f, std::string_view bound) {
    return fmt::format(
        fmt::runtime(line), name, phase, shape, repeat, quantity(f.macs), quantity(f.cycles),
        fmt::format("{:.1f}%", 100 * f.utilisation()), quantity(f.memory.total()),
        f.memory.total() > 0 ? format_number(f.intensity()) : "-", fmt::format("{:.3e}", f.seconds),
        fmt::format("{:.3e}", f.energy_pj() * 1e-12), bound);
}

std::string run_text(const NetworkRun& run) {
    const Machine& machine = *run.machine;
    std::string text = fmt::format(
        "{}: {} MHz ({}), {} products a cycle, {}\n", machine.name(),
        format_number(machine.clock_mhz.value), machine.clock_mhz.from,
        machine.products_per_cycle(),
        machine.mac_pj ? fmt::format("{} pJ/MAC ({})", format_number(machine.mac_pj->value),
                                     machine.mac_pj->from)
                       : "no energy of its own is known");
    text += fmt::format(fmt::runtime(line), "row", "phase", "M x K x N", "times", "MAC", "cycles",
                        "used", "bytes", "MAC/byte", "s", "J", "bound");
    for (const auto& row : run.rows) {
        const auto& shape = row.products.shape;
        text += figures_line(in_quotes(row.products.row->name), name_of(row.phase),
                             fmt::format("{} x {} x {}", shape.rows, shape.depth, shape.cols),
                             fmt::format("{}", row.products.count), row.figures,
                             row.waits_for_memory ? "memory" : "compute");
    }
    for (const auto& [phase, figures] : run.phases)
        text += figures_line("one pass", name_of(phase), "", "", figures, "");
    text += figures_line("total", "", "", "", run.total, "");
    for (const VerifiedProduct& product : run.verified)
        text +=
            fmt::format("simulated: {} x {} x {}: {} cycles, {} predicted{}\n", product.shape.rows,
                        product.shape.depth, product.shape.cols, product.simulated,
                        product.predicted, product.is_right ? "" : ": WRONG");
    const double joules = run.total.energy_pj() * 1e-12;
    return text + fmt::format(
                      "{} {}, {:.3e} J each; {} TOPS/W; {} parameters in {} bytes, with "
                      "gradients and optimiser {} (bf16: {})\n",
                      quantity(run.tokens),
                      run.phases.front().first == Phase::forward ? "inputs" : "tokens",
                      joules / run.tokens,
                      format_number(2 * run.total.macs / run.total.energy_pj()),
                      quantity(run.parameters.count), quantity(run.parameters.bytes),
                      quantity(run.parameters.training_bytes),
                      quantity(run.parameters.training_bytes_bf16));
}

}  // namespace

Json to_json(const NeuralNetwork& network, const std::vector<NetworkRun>& runs,
             const Surroundings& surroundings) {
    Json json{{"workload", network.name},
              {"source", network.source},
              {"batch", network.batch},
              {"prefill", network.prefill},
              {"decode", network.decode},
              {"bandwidth_gb_s",
               surroundings.bandwidth_gb_s ? Json(*surroundings.bandwidth_gb_s) : Json(nullptr)},
              {"buffer_bytes", surroundings.buffer_bytes},
              {"sram_pj_per_byte", surroundings.sram_pj_per_byte},
              {"dram_pj_per_bit", surroundings.dram_pj_per_bit},
              {"results", surroundings.results},
              {"designs", Json::array()}};
    for (const NetworkRun& run : runs) json["designs"].push_back(run_json(run, surroundings));
    return json;
}

std::string to_text(const NeuralNetwork& network, const std::vector<NetworkRun>& runs,
                    const Surroundings& surroundings) {
    std::string text = fmt::format("{}: batch {}", network.name, network.batch);
    if (network.prefill > 0) text += fmt::format(", prompt {}", network.prefill);
    if (network.decode > 0) text += fmt::format(", then {} tokens", network.decode);
    text += fmt::format("\n{}\n", conditions(surroundings));
    for (const NetworkRun& run : runs) text += "\n" + run_text(run);
    return text;
}

}  // namespace mxgen::network
