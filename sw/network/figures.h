// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sw/network/machine.h"
#include "sw/network/network.h"
#include "sw/network/traffic.h"
#include "sw/network/verify.h"
#include "sw/support/json_type.h"

namespace mxgen::network {

/// What a design works with besides itself.
struct Surroundings {
    std::optional<double> bandwidth_gb_s = {};  ///< of the memory; none: it never waits for it
    std::uint64_t buffer_bytes = 0;             ///< on the chip; 0: as large as it takes
    /// Reading 64 bits of a 32 KiB cache takes 20 pJ in 45 nm (Horowitz, "Computing's energy
    /// problem", ISSCC 2014, Figure 1.1.9).
    double sram_pj_per_byte = 2.5;
    /// HBM2: 3.9 pJ a bit (O'Connor et al., "Fine-Grained DRAM", MICRO 2017, Table 3).
    double dram_pj_per_bit = 3.9;
    std::string results = "bf16";  ///< format in which results go to memory
};

/// Figures of a number of products, all of them together.
struct Figures {
    double macs = 0;
    double tiles = 0, cycles = 0;
    double slots = 0;                  ///< products that the design could have made in these cycles
    Traffic memory = {}, buffer = {};  ///< bytes
    double seconds = 0;                ///< of computing or of moving bytes, whichever takes longer
    double mac_pj = 0, sram_pj = 0, dram_pj = 0;

    double utilisation() const { return macs / slots; }
    double intensity() const { return macs / memory.total(); }  ///< products a byte of memory
    double energy_pj() const { return mac_pj + sram_pj + dram_pj; }
    Figures& operator+=(Figures other);
    Figures times(double count) const;

  private:
    std::array<double*, 14> values();
};

/// A row in one pass on one design.
struct RowFigures {
    Phase phase = Phase::forward;
    RowProducts products;
    Figures figures;  ///< of all its products in one pass
    bool waits_for_memory = false;
};

/// Parameters of linear rows, each counted once; all experts.
struct Parameters {
    double count = 0;
    double bytes = 0;                ///< as the design reads weights
    double training_bytes = 0;       ///< with bf16 gradients (2 bytes each), and fp32 copy and two
                                     ///< moments of Adam (12; Rajbhandari et al., "ZeRO", 2020)
    double training_bytes_bf16 = 0;  ///< the same with bf16 weights: 16 bytes each
};

/// A network on a design.
struct NetworkRun {
    const Machine* machine = nullptr;
    std::vector<RowFigures> rows;
    std::vector<std::pair<Phase, Figures>> phases;  ///< one pass of each
    Figures total;                                  ///< all passes
    double tokens = 0;                              ///< new ones, of all passes
    Parameters parameters;
    std::vector<VerifiedProduct> verified;  ///< empty: not asked for
};

/// Throws Error (usage) for a product that is too large to count, a depth that the design's sums do
/// not take, and as products_of() and memory_traffic() do.
NetworkRun run_on(const Machine& machine, const NeuralNetwork& network,
                  const Surroundings& surroundings);

/// {"workload", "conditions", "designs": [{"name", "clock_mhz", ..., "rows", "phases", "totals"}]}
Json to_json(const NeuralNetwork& network, const std::vector<NetworkRun>& runs,
             const Surroundings& surroundings);

/// A table a design for people: a line a row, sums below.
std::string to_text(const NeuralNetwork& network, const std::vector<NetworkRun>& runs,
                    const Surroundings& surroundings);

}  // namespace mxgen::network
