// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "sim/cosim.h"
#include "sw/evaluate/workpiece.h"
#include "sw/proof/model_proof.h"

namespace mxgen {

/// Whether a design is of a size at which its simulation model saves more than its proof takes.
bool pays_model(const Config& config);

/// Whether the design's simulation model equals its RTL.
struct ModelQuestion {
    std::optional<ppa::ModelVerdict> known;    ///< the answer, where the store has it
    std::function<ppa::ModelVerdict()> prove;  ///< finds it and puts it there
};

/// Asks that of a design, in the store of the cache; none: its model is its RTL, or the tools of
/// the proof are missing. Throws Error as Workpiece::design() does.
std::optional<ModelQuestion> model_question(Workpiece& design);

/// The part of a job that is simulated on the RTL itself beside the model: one of 16 vectors, or of
/// a product the first quarter of the rows of either operand.
sim::CosimJob share_of(const sim::CosimJob& job);

/// What a co-simulation with a simulation model found.
struct ModelCosim {
    /// Of the model where it is proved, with whatever the RTL does wrong on its share; else of the
    /// RTL on everything. A model that differs is a failure.
    sim::CosimReport report;
    ppa::ModelVerdict verdict;
    std::optional<sim::CosimReport> share;  ///< of the RTL, where the model is proved
};

/// Runs a job on the model, which `files` are, while it is proved, and its share on the RTL, which
/// the job's files are; everything on the RTL where the model is not proved. Throws Error as
/// sim::cosim() and `question.prove` do.
ModelCosim cosim_by_model(const sim::CosimJob& job, std::vector<std::filesystem::path> files,
                          const ModelQuestion& question);

}  // namespace mxgen
