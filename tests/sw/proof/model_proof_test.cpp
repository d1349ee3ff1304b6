// SPDX-License-Identifier: Apache-2.0
#include "sw/proof/model_proof.h"

#include <catch2/catch.hpp>
#include <vector>

#include "sw/package/lowering.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::ppa;

namespace {

using Flags = std::vector<std::pair<std::string, std::string>>;

std::vector<package::ModelPart> parts_of(const Flags& flags) {
    const Config config = testing::config_of(flags);
    return package::model_parts(config, package::target_of(config));
}

ModelVerdict verdict_of(const package::ModelPart& part) {
    const testing::ScratchFolder scratch("proof");
    std::filesystem::create_directories(scratch.path());
    return prove_part(part, scratch.path(), std::chrono::seconds(60));
}

}  // namespace

TEST_CASE("simulation models are proved equal to the RTL") {
    const auto& flags = GENERATE(from_range(std::vector<Flags>{
        {{"--unit", "dot"}, {"--a", "mxfp4"}, {"--lanes", "32"}},
        {{"--unit", "dot"}, {"--a", "int8"}, {"--lanes", "4"}, {"--accumulator", "int32"}},
        {{"--unit", "multiply"}, {"--a", "e4m3"}},
        {{"--unit", "deconvert"}, {"--a", "nvint4"}, {"--block", "4"}}}));
    for (const auto& part : parts_of(flags)) {
        INFO(part.top);
        CHECK(part.rtl != part.model);
        const auto found = verdict_of(part);
        CHECK(found.where == "");
        CHECK(found.verdict == Verdict::equal);
    }
}

namespace {

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a changed model or RTL is no proof, and vectors refute it") {
    const Flags flags{{"--unit", "dot"}, {"--a", "mxint8"}, {"--lanes", "4"}, {"--block", "4"}};
    const auto part = parts_of(flags).front();
    auto model = part, cell = part, lane = part;
    model.model = changed(part.model, ") + 1", ") - 1");
    cell.rtl = changed(part.rtl, "a_i & b_i", "a_i | b_i");
    lane.rtl = changed(part.rtl, " & ", " | ");
    for (const auto& wrong : {model, cell, lane})
        CHECK(verdict_of(wrong).verdict == Verdict::different);
}

TEST_CASE("what lanes put out beside their numbers is compared") {
    const Flags flags{{"--unit", "dot"}, {"--a", "mxfp4"}, {"--b", "mxfp8_e4m3"}, {"--lanes", "4"}};
    auto part = parts_of(flags).front();
    part.rtl = changed(part.rtl, "assign nan_o = (", "assign nan_o = !(");
    const auto found = verdict_of(part);
    CHECK(found.verdict == Verdict::different);
    CHECK(found.where.ends_with("_lane"));
}
