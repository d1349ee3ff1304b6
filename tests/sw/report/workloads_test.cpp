// SPDX-License-Identifier: Apache-2.0
#include "sw/report/workloads.h"

#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "tests/support/fake_program.h"
#include "tests/support/refusal.h"
#include "tests/sw/report/workload_document.h"

using namespace mxgen;
using namespace mxgen::report;
using mxgen::testing::ScratchFolder;
using mxgen::testing::workload_design;
using mxgen::testing::workload_document;

namespace {

std::vector<NetworkWorkload> workloads_of(const std::vector<Json>& documents) {
    const ScratchFolder folder("workloads");
    std::vector<NetworkWorkload> workloads;
    for (const Json& document : documents) {
        write_file(folder.path() / "w.json", to_text(document));
        const bool is_workload = add_workload(workloads, folder.path() / "w.json");
        CHECK(is_workload);
    }
    return workloads;
}

std::string refused(const Json& document) {
    return mxgen::testing::refusal([&] { workloads_of(std::vector{document}); });
}

}  // namespace

TEST_CASE("designs of one network under one condition are side by side, others apart") {
    const Json first =
        workload_document(Json::array({workload_design("a", "measured", "measured", 1)}));
    const Json second =
        workload_document(Json::array({workload_design("b", "measured", "measured", 2)}));
    Json other = second;
    other["bandwidth_gb_s"] = 50;
    const auto workloads = workloads_of(std::vector{first, second, other});
    REQUIRE(workloads.size() == 2);
    CHECK(workloads[0].designs.size() == 2);
    CHECK(workloads[1].designs.size() == 1);
}

TEST_CASE("the array for a phase is the one with the least, and figures say where they come from") {
    const auto workload =
        workloads_of(std::vector{workload_document(
                         Json::array({workload_design("a", "estimated", "measured", 2),
                                      workload_design("b", "measured", "measured", 1),
                                      workload_design("no energy", "measured", nullptr, 9)}))})
            .at(0);
    const auto found = choices(workload);
    REQUIRE(found.size() == 2);
    CHECK(found[0].phase == "prefill");
    CHECK(found[0].seconds.value().design == "b");
    CHECK(found[0].seconds.value().value == 0.5);
    CHECK(found[0].mixes_clocks);
    CHECK(found[0].energy_pj.value().design == "a");
    CHECK_FALSE(found[0].mixes_energies);
    CHECK(to_text(workload) ==
          "net: batch 1, prompt 2048, then 10 tokens; memory 100 GB/s\n"
          "one pass                             least time               least energy\n"
          "prefill   b: 5.000e-01 s (measured; others not)  a: 1.500e+00 J (measured)\n"
          "decode    b: 2.500e-01 s (measured; others not)  a: 1.000e+00 J (measured)\n");
    const Json json = to_json(workload);
    CHECK(json["choices"][0]["least_energy_pj"]["design"] == "a");
    CHECK(json["choices"][0]["mixes_clocks"] == true);
}

TEST_CASE("a workload without its figures is refused by place") {
    Json document =
        workload_document(Json::array({workload_design("a", "measured", "measured", 1)}));
    document["designs"][0]["phases"][1]["seconds"] = "soon";
    CHECK(refused(document).find("designs[0].phases[1].seconds is") != std::string::npos);
    document["designs"][0].erase("phases");
    CHECK(refused(document).find("designs[0].phases is no list") != std::string::npos);
    document["designs"] = Json::array({1});
    CHECK(refused(document).find("designs[0].name") != std::string::npos);
    document["batch"] = nullptr;
    CHECK(refused(document).find("batch") != std::string::npos);
}
