// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <random>

#include "sw/characterize/families.h"

namespace mxgen::characterize {

namespace {

/// Draws flags of designs that synthesise in seconds.
class DesignDraw {
  public:
    explicit DesignDraw(unsigned seed) : random_(seed) {}

    std::string design(unsigned turn) {
        switch (turn % 8) {
            case 0:
                return dot(one_of({"int4", "int5", "int6", "int8"}), "none", 2, 8);
            case 1:
                return dot(one_of({"e2m1", "e2m3", "e3m2", "e4m3"}), "none", 2, 4);
            case 2:
                return dot(one_of({"mxfp4", "mxfp6_e2m3", "mxint8", "mxint4"}), floats(), 2, 4);
            case 3:
                return dot(one_of({"int4", "int8"}), "int", 2, 8);
            case 4:
                return convert();
            case 5:
                return fmt::format("--unit deconvert --a {} --block {}",
                                   one_of({"mxfp4", "mxfp6_e3m2", "mxfp8_e4m3", "mxint8"}),
                                   1 << below(1, 3));
            case 6:
                return fmt::format("--unit multiply --a {}{}",
                                   one_of({"e2m1", "e3m2", "e4m3", "e5m2", "e2m3"}),
                                   below(0, 1) ? " --multiplier lmul" : "");
            default:
                return dot("nvfp4", floats(), 2, 4);
        }
    }

  private:
    int below(int first, int last) {
        return first + static_cast<int>(random_() % static_cast<unsigned>(last - first + 1));
    }
    std::string one_of(const std::vector<std::string>& names) {
        return names[random_() % names.size()];
    }
    std::string floats() { return one_of({"fp32", "bf16", "fp16"}); }

    std::string dot(const std::string& format, const std::string& accumulator, int least,
                    int most) {
        const bool is_scaled = format.find("mx") == 0 || format == "nvfp4";
        const int lanes = is_scaled ? 1 << below(1, 2) : below(least, most);
        return fmt::format("--unit dot --a {} --block {} --lanes {} --accumulator {} --optimise {}",
                           format, lanes, lanes, accumulator,
                           one_of({"balanced", "balanced", "area", "delay"}));
    }
    std::string convert() {
        return fmt::format("--unit convert --a {} --block {} --input {} --scale-rule {}",
                           one_of({"mxfp4", "mxfp6_e3m2", "mxfp8_e4m3", "mxint8"}),
                           1 << below(1, 2), floats(), one_of({"floor", "rceil", "even"}));
    }

    std::mt19937 random_;
};

}  // namespace

std::vector<std::string> fit_designs() {
    std::vector<std::string> designs;
    constexpr unsigned count = 48;
    for (unsigned seed = 1; seed <= count; ++seed) designs.push_back(draw_design(seed));
    return designs;
}

std::string draw_design(unsigned seed) { return DesignDraw(seed).design(seed); }

}  // namespace mxgen::characterize
