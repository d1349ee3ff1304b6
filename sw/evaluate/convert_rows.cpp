// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/convert_rows.h"

#include <algorithm>

#include "sw/support/error.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

/// A converter and the beats that enter and leave it.
class RowConverter {
  public:
    RowConverter(const ConvertDesign& convert, std::uint32_t tensor_scale)
        : convert_(convert),
          tensor_scale_(tensor_scale),
          ports_(ports_of(convert, false)),
          in_(ports_, Stream::input),
          out_(ports_),
          golden_(golden_of(convert)) {
        if (!convert.loads_tensor()) return;
        in_.append();
        in_.set(Role::tensor_load, 1);
        in_.set(Role::tensor_scale, tensor_scale);
        golden_->step(in_, 0, out_);
    }

    /// Converts a block; a tail, of which `random` is a part, too, is filled up with zeros.
    void block(Codes x, Codes random, ConvertedRows& rows) {
        const std::size_t count = x.size(), lanes = static_cast<std::size_t>(convert_.lanes);
        const auto block = static_cast<std::size_t>(convert_.output.block);
        x.resize(block), random.resize(block);
        out_.clear();
        for (std::size_t first = 0; first < block; first += lanes) {
            in_.clear();
            in_.append();
            in_.set_codes(Role::x, std::span(x).subspan(first, lanes), convert_.input.bits);
            in_.set_codes(Role::random, std::span(random).subspan(first, lanes),
                          convert_.rule.rounding.random_bits);
            in_.set(Role::tensor_scale, tensor_scale_);
            golden_->step(in_, 0, out_);
        }
        Codes codes;
        for (std::size_t record = 0; record < out_.size(); ++record)
            out_.beats.take_codes(record, Role::codes, 0, lanes, convert_.output.element.bits,
                                  codes);
        rows.codes.insert(rows.codes.end(), codes.begin(), codes.begin() + std::ptrdiff_t(count));
        rows.scales.push_back(static_cast<std::uint32_t>(out_.beats.number(0, Role::scale)));
        rows.invalid.push_back(static_cast<std::uint32_t>(out_.beats.number(0, Role::invalid)));
    }

  private:
    const ConvertDesign& convert_;
    std::uint32_t tensor_scale_;
    std::vector<Port> ports_;
    Beats in_;
    Expected out_;
    std::unique_ptr<Golden> golden_;
};

/// Elements [first, first + count), none of none.
Codes part_of(const Codes& codes, std::size_t first, std::size_t count) {
    if (codes.empty()) return {};
    const auto begin = codes.begin() + static_cast<std::ptrdiff_t>(first);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

ConvertedRows convert_rows(const ConvertDesign& convert, const tensor::Shape& shape,
                           const Codes& codes, const Codes& random, std::uint32_t tensor_scale) {
    if (shape.empty()) throw Error(Exit::usage, "x: a number alone; allowed: one axis and more");
    if (convert.rotation)
        throw Error(Exit::usage,
                    "x: a converter of rotated numbers is stepped beat by beat; nearest: without "
                    "rotate");
    const auto block = static_cast<std::size_t>(convert.output.block);
    ConvertedRows rows{.codes = {}, .block_shape = shape, .scales = {}, .invalid = {}};
    rows.block_shape.back() = (shape.back() + block - 1) / block;
    RowConverter converter(convert, tensor_scale);
    for (std::size_t row = 0; row < codes.size(); row += shape.back())
        for (std::size_t first = 0; first < shape.back(); first += block) {
            const std::size_t count = std::min(block, shape.back() - first);
            converter.block(part_of(codes, row + first, count), part_of(random, row + first, count),
                            rows);
        }
    return rows;
}

}  // namespace mxgen
