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
        switch (turn % kinds) {
            case 0:
                return dot(one_of({"int4", "int5", "int6", "int8"}), "none", below(2, 12));
            case 1:
                return dot(one_of({"e2m1", "e2m3", "e3m2", "e4m3", "e5m2"}), "none", below(2, 6));
            case 2:
                return dot(one_of({"mxfp4", "mxint4"}), floats(), 1 << below(1, 3));
            case 3:
                return dot(one_of({"int4", "int8"}), "int", below(2, 12));
            case 4:
                return convert(block_format(), 1 << below(1, 3)) + scale_rule();
            case 5:
                return deconvert(block_format(), 1 << below(1, 3));
            case 6:
                return multiply();
            case 7:
                return dot("nvfp4", floats(), 1 << below(1, 2));
            case 8:
                return dot(one_of({"mxfp6_e2m3", "mxint8", "mxfp8_e4m3", "mxfp6_e3m2"}), floats(),
                           1 << below(1, 2));
            case 9:
                return below(0, 3) ? deconvert(one_of({"nvfp4", "nvint4"}), 1 << below(1, 3))
                                   : convert("nvfp4", 1 << below(1, 2));
            case 10:
                return scaled_dot() + fmt::format(" --stages {}", below(1, 3));
            case 11:
                return array();
            default:
                return below(0, 2) ? scaled_dot() + turns() + stages()
                                   : array("output_stationary") + turns();
        }
    }

    static constexpr unsigned kinds = 13;

  private:
    int below(int first, int last) {
        return first + static_cast<int>(random_() % static_cast<unsigned>(last - first + 1));
    }
    std::string one_of(const std::vector<std::string>& names) {
        return names[random_() % names.size()];
    }
    std::string floats() { return one_of({"fp32", "bf16", "fp16"}); }

    std::string block_format() {
        return one_of({"mxfp4", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp8_e4m3", "mxint8"});
    }
    std::string turns() { return fmt::format(" --interleave {}", below(2, 3)); }
    std::string stages() {
        return below(0, 1) ? fmt::format(" --stages {}", below(1, 4)) : std::string();
    }

    std::string dot(const std::string& format, const std::string& accumulator, int lanes) {
        return fmt::format("--unit dot --a {} --block {} --lanes {} --accumulator {} --optimise {}",
                           format, lanes, lanes, accumulator,
                           one_of({"balanced", "balanced", "area", "delay"}));
    }
    std::string scaled_dot() {
        return dot(one_of({"mxfp4", "mxint8", "mxfp8_e4m3", "nvfp4"}), floats(), 1 << below(1, 2));
    }
    std::string convert(const std::string& format, int block) {
        return fmt::format("--unit convert --a {} --block {} --input {}", format, block, floats());
    }
    std::string scale_rule() { return " --scale-rule " + one_of({"floor", "rceil", "even"}); }
    std::string deconvert(const std::string& format, int block) {
        return fmt::format("--unit deconvert --a {} --block {} --output {}", format, block,
                           floats());
    }
    std::string multiply() {
        return fmt::format("--unit multiply --a e{}m{}{}", below(2, 5), below(1, 4),
                           below(0, 1) ? " --multiplier lmul" : "");
    }
    std::string array() { return array(one_of({"output_stationary", "weight_stationary"})); }
    std::string array(const std::string& dataflow) {
        const bool is_integer = below(0, 1) != 0;
        const int lanes = 1 << below(0, 2), rows = below(2, 5), cols = below(2, 5);
        const bool shares = rows % 2 == 0 && cols % 2 == 0 && below(0, 1);
        return fmt::format(
            "--unit array --rows {} --cols {} --a {} --block {} --lanes {} --accumulator {} "
            "--dataflow {}{}",
            rows, cols, is_integer ? one_of({"int4", "int8"}) : one_of({"mxfp4", "mxint8", "e2m1"}),
            lanes, lanes, is_integer ? "int32" : floats(), dataflow, shares ? " --cluster 2" : "");
    }

    std::mt19937 random_;
};

}  // namespace

std::vector<std::string> fit_designs() {
    std::vector<std::string> designs;
    constexpr unsigned count = 12 * DesignDraw::kinds;
    for (unsigned seed = 1; seed <= count; ++seed) designs.push_back(draw_design(seed));
    return designs;
}

std::string draw_design(unsigned seed) { return DesignDraw(seed).design(seed); }

}  // namespace mxgen::characterize
