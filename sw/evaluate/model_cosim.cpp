// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/model_cosim.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "sw/package/model_parts.h"
#include "sw/proof/stored_proof.h"
#include "sw/support/cache.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

constexpr std::chrono::seconds limit{60};  // of one question to ABC

/// The first quarter of an operand's rows.
void take_quarter(model::MatrixOperand& operand) {
    if (operand.rows == 0) return;
    const auto all = static_cast<std::size_t>(operand.rows);
    const std::size_t rows = (all + 3) / 4;
    operand.rows = static_cast<int>(rows);
    operand.codes.resize(operand.codes.size() / all * rows);
    operand.scales.resize(operand.scales.size() / all * rows);
}

/// The verdict, then the share on the RTL where the model is proved.
using ShareRun = std::pair<ppa::ModelVerdict, std::optional<sim::CosimReport>>;

ShareRun prove_and_run(const sim::CosimJob& share, const ModelQuestion& question) {
    const ppa::ModelVerdict verdict = question.known ? *question.known : question.prove();
    if (verdict.verdict != ppa::Verdict::equal) return {verdict, {}};
    return {verdict, sim::cosim(share)};
}

/// Adds what the RTL did wrong.
void add_failure(sim::CosimReport& report, const sim::CosimReport& share) {
    report.mismatches += share.mismatches;
    if (!report.failure.empty() || share.passed()) return;
    report.failure = fmt::format("the RTL, on its share of the vectors: {}",
                                 share.failure.empty() ? "no vectors were run" : share.failure);
}

/// A model that differs is wrong whatever the RTL does.
void add_verdict(ModelCosim& found) {
    if (found.verdict.verdict == ppa::Verdict::different && found.report.failure.empty())
        found.report.failure = "the simulation model differs from the RTL: " + found.verdict.where;
}

}  // namespace

bool pays_model(const Config& config) {
    constexpr int least_products = 1024;
    const MatrixUnit* unit = unit_of(config).matrices();
    return unit != nullptr &&
           unit->elements(config.design) * unit->dot(config.design).lanes >= least_products;
}

std::optional<ModelQuestion> model_question(Workpiece& design) {
    const package::Design& made = design.design();
    if (made.model_files().empty()) return {};
    try {
        const auto proof = std::make_shared<ppa::StoredProof>(
            made, package::model_parts(design.config(), design.target()),
            store::Store(default_cache()), limit);
        return ModelQuestion{proof->known(), [proof] { return (*proof)(); }};
    } catch (const Error& error) {
        if (error.code() != Exit::tool_missing) throw;
        return {};
    }
}

sim::CosimJob share_of(const sim::CosimJob& job) {
    constexpr std::uint64_t parts = 16;
    constexpr int most_quick_elements = 256;  // with more, simulating takes longer than building
    sim::CosimJob share = job;
    share.vectors = (job.vectors + parts - 1) / parts;
    share.corners_every = job.corners_every * parts;
    for (ProductOperands& product : share.products) {
        take_quarter(product.a);
        take_quarter(product.b);
    }
    share.optimise = matrix_unit_of(job.config).elements(job.config.design) > most_quick_elements;
    share.on_progress = [](const std::string&) {};
    return share;
}

ModelCosim cosim_by_model(const sim::CosimJob& job, std::vector<std::filesystem::path> files,
                          const ModelQuestion& question) {
    if (question.known && question.known->verdict != ppa::Verdict::equal) {
        ModelCosim found{sim::cosim(job), *question.known, {}};
        add_verdict(found);
        return found;
    }
    const sim::CosimJob share = share_of(job);
    sim::CosimJob model = job;
    model.files = std::move(files);
    model.word_level = true;
    auto beside = std::async(std::launch::async, [&] { return prove_and_run(share, question); });
    ModelCosim found{sim::cosim(model), {}, {}};
    job.on_progress(job.config.name + ": the RTL on its share of the vectors");
    std::tie(found.verdict, found.share) = beside.get();
    if (found.share) {
        add_failure(found.report, *found.share);
        return found;
    }
    found.report = sim::cosim(job);
    add_verdict(found);
    return found;
}

}  // namespace mxgen
