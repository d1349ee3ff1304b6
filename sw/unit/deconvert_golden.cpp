// SPDX-License-Identifier: Apache-2.0
#include "sw/model/convert.h"
#include "sw/unit/deconvert.h"

namespace mxgen {

namespace {

class DeconvertGolden : public Golden {
  public:
    explicit DeconvertGolden(const DeconvertDesign& design)
        : format_(design.decoded()),
          output_(design.output),
          lanes_(design.lanes),
          has_rows_(design.pack == CodeRows::four_two) {}

    void step(const Beats& in, std::size_t record, Expected& out) override {
        Codes codes;
        if (has_rows_) {
            in.take_codes(record, Role::codes, 0, 3 * lanes_, 2, codes);
            codes = from_rows(codes);
        } else {
            in.take_codes(record, Role::codes, 0, lanes_, format_.element.bits, codes);
        }
        const auto scale = static_cast<std::uint32_t>(in.number(record, Role::scale));
        for (std::uint32_t& code : codes) code = model::deconvert(format_, code, scale, output_);
        out.append({.first = record, .count = 1});
        out.beats.set_codes(Role::x, codes, output_.bits);
    }

  private:
    BlockFormat format_;
    Format output_;
    std::size_t lanes_;
    bool has_rows_;
};

}  // namespace

std::unique_ptr<Golden> golden_of(const DeconvertDesign& deconvert) {
    return std::make_unique<DeconvertGolden>(deconvert);
}

}  // namespace mxgen
