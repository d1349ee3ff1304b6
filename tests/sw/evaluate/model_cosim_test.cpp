// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/model_cosim.h"

#include <catch2/catch.hpp>

#include "sw/package/package.h"
#include "sw/support/files.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/support/scratch_folder.h"

namespace fs = std::filesystem;
using namespace mxgen;
using Catch::Matchers::StartsWith;
using mxgen::testing::config_of;
using mxgen::testing::ScratchFolder;

namespace {

Config array_of(const std::string& rows, const std::string& cols) {
    return config_of({{"--unit", "array"},
                      {"--a", "mxint4"},
                      {"--lanes", "4"},
                      {"--block", "4"},
                      {"--rows", rows},
                      {"--cols", cols}});
}

/// A small array, its RTL and its simulation model in a folder.
struct WrittenArray {
    explicit WrittenArray(const fs::path& folder) {
        const auto design = package::generate(array_of("1", "2"));
        package::write_rtl(design, folder);
        job.config = design.config;
        job.interface = design.interface;
        job.vectors = 1600;
        job.optimise = false;
        for (const auto& file : design.rtl) job.files.push_back(folder / file.path());
        for (const auto& file : design.plain_rtl) model.push_back(folder / file.path());
    }

    sim::CosimJob job;
    std::vector<fs::path> model;
};

ModelQuestion answered(ppa::Verdict verdict) {
    return {{}, [=] { return ppa::ModelVerdict{verdict, "a wire"}; }};
}

/// One bit of an element's text wrong, in the first of the files that has it.
void plant(const std::vector<fs::path>& files, const std::string& before,
           const std::string& fault) {
    for (const fs::path& file : files) {
        std::string text = read_file(file);
        const auto at = text.find(before);
        if (at == std::string::npos) continue;
        return write_file(file, text.insert(at + before.size(), fault));
    }
    FAIL("no file holds " << before);
}

}  // namespace

TEST_CASE("a proved model is simulated on everything, the RTL on a share") {
    const ScratchFolder scratch("model");
    const WrittenArray array(scratch.path());
    const auto found = cosim_by_model(array.job, array.model, answered(ppa::Verdict::equal));
    const auto direct = sim::cosim(array.job);
    CHECK(found.report.passed());
    CHECK(found.report.vectors == direct.vectors);
    CHECK(found.report.cycles == direct.cycles);
    REQUIRE(found.share);
    CHECK(found.share->passed());
    CHECK(found.share->vectors >= 100);
    CHECK(found.share->vectors < direct.vectors / 4);
}

TEST_CASE("a fault of the RTL is found on its share, one of the model on everything") {
    const ScratchFolder scratch("model");
    const WrittenArray array(scratch.path());
    const bool is_in_model = GENERATE(false, true);
    if (is_in_model)
        plant(array.model, "assign acc_o = ", "32'd1 ^ ");
    else
        plant(array.job.files, "assign sum_o = ", "~");
    const auto found = cosim_by_model(array.job, array.model, answered(ppa::Verdict::equal));
    CHECK_FALSE(found.report.passed());
    CHECK(found.report.mismatches > 0);
    const auto is_of_share = StartsWith("the RTL, on its share of the vectors: ");
    CHECK(is_of_share.match(found.report.failure) == !is_in_model);
}

TEST_CASE("without a proof everything is simulated on the RTL; a model that differs fails") {
    const ScratchFolder scratch("model");
    const WrittenArray array(scratch.path());
    const bool is_known = GENERATE(false, true);
    const auto run = [&](ppa::Verdict verdict) {
        auto question = answered(verdict);
        if (is_known) question.known = question.prove();
        return cosim_by_model(array.job, array.model, question);
    };
    const auto undecided = run(ppa::Verdict::undecided);
    CHECK(undecided.report.passed());
    CHECK_FALSE(undecided.share);
    CHECK(undecided.verdict.verdict == ppa::Verdict::undecided);
    const auto different = run(ppa::Verdict::different);
    CHECK(different.report.failure == "the simulation model differs from the RTL: a wire");
}

TEST_CASE("the share of a product is a quarter of the rows of either side") {
    sim::CosimJob job;
    job.config = array_of("2", "2");
    job.products = {
        {{.rows = 9,
          .depth = 4,
          .codes = std::vector<std::uint32_t>(36),
          .scales = std::vector<std::uint32_t>(9)},
         {.rows = 1, .depth = 4, .codes = std::vector<std::uint32_t>(4), .scales = {}}}};
    const auto share = share_of(job);
    const auto &a = share.products[0].a, &b = share.products[0].b;
    CHECK((a.rows == 3 && a.codes.size() == 12 && a.scales.size() == 3));
    CHECK((b.rows == 1 && b.codes.size() == 4 && b.scales.empty()));
}

TEST_CASE("models of large arrays alone are asked for") {
    CHECK_FALSE(pays_model(array_of("2", "2")));
    CHECK(pays_model(array_of("16", "16")));
    CHECK_FALSE(pays_model(config_of({{"--unit", "multiply"}, {"--a", "e4m3"}})));
}
