// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sw/config/settings.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"

namespace mxgen::test {

using Flags = std::vector<std::pair<std::string, std::string>>;

inline Config config_of(const Flags& flags) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return resolve(settings);
}

/// Random flags of a unit.
class RandomFlags {
  public:
    RandomFlags(const std::string& unit, unsigned seed) : unit_(unit), random_(seed) {}

    Flags operator()() {
        Flags flags{{"--unit", unit_}, {"--name", "dut"}};
        const auto add = [&](const std::string& flag, const std::vector<std::string>& values) {
            flags.emplace_back(flag, values[random_() % values.size()]);
        };
        const auto maybe = [&](const std::string& flag, const std::vector<std::string>& values) {
            if (random_() % 2) add(flag, values);
        };
        const bool multiplies = unit_ == "multiply";
        const std::vector<std::string> floats{"e4m3", "e5m2", "e2m1", "fp16", "bf16"};
        const std::vector<std::string> formats{
            "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp4", "mxint8", "nvfp4", "nvint4",
            "dfp16",      "e4m3",       "e5m2",       "e2m1",  "int4",   "int8",  "nf4"};
        add("--a", multiplies ? floats : formats);
        if (multiplies) maybe("--full-product", {"true"});
        if (unit_ == "dot" || unit_ == "array") add_sums(add, maybe, formats);
        if (unit_ == "convert") {
            add("--input", {"fp32", "bf16", "fp16"});
            add("--rounding", {"rne", "sr", "sr"});
            if (flags.back().second == "sr") maybe("--random", {"lfsr"});
            maybe("--rotate", {"0", "16"});
            if (flags.back().second == "16") add("--rotate-signs", {"port", "0x12"});
        }
        if (unit_ == "deconvert") {
            add("--output", {"fp32", "bf16", "fp16"});
            maybe("--pack", {"none", "4+2"});
        }
        if (!multiplies) maybe("--block", {"1", "2", "4"});
        if (!multiplies && unit_ != "deconvert") maybe("--lanes", {"1", "2", "4", "8"});
        maybe("--stages", {"0", "1", "2"});
        return flags;
    }

  private:
    template <class Add, class Maybe>
    void add_sums(const Add& add, const Maybe& maybe, const std::vector<std::string>& formats) {
        if (random_() % 4 == 0)
            maybe("--modes", {"int8,2xint4", "int8,int4", "fp8,fp4"});
        else
            maybe("--b", formats);
        maybe("--accumulator", {"fp32", "bf16", "int", "int20 wrap", "int20 saturate", "fixed",
                                "fixed<9,-9>", "int24 spill", "tensorcore<25,4,24>", "none"});
        maybe("--interleave", {"1", "2", "3"});
        if (random_() % 4 == 0) add("--round", {"block", "beat", "beat<13>"});
        maybe("--blocks", {"1", "16"});
        if (unit_ == "dot") maybe("--initial", {"true"});
        if (unit_ == "dot" && random_() % 4 == 0) maybe("--rescale", {"true"});
        if (unit_ == "dot") return;
        add("--rows", {"1", "2", "3"});
        add("--cols", {"1", "2", "4"});
        add("--dataflow", {"output_stationary", "weight_stationary"});
        maybe("--output", {"fp32", "bf16", "mxfp8_e4m3_b2", "mxint8_b1"});
    }

    std::string unit_;
    std::mt19937 random_;
};

}  // namespace mxgen::test
