// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/noise.h"

#include <algorithm>

namespace mxgen {

void put_noise(Beats& beats, std::initializer_list<Role> roles, std::mt19937& random) {
    constexpr int chunk = 32;
    for (const Role role : roles) {
        const int slot = beats.slot(role);
        if (slot < 0) continue;
        const int width = beats.ports()[slot].width;
        for (int at = 0; at < width; at += chunk) {
            const int bits = std::min(chunk, width - at);
            beats.put(beats.size() - 1, slot, at, bits,
                      random() & ((std::uint64_t{1} << bits) - 1));
        }
    }
}

}  // namespace mxgen
