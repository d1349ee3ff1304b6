// SPDX-License-Identifier: Apache-2.0
// Drives RTL and netlist with the same inputs: each element of each bus is random or one of the
// corner patterns (zero, ones, sign bit alone, all but the sign bit), single bits change odds.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "Vmiter.h"

namespace {

struct Field {
    int offset, count, width;
};
constexpr Field fields[] = {@FIELDS@};
constexpr int output_bits = @OUTPUT_BITS@;
constexpr bool sequential = @SEQUENTIAL@;
constexpr long settling = sequential ? 256 : 0;  // cycles until state without reset is known

std::uint64_t state = 0x9E3779B97F4A7C15;

std::uint64_t random64() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545F4914F6CDD1D;
}

void set(VlWide<@STIMULUS_WORDS@>& words, int bit, bool value) {
    auto mask = std::uint32_t{1} << (bit % 32);
    words[bit / 32] = value ? words[bit / 32] | mask : words[bit / 32] & ~mask;
}

void drive(VlWide<@STIMULUS_WORDS@>& words, long vector) {
    static unsigned odds[sizeof(fields) / sizeof(fields[0])];
    int index = 0;
    auto flavour = random64() % 4;
    for (const auto& field : fields) {
        auto& threshold = odds[index++];
        if (vector % 64 == 0) threshold = 1u << (random64() % 4);
        // Elements that are zero in the same bits: what depends on the largest of many gets small.
        const auto common = flavour == 1 ? random64() : ~std::uint64_t{0};
        for (int element = 0; element < field.count; ++element) {
            auto corner = flavour == 0 ? 0 : random64() % (flavour == 3 ? 5 : 16);
            if (flavour == 1 && corner != 1) corner = 0;  // no NaN beside what is small
            auto bits = random64() & common;
            for (int bit = 0; bit < field.width; ++bit, bits = bits >> 1) {
                if (bit % 64 == 0) bits = random64() & common;
                bool top = bit == field.width - 1;
                bool value = field.count * field.width == 1 ? random64() % 16 < threshold * 2
                             : corner == 1                 ? false
                             : corner == 2                 ? true
                             : corner == 3                 ? top
                             : corner == 4                 ? !top
                                                           : (bits & 1) != 0;
                set(words, field.offset + element * field.width + bit, value);
            }
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const long vectors = argc > 1 ? std::atol(argv[1]) : 0;
    Vmiter miter;
    std::uint32_t was_zero[@OUTPUT_WORDS@] = {}, was_one[@OUTPUT_WORDS@] = {};
    long mismatches = 0, judged = 0;
    for (long vector = 0; vector < vectors + settling; ++vector) {
        drive(miter.stimulus_i, vector);
        miter.clk_i = 0;
        miter.rst_ni = vector >= 8 && (vector < settling || random64() % 512 != 0);
        miter.eval();
        if (vector >= settling) {
            ++judged;
            if (miter.mismatch_o && mismatches++ == 0)
                std::printf("mxgen: first mismatch at vector %ld\n", vector);
            for (int word = 0; word < @OUTPUT_WORDS@; ++word) {
                was_zero[word] |= ~miter.outputs_o[word];
                was_one[word] |= miter.outputs_o[word];
            }
        }
        if (!sequential) continue;
        miter.clk_i = 1;
        miter.eval();
    }
    for (int bit = 0; bit < output_bits; ++bit)
        if (!((was_zero[bit / 32] & was_one[bit / 32]) >> (bit % 32) & 1))
            std::printf("mxgen: constant output %d\n", bit);
    std::printf("mxgen: vectors %ld mismatches %ld\n", judged, mismatches);
    std::printf("mxgen: simulation complete\n");
    return 0;
}
