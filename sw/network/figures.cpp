// SPDX-License-Identifier: Apache-2.0
#include "sw/network/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::network {

namespace {

/// Products beyond which 64 bits do not count cycles.
void check_size(const RowProducts& products) {
    constexpr double largest = 4e18;
    const auto& shape = products.shape;
    const double macs = static_cast<double>(shape.rows) * static_cast<double>(shape.depth) *
                        static_cast<double>(shape.cols);
    if (macs <= largest) return;
    throw Error(
        Exit::usage,
        fmt::format("{}: row {} is {} x {} x {}; allowed: M K N up to {:.0e}; nearest: a row "
                    "of smaller products with repeat",
                    products.row->origin, in_quotes(products.row->name), shape.rows, shape.depth,
                    shape.cols, largest));
}

class Runner {
  public:
    Runner(const Machine& machine, const Surroundings& surroundings)
        : machine_(machine),
          surroundings_(surroundings),
          formats_(machine.operands()),
          results_(find_block_format(surroundings.results)) {
        if (results_) return;
        std::vector<std::string> names;
        for (const auto& format : block_formats()) names.push_back(format.name);
        for (const auto& format : formats()) names.push_back(format.name);
        throw Error(
            Exit::usage,
            fmt::format("--results: {} is no format; allowed: those of `mxgen formats`; "
                        "nearest: {}",
                        in_quotes(surroundings.results), nearest(surroundings.results, names)));
    }

    RowFigures figures(Phase phase, const RowProducts& products) const {
        check_size(products);
        const auto& p = products.shape;
        RowFigures row{.phase = phase, .products = products, .figures = {}};
        const double count = static_cast<double>(products.count);
        const ArrayCycles cycles = machine_.cycles(p);
        const MatrixBytes bytes = bytes_of(p);
        Figures one;
        one.macs = static_cast<double>(p.rows) * static_cast<double>(p.depth) *
                   static_cast<double>(p.cols);
        one.tiles = static_cast<double>(cycles.tiles);
        one.cycles = static_cast<double>(cycles.total);
        one.slots = one.cycles * static_cast<double>(machine_.products_per_cycle());
        one.memory = from_memory(*products.row, p, bytes);
        one.buffer = buffer_traffic(p, machine_.tile(), bytes);
        const double computing = one.cycles / (machine_.clock_mhz.value * 1e6);
        const double moving = surroundings_.bandwidth_gb_s
                                  ? one.memory.total() / (*surroundings_.bandwidth_gb_s * 1e9)
                                  : 0;
        one.seconds = std::max(computing, moving);
        row.waits_for_memory = moving > computing;
        if (machine_.mac_pj) one.mac_pj = machine_.mac_pj->value * one.macs;
        one.sram_pj = surroundings_.sram_pj_per_byte * one.buffer.total();
        one.dram_pj = surroundings_.dram_pj_per_bit * 8 * one.memory.total();
        row.figures = one.times(count);
        return row;
    }

    /// Weights of one row, which all passes share.
    void add(Parameters& parameters, const RowProducts& products) const {
        const auto& p = products.shape;
        const double matrices = static_cast<double>(copies(products));
        parameters.count += static_cast<double>(p.depth) * static_cast<double>(p.cols) * matrices;
        parameters.bytes += matrix_bytes(formats_.b, p.cols, p.depth) * matrices;
    }

  private:
    /// Matrices of weights, visited or not.
    static std::uint64_t copies(const RowProducts& products) {
        const Row& row = *products.row;
        if (row.experts == 0) return products.count;
        return row.repeat.at({}, row.origin) * static_cast<std::uint64_t>(row.experts);
    }

    MatrixBytes bytes_of(const ProductShape& p) const {
        return {.a = matrix_bytes(formats_.a, p.rows, p.depth),
                .b = matrix_bytes(formats_.b, p.cols, p.depth),
                .c = matrix_bytes(*results_, p.rows, p.cols)};
    }

    /// Matrices that stay on the chip move no bytes.
    Traffic from_memory(const Row& row, const ProductShape& p, MatrixBytes bytes) const {
        Traffic traffic = memory_traffic(p, machine_.tile(), bytes, surroundings_.buffer_bytes);
        if (row.keeps_a) traffic.a = 0;
        if (row.keeps_b) traffic.b = 0;
        if (row.keeps_c) traffic.c = 0;
        return traffic;
    }

    const Machine& machine_;
    const Surroundings& surroundings_;
    Operands formats_;
    std::optional<BlockFormat> results_;
};

}  // namespace

Figures Figures::times(double count) const {
    Figures product = *this;
    for (double* value : product.values()) *value *= count;
    return product;
}

std::array<double*, 14> Figures::values() {
    return {&macs,     &tiles,    &cycles,   &slots,   &memory.a, &memory.b, &memory.c,
            &buffer.a, &buffer.b, &buffer.c, &seconds, &mac_pj,   &sram_pj,  &dram_pj};
}

Figures& Figures::operator+=(Figures other) {
    const auto mine = values(), more = other.values();
    for (std::size_t i = 0; i < mine.size(); ++i) *mine[i] += *more[i];
    return *this;
}

NetworkRun run_on(const Machine& machine, const NeuralNetwork& network,
                  const Surroundings& surroundings) {
    const Runner runner(machine, surroundings);
    NetworkRun run;
    run.machine = &machine;
    std::map<const Row*, RowProducts> linear;
    for (const auto& [phase, times] : network.passes()) {
        Figures pass;
        for (const RowProducts& products : products_of(network, phase)) {
            run.rows.push_back(runner.figures(phase, products));
            pass += run.rows.back().figures;
            if (products.row->has_parameters) linear.emplace(products.row, products);
        }
        run.phases.emplace_back(phase, pass);
        run.total += pass.times(static_cast<double>(times));
        run.tokens += static_cast<double>(network.lengths(phase).tokens() * times);
    }
    for (const auto& [row, products] : linear) runner.add(run.parameters, products);
    auto& parameters = run.parameters;
    parameters.training_bytes = parameters.bytes + (2 + 12) * parameters.count;
    parameters.training_bytes_bf16 = (2 + 2 + 12) * parameters.count;
    return run;
}

}  // namespace mxgen::network
