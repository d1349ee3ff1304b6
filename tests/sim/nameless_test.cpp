// SPDX-License-Identifier: Apache-2.0
// A driver that knows a design by its manifest alone, with no name in it that means anything.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "sw/package/manifest.h"
#include "sw/support/json.h"
#include "sw/unit/port_json.h"
#include "tests/sim/jobs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// A design within a module whose ports are called p0, p1 and so on.
std::string around(const Interface& inner) {
    std::string ports, pins;
    for (std::size_t i = 0; i < inner.ports.size(); ++i) {
        const Port& port = inner.ports[i];
        const std::string bits = port.width > 1 ? fmt::format(" [{}:0]", port.width - 1) : "";
        ports += fmt::format("{}{} logic{} p{}", i ? ", " : "", port.is_input ? "input" : "output",
                             bits, i);
        pins += fmt::format("{}.{}(p{})", i ? ", " : "", port.name, i);
    }
    return fmt::format("module nameless ({});\n  {} u_dut ({});\nendmodule\n", ports, inner.top,
                       pins);
}

/// The job of a design whose interface is what its manifest says with all names replaced.
sim::CosimJob nameless_job(const Flags& flags) {
    sim::CosimJob job = job_of(flags, "nameless");
    const auto file = job.files.front().parent_path() / "nameless.sv";
    write_file(file, around(job.interface));
    job.files.push_back(file);
    Json manifest = package::manifest(package::generate(job.config), {});
    std::map<std::string, std::string> names;
    for (Json& port : manifest["ports"]) {
        const std::string name = port["name"];
        port["name"] = names[name] = fmt::format("p{}", names.size());
    }
    for (Json& port : manifest["ports"])
        if (port.contains("of")) port["of"] = names.at(port["of"]);
    Interface read;
    read.top = "nameless";
    read.unit = manifest["unit"];
    read.latency_cycles = manifest["latency_cycles"];
    read.initiation_interval = manifest["initiation_interval"];
    if (manifest.contains("cycles")) read.element_latency = manifest["cycles"]["element_latency"];
    read.ports = ports_of_manifest(manifest["ports"]);
    job.interface = read;
    job.optimise = false;
    job.vectors = 300;
    return job;
}

}  // namespace

TEST_CASE("a driver written from the manifest needs no name, unit by unit") {
    const auto& flags = GENERATE(
        from_range(std::vector<Flags>{{{"--unit", "multiply"}, {"--a", "e2m1"}},
                                      {{"--a", "int8"},
                                       {"--lanes", "2"},
                                       {"--block", "2"},
                                       {"--modes", "int8,2xint4"},
                                       {"--initial", "true"},
                                       {"--accumulator", "int20 saturate"}},
                                      {{"--unit", "convert"},
                                       {"--a", "nvfp4"},
                                       {"--block", "4"},
                                       {"--lanes", "2"},
                                       {"--input", "bf16"},
                                       {"--rounding", "sr"}},
                                      {{"--unit", "deconvert"}, {"--a", "dfp16"}, {"--block", "2"}},
                                      {{"--unit", "array"},
                                       {"--a", "mxfp4"},
                                       {"--b", "int4"},
                                       {"--lanes", "2"},
                                       {"--block", "2"},
                                       {"--rows", "2"},
                                       {"--cols", "2"},
                                       {"--output", "mxfp8_e4m3_b2"},
                                       {"--dataflow", "weight_stationary"}}}));
    const auto job = nameless_job(flags);
    const auto report = sim::cosim(job);
    INFO(job.config.name);
    CHECK(report.failure == "");
    CHECK(report.vectors > 0);
    CHECK(report.mismatches == 0);
}
