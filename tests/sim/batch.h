// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "sim/dut.h"
#include "sim/verilate.h"
#include "sw/support/error.h"
#include "sw/support/process.h"
#include "tests/sim/jobs.h"

namespace mxgen::test {

/// Many designs in one module, so that they are translated and compiled once; every design keeps
/// ports of its own.
class Batch {
  public:
    /// The designs need names that differ.
    Batch(std::vector<Config> configs, const std::string& folder)
        : directory_(std::filesystem::path(MXGEN_BINARY_DIR) / "cosim" / folder) {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        whole_.top = "mx_batch";
        for (Config& config : configs) add(std::move(config));
        whole_.files.push_back(directory_ / "mx_batch.sv");
        write_file(whole_.files.back(),
                   fmt::format("module mx_batch (\n{}\n);\n{}endmodule\n", header_, body_));
    }

    void lint() const {
        std::vector<std::string> argv{"verilator", "--lint-only", "-Wall", "--top-module",
                                      whole_.top};
        for (const auto& file : whole_.files) argv.push_back(file.string());
        const auto result = run_process(argv, {.timeout = std::chrono::minutes(5)});
        INFO(result.output);
        CHECK(result.ok());
    }

    /// Each design against the golden model, one report a design; `change` may say how.
    std::vector<sim::CosimReport> simulate(const std::function<void(sim::CosimJob&)>& change) {
        const sim::Dut all(sim::verilate(whole_, {.optimise = false}), whole_.ports);
        std::vector<sim::Dut> duts;
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            duts.push_back(all.part(jobs_[i].interface.ports, first_[i]));
            // Nobody's registers break a fact while another design is simulated.
            sim::hold_reset(duts.back(), jobs_[i].interface.latency_cycles + 3);
        }
        std::vector<sim::CosimReport> reports;
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            change(jobs_[i]);
            reports.push_back(sim::cosim(jobs_[i], duts[i]));
        }
        return reports;
    }

    const sim::CosimJob& job(std::size_t i) const { return jobs_[i]; }

  private:
    void add(Config config) {
        sim::CosimJob job;
        const package::Design design = package::generate(config);
        job.config = std::move(config);
        job.interface = design.interface;
        package::write_rtl(design, directory_ / job.config.name);
        // Compressors have no design's name: all have the same.
        for (const package::RtlFile& file : design.rtl) {
            if (!modules_.insert(file.module).second) continue;
            job.files.push_back(directory_ / job.config.name / file.path());
            whole_.files.push_back(job.files.back());
        }
        first_.push_back(static_cast<int>(whole_.ports.size()));
        std::string pins;
        for (Port port : job.interface.ports) {
            const std::string inside = port.name;
            port.name = job.config.name + "_" + port.name;
            header_ += fmt::format("{}    {} logic [{}:0] {}", header_.empty() ? "" : ",\n",
                                   port.is_input ? "input" : "output", port.width - 1, port.name);
            pins += fmt::format("{}.{}({})", pins.empty() ? "" : ", ", inside, port.name);
            whole_.ports.push_back(std::move(port));
        }
        body_ += fmt::format("  {} u_{} ({});\n", job.interface.top, job.config.name, pins);
        jobs_.push_back(std::move(job));
    }

    std::filesystem::path directory_;
    sim::Design whole_;
    std::set<std::string> modules_;
    std::vector<sim::CosimJob> jobs_;
    std::vector<int> first_;  ///< port of each job
    std::string header_, body_;
};

}  // namespace mxgen::test
