// SPDX-License-Identifier: Apache-2.0
#include "sw/estimate/gate_model.h"

#include <catch2/catch.hpp>

#include "sw/config/settings.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"

using namespace mxgen;
using namespace mxgen::ppa;

namespace {

Config dot(const std::string& a, const std::string& lanes,
           std::vector<std::pair<std::string, std::string>> flags = {}) {
    Settings settings;
    flags.insert(flags.begin(), {{"--unit", "dot"}, {"--a", a}, {"--lanes", lanes}});
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return resolve(settings);
}

/// NAND2 gates a lane.
double a_lane(const std::string& format, int lanes) {
    return gate_model(dot(format, std::to_string(lanes))).value().total() / lanes;
}

double part(const GateModel& model, const std::string& name) {
    for (const auto& p : model.parts)
        if (p.name == name) return p.weight;
    return 0;
}

const std::string cell_free = "and=0,or=0,xor=0,mux=0,ha=0,fa=0";

GateModel counted(const Config& config, const std::string& cell) {
    return gate_model(config, parse_cell_weights(cell_free + "," + cell + "=1")).value();
}

}  // namespace

// arXiv:2510.25602, Table 5 prints 1, 0.79, 0.54 and 0.38.
TEST_CASE("the gate model has the areas of INT v.s. FP") {
    const double mxfp8 = a_lane("mxfp8_e4m3", 32);
    CHECK(a_lane("mxint8", 32) / mxfp8 == Approx(0.79).margin(0.02));
    CHECK(a_lane("nvfp4", 16) / mxfp8 == Approx(0.54).margin(0.02));
    CHECK(a_lane("nvint4", 16) / mxfp8 == Approx(0.38).margin(0.04));
}

TEST_CASE("the gate model counts cells") {
    const auto e4m3 = dot("e4m3", "32", {{"--block", "32"}});
    CHECK(part(counted(e4m3, "and"), "multiplier") == 32 * 16);
    CHECK(part(counted(e4m3, "fa"), "multiplier") == 32 * 8);
    CHECK(part(counted(e4m3, "fa"), "adder") == 32 * 23);  // 2^5 + 6 bits, at most 24
    CHECK(part(counted(e4m3, "mux"), "aligner") == Approx(32 * 24 * std::log2(24)));
    CHECK(part(counted(e4m3, "xor"), "exponents") == 32 * 8);
    const auto e2m1 = dot("e2m1", "16", {{"--block", "16"}});
    CHECK(part(counted(e2m1, "mux"), "aligner") == Approx(16 * 10 * std::log2(10)));
    const auto int8 = dot("int8", "32", {{"--block", "32"}, {"--accumulator", "none"}});
    CHECK(part(counted(int8, "and"), "multiplier") == 32 * 64);
    CHECK(part(counted(int8, "fa"), "adder") == 32 * 15);
    CHECK(counted(int8, "mux").total() == 0);
    CHECK(part(counted(dot("mxint8", "32"), "fa"), "scales") == 14);
}

TEST_CASE("an array is so many dot products") {
    const auto one = gate_model(dot("mxfp4", "32")).value().total();
    Settings settings;
    for (const auto& [flag, text] : std::vector<std::pair<std::string, std::string>>{
             {"--unit", "array"}, {"--a", "mxfp4"}, {"--rows", "3"}, {"--cols", "2"}})
        add_flag(settings, flag, text);
    CHECK(gate_model(resolve(settings)).value().total() == Approx(6 * one));
}

TEST_CASE("what the gate model does not know has no estimate") {
    CHECK_FALSE(gate_model(dot("mxfp8_e4m3", "32", {{"--multiplier", "lmul"}})));
    CHECK_FALSE(gate_model(dot("e2m1", "2", {{"--b", "int4"}, {"--block", "2"}})));
    CHECK_FALSE(gate_model(dot("nf4", "2", {{"--block", "2"}})));
}

TEST_CASE("weights that are none are refused") {
    CHECK(parse_cell_weights("").mux2 == CellWeights{}.mux2);
    CHECK(parse_cell_weights("mux=4.5,fa=6").full_adder == 6);
    for (const char* text :
         {"mx=3", "mux", "mux=", "mux=-1", "mux=nan", "mux=1x", "=1", ",", "mux=1,,"})
        CHECK_THROWS_AS(parse_cell_weights(text), Error);
}
