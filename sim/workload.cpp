// SPDX-License-Identifier: Apache-2.0
#include "sim/workload.h"

namespace mxgen::sim {

namespace {

constexpr std::size_t batch_beats = 4096;

/// Every record waits for that of the results before `first` which has the place of its own among
/// those from `first` on.
void wait_for_results(Batch& batch, std::size_t first) {
    const std::size_t count = batch.expected.size() - first;
    batch.after.resize(batch.in.size());
    for (std::size_t result = first; result < batch.expected.size(); ++result) {
        const Cause& cause = batch.expected.causes[result];
        for (std::size_t i = 0; i < cause.count; i += cause.stride)
            batch.after[cause.first + i] = result - count + 1;
    }
}

}  // namespace

Workload::Workload(const UnitDesign& design, Stimulus stimulus, std::size_t piece_bytes)
    : golden_(unit_of(design).golden(design)),
      stimulus_(std::move(stimulus)),
      piece_bytes_(piece_bytes) {}

bool Workload::is_full(const Batch& batch) const {
    return piece_bytes_ ? batch.in.total_bytes() > piece_bytes_ : batch.in.size() >= batch_beats;
}

bool Workload::next(Batch& batch) {
    batch.clear();
    for (; section_ < stimulus_.size(); ++section_) {
        batch.kind = stimulus_[section_].kind;
        while (!is_full(batch) && append_transaction(batch)) {
        }
        if (!batch.after.empty()) batch.after.resize(batch.in.size());
        if (batch.in.size() > 0) return true;
    }
    return false;
}

bool Workload::append_transaction(Batch& batch) {
    const Section& section = stimulus_[section_];
    const std::size_t beat = batch.in.size(), weight = batch.weights.size();
    const std::size_t first = batch.expected.size();
    const auto transaction = section.next(batch.in, batch.weights);
    if (!transaction) return false;
    for (std::size_t i = weight; i < batch.weights.size(); ++i) golden_->load(batch.weights, i);
    for (std::size_t i = beat; i < batch.in.size(); ++i) golden_->step(batch.in, i, batch.expected);
    if (beat == 0) batch.goes_on = transaction->goes_on;
    if (transaction->goes_on && beat > 0) wait_for_results(batch, first);
    if (section.answer) section.answer(batch.expected, first);
    macs_ += transaction->macs;
    return true;
}

}  // namespace mxgen::sim
