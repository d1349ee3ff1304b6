// SPDX-License-Identifier: Apache-2.0
#include "sw/network/exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/support/json.h"

namespace mxgen::network {

namespace {

/// A design's elements side by side: along the rows of a tile of sums or of weights, and along its
/// columns, with so many lanes each.
struct Shape {
    std::uint64_t rows = 1, cols = 1, lanes = 1;
    bool weights_stay = false;
};

Shape shape_of(const Machine& machine) {
    const MatrixTile tile = machine.tile();
    const auto elements = static_cast<std::uint64_t>(machine.unit().elements(machine.design));
    Shape shape{.lanes = machine.products_per_cycle() / elements,
                .weights_stay = tile.weights_stay};
    if (tile.weights_stay) {
        shape.cols = tile.cols;
        shape.rows = elements / shape.cols;
    } else {
        shape.rows = tile.rows;
        shape.cols = elements / shape.rows;
    }
    return shape;
}

BlockFormat results_of(const Surroundings& surroundings) {
    return find_block_format(surroundings.results).value();
}

/// Letters, digits, '_', '-' and '.': what no reader takes for a separator.
std::string plain(std::string text) {
    for (char& c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '.') c = '_';
    return text;
}

/// Words of the matrices, each what an element takes in a beat, or a result.
struct MemoryWords {
    std::uint64_t a = 0, b = 0, c = 0;
};

std::uint64_t beats(std::uint64_t depth, const Shape& shape) {
    return (depth + shape.lanes - 1) / shape.lanes;
}

MemoryWords largest_matrices(const NetworkRun& run, const Shape& shape) {
    MemoryWords most;
    for (const RowFigures& row : run.rows) {
        const ProductShape& p = row.products.shape;
        most.a = std::max(most.a, p.rows * beats(p.depth, shape));
        most.b = std::max(most.b, p.cols * beats(p.depth, shape));
        most.c = std::max(most.c, p.rows * p.cols);
    }
    return most;
}

/// Thousands of words: a third of the buffer each, or two of the largest matrices.
MemoryWords memories(const NetworkRun& run, const Surroundings& surroundings, const Shape& shape) {
    constexpr std::uint64_t kilo = 1024;
    const auto rounded = [](std::uint64_t words) { return (words + kilo - 1) / kilo; };
    if (surroundings.buffer_bytes == 0) {
        const MemoryWords most = largest_matrices(run, shape);
        return {rounded(2 * most.a), rounded(2 * most.b), rounded(2 * most.c)};
    }
    const Operands formats = run.machine->operands();
    const auto third = [&](const BlockFormat& format, std::uint64_t elements) {
        const double words =
            static_cast<double>(surroundings.buffer_bytes) / 3 / matrix_bytes(format, 1, elements);
        return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(words) / kilo);
    };
    return {third(formats.a, shape.lanes), third(formats.b, shape.lanes),
            third(results_of(surroundings), 1)};
}

/// What waits for the memory moves so many words of A a cycle; CALC: never waits.
std::string bandwidth(const NetworkRun& run, const Surroundings& surroundings, const Shape& shape) {
    if (!surroundings.bandwidth_gb_s) return "Bandwidth : 10\n";
    const double words = *surroundings.bandwidth_gb_s * 1e3 / run.machine->clock_mhz.value /
                         matrix_bytes(run.machine->operands().a, 1, shape.lanes);
    return fmt::format("Bandwidth : {}\n", std::max(1LL, std::llround(words)));
}

Json port(const char* name, const char* type, std::uint64_t bits,
          const std::vector<std::string>& allocation) {
    return {{"name", name},
            {"type", type},
            {"bandwidth_min", bits},
            {"bandwidth_max", bits},
            {"allocation", allocation}};
}

Json memory(std::uint64_t bits, double cost_pj, const std::vector<std::string>& operands,
            const std::vector<Json>& ports, const std::vector<std::string>& dimensions) {
    return {{"size", bits},         {"r_cost", cost_pj}, {"w_cost", cost_pj},
            {"area", 0.0},          {"latency", 1},      {"auto_cost_extraction", false},
            {"operands", operands}, {"ports", ports},    {"served_dimensions", dimensions}};
}

/// What stays in the elements: sums, or weights.
Json registers(const NetworkRun& run, const Shape& shape) {
    const auto& dot = run.machine->unit().dot(run.machine->design);
    if (shape.weights_stay) {
        const auto bits = static_cast<std::uint64_t>(dot.b.element.bits);
        return memory(bits, 0, {"I2"},
                      {port("r_port_1", "read", bits, {"I2, tl"}),
                       port("w_port_1", "write", bits, {"I2, fh"})},
                      {});
    }
    const auto bits =
        static_cast<std::uint64_t>(run.machine->unit().output(run.machine->design).sum.bits);
    return memory(bits * static_cast<std::uint64_t>(dot.interleave), 0, {"O"},
                  {port("r_port_1", "read", bits, {"O, tl", "O, th"}),
                   port("w_port_1", "write", bits, {"O, fh", "O, fl"})},
                  {"D1"});
}

/// A memory that all operands share: so many bits an access.
Json shared(std::uint64_t size, std::uint64_t bits, double pj_per_bit) {
    const double cost = pj_per_bit * static_cast<double>(bits);
    return memory(size, cost, {"I1", "I2", "O"},
                  {port("r_port_1", "read", bits, {"I1, tl", "I2, tl", "O, tl", "O, th"}),
                   port("w_port_1", "write", bits, {"I1, fh", "I2, fh", "O, fh", "O, fl"})},
                  {"D1", "D2", "D3"});
}

}  // namespace

std::string to_scale_sim_config(const NetworkRun& run, const Surroundings& surroundings) {
    const Shape shape = shape_of(*run.machine);
    const MemoryWords kilo = memories(run, surroundings, shape),
                      most = largest_matrices(run, shape);
    return fmt::format(
               "[general]\nrun_name = {}\n\n[architecture_presets]\nArrayHeight : {}\n"
               "ArrayWidth : {}\nIfmapSramSzkB : {}\nFilterSramSzkB : {}\nOfmapSramSzkB : {}\n"
               "IfmapOffset : 0\nFilterOffset : {}\nOfmapOffset : {}\n",
               plain(run.machine->name()), shape.rows, shape.cols, kilo.a, kilo.b, kilo.c, most.a,
               most.a + most.b) +
           bandwidth(run, surroundings, shape) +
           fmt::format(
               "Dataflow : {}\nMemoryBanks : 1\n\n[sparsity]\nSparsitySupport : false\n"
               "SparseRep : ellpack_block\nOptimizedMapping : false\nBlockSize : 8\n"
               "RandomNumberGeneratorSeed : 40\n\n[run_presets]\nInterfaceBandwidth : {}\n",
               shape.weights_stay ? "ws" : "os", surroundings.bandwidth_gb_s ? "USER" : "CALC");
}

std::string to_scale_sim_topology(const NetworkRun& run) {
    const Shape shape = shape_of(*run.machine);
    std::string text = "Layer,M,N,K,\n";
    for (const RowFigures& row : run.rows) {
        const ProductShape& p = row.products.shape;
        text += fmt::format("{},{},{},{},\n",
                            plain(fmt::format("{}_{}", name_of(row.phase), row.products.row->name)),
                            p.rows, p.cols, beats(p.depth, shape));
    }
    return text;
}

std::string to_zigzag(const NetworkRun& run, const Surroundings& surroundings) {
    const Machine& machine = *run.machine;
    const Shape shape = shape_of(machine);
    const Operands formats = machine.operands();
    const auto width = [](const BlockFormat& format) {
        return static_cast<std::uint64_t>(format.element.bits);
    };
    constexpr std::uint64_t unlimited = 10'000'000'000;
    const std::uint64_t beat =
        shape.lanes * (shape.rows * width(formats.a) + shape.cols * width(formats.b));
    std::uint64_t arriving = beat;
    if (surroundings.bandwidth_gb_s)
        arriving = static_cast<std::uint64_t>(std::max(
            1.0, std::round(*surroundings.bandwidth_gb_s * 8e3 / machine.clock_mhz.value)));
    Json memories;
    memories["registers"] = registers(run, shape);
    memories["buffer"] =
        shared(surroundings.buffer_bytes > 0 ? 8 * surroundings.buffer_bytes : unlimited, beat,
               surroundings.sram_pj_per_byte / 8);
    memories["memory"] = shared(unlimited, arriving, surroundings.dram_pj_per_bit);
    const Json design{
        {"name", machine.name()},
        {"memories", memories},
        {"operational_array",
         {{"input_precision", std::vector<std::uint64_t>{width(formats.a), width(formats.b)}},
          {"unit_energy", machine.mac_pj ? machine.mac_pj->value : 0.0},
          {"unit_area", machine.mac_um2 ? machine.mac_um2->value : 0.0},
          {"dimensions", std::vector<std::string>{"D1", "D2", "D3"}},
          {"sizes", std::vector<std::uint64_t>{shape.lanes, shape.rows, shape.cols}}}}};
    return fmt::format("# D1: lanes, D2: rows, D3: columns. unit_energy: {}; unit_area: {}.\n",
                       machine.mac_pj ? machine.mac_pj->from : "not known",
                       machine.mac_um2 ? machine.mac_um2->from : "not known") +
           mxgen::to_text(design);
}

std::vector<std::pair<std::filesystem::path, std::string>> scale_sim_files(
    const std::filesystem::path& directory, const std::vector<NetworkRun>& runs,
    const Surroundings& surroundings) {
    std::vector<std::pair<std::filesystem::path, std::string>> files;
    for (const NetworkRun& run : runs) {
        const auto file = [&](const char* end) { return directory / (run.machine->name() + end); };
        files.emplace_back(file(".cfg"), to_scale_sim_config(run, surroundings));
        files.emplace_back(file(".csv"), to_scale_sim_topology(run));
    }
    return files;
}

std::vector<std::pair<std::filesystem::path, std::string>> zigzag_files(
    const std::filesystem::path& directory, const std::vector<NetworkRun>& runs,
    const Surroundings& surroundings) {
    std::vector<std::pair<std::filesystem::path, std::string>> files;
    for (const NetworkRun& run : runs)
        files.emplace_back(directory / (run.machine->name() + ".yaml"),
                           to_zigzag(run, surroundings));
    return files;
}

}  // namespace mxgen::network
