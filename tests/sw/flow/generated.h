// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "sw/config/settings.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/unit/units.h"
#include "tests/sw/flow/designs.h"

namespace mxgen::ppa::tests {

using Flags = std::vector<std::pair<std::string, std::string>>;

/// Writes the package of a configuration, alone in a fresh directory.
inline fs::path write_generated(const Flags& flags, const std::string& directory) {
    const auto root = fs::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / directory;
    fs::remove_all(root);
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    const auto design = package::generate(resolve(settings));
    for (const auto& file : package::package_files(design, package::golden_vectors(design)))
        write(root / file.path, file.text);
    return root;
}

/// A 2 x 3 array of small processing elements with everything that large ones have: more of them
/// than are sampled.
inline Flags small_array() {
    return {{"--unit", "array"}, {"--a", "mxfp4"}, {"--b", "mxfp4"}, {"--lanes", "4"},
            {"--block", "4"},    {"--rows", "2"},  {"--cols", "3"},  {"--name", "grid"}};
}

/// Random bits on every input but those that let data stream, which stay at one.
inline EnergyWorkload random_workload(std::size_t cycles) {
    EnergyWorkload workload{"random bits", "random", "", cycles, 1, {}};
    workload.stimulus = [cycles](const std::vector<NetlistPort>& ports, std::size_t sample) {
        std::mt19937 random(static_cast<unsigned>(sample) + 1);
        NetlistStimulus stimulus{"random", {}};
        for (std::size_t i = 0; i <= cycles; ++i) {
            auto& bits = stimulus.cycles.emplace_back();
            for (const auto& port : ports) {
                const bool held = port.name == "rst_ni" || port.name == "valid_i" ||
                                  port.name == "ready_i" || port.name == "en_i";
                const bool mark = port.name == "first_i" || port.name == "last_i";
                for (std::size_t bit = 0; bit < port.bits.size(); ++bit)
                    bits.push_back(held   ? 1
                                   : mark ? i % 8 == (port.name == "last_i" ? 7 : 0)
                                          : static_cast<std::uint8_t>(random() >> 31));
            }
        }
        return stimulus;
    };
    return workload;
}

}  // namespace mxgen::ppa::tests
