// SPDX-License-Identifier: Apache-2.0
#include "sw/model/accumulate.h"
#include "sw/model/round.h"

namespace mxgen::model {
namespace {

/// One nearest-even rounding of the exact acc + S a block; infinities and NaN stay.
class Floating final : public Accumulate {
  public:
    explicit Floating(const Format& format) : format_(format) {}

    void start(const Integer& c) override { code_ = c.convert_to<std::uint32_t>(); }
    void add(const Block& block) override {
        code_ = round_to(format_, decode(format_, code_) + product_sum(block) * block.scale);
    }
    int width() const override { return format_.bits; }
    Integer code() const override { return code_; }

  private:
    Format format_;
    std::uint32_t code_ = 0;
};

}  // namespace

std::unique_ptr<Accumulate> make_floating_accumulate(const DotSpec& spec) {
    return std::make_unique<Floating>(spec.accumulator.format);
}

}  // namespace mxgen::model
