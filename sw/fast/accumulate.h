// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "sw/fast/plain.h"
#include "sw/model/accumulate.h"

namespace mxgen::fast {

/// The product of a block's two scales, and the sum of the exponents of their fields.
struct WideScale {
    Wide value;
    int exponent = 0;
};

/// An accumulator that takes finite blocks in machine words: equal in every bit to the definition,
/// which takes what the class itself does not.
class FastAccumulate {
  public:
    explicit FastAccumulate(std::unique_ptr<model::Accumulate> exact) : exact_(std::move(exact)) {}
    virtual ~FastAccumulate() = default;

    virtual void start(const Integer& c) { exact_->start(c); }
    virtual void add(const model::Block& block) { exact_->add(block); }
    void rescale() { exact_->rescale(); }

    /// Adds a block of which the exact unscaled sum is known. Not for tensorcore, which sees
    /// products.
    virtual void add_sum(const Wide& sum, const WideScale& scale);

    /// Adds the finite products of a block, for alignments of up to 48 bits; false, and nothing
    /// done, where the class adds sums.
    virtual bool add_products(std::span<const PlainNumber>, std::span<const PlainNumber>) {
        return false;
    }

    virtual Integer code() const { return exact_->code(); }
    int width() const { return exact_->width(); }
    bool overflow() const { return exact_->overflow(); }
    bool invalid() const { return exact_->invalid(); }
    bool inexact() const { return exact_->inexact(); }

  protected:
    std::unique_ptr<model::Accumulate> exact_;
};

std::unique_ptr<FastAccumulate> make_accumulate(const model::DotSpec& spec);

std::unique_ptr<FastAccumulate> make_floating_accumulate(const model::DotSpec& spec);
std::unique_ptr<FastAccumulate> make_tensorcore_accumulate(const model::DotSpec& spec);

}  // namespace mxgen::fast
