// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/unit/operand_keys.h"
#include "sw/unit/rule_keys.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

/// The encode scale that the user gives, which an fp32 scale of the tensor alone can be.
void check_tensor_scale(const ConversionOptions& options, const ConvertDesign& convert) {
    if (!options.tensor_scale) return;
    if (!convert.output.tensor_scale)
        throw Error(Exit::usage,
                    fmt::format("--tensor-scale: {} has no fp32 scale of the tensor; allowed: with "
                                "nvfp4, nvint4 or --scale ue4m3; nearest: without it",
                                convert.output.name));
    if (!std::isfinite(*options.tensor_scale) || *options.tensor_scale <= 0)
        throw Error(Exit::usage,
                    fmt::format("--tensor-scale: {} is no encode scale; allowed: finite numbers "
                                "above 0; nearest: 1",
                                *options.tensor_scale));
    if (options.profile == "te")
        throw Error(Exit::usage,
                    "--tensor-scale: profile te derives its own from the tensor; nearest: "
                    "--profile exact");
}

/// A converter and the beats that enter and leave it.
class RowConverter {
  public:
    RowConverter(const ConvertDesign& convert, std::uint32_t tensor_scale)
        : convert_(convert),
          tensor_scale_(tensor_scale),
          ports_(ports_of(convert, false)),
          in_(ports_, Stream::input),
          out_(ports_),
          golden_(golden_of(convert)) {}

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

ConvertDesign tensor_conversion(const Settings& settings) {
    Config config{.design = ConvertDesign{}};
    for (const UnitKey& key : keys_of(unit_of(config))) {
        const auto setting = settings.find(key.row.path());
        const bool is_rule = key.row.section == "a" || key.row.section == "convert";
        if (setting != settings.end() && is_rule && key.set != nullptr)
            key.set(config, setting->second.value);
    }
    auto& convert = std::get<ConvertDesign>(config.design);
    convert.output = resolve_blocked(settings, 0);
    check_rule(settings, convert.output, convert.rule, true);
    convert.output = convert.clipped();
    return convert;
}

tensor::QuantizeOptions quantize_options(const ConversionOptions& options,
                                         const ConvertDesign& convert) {
    tensor::QuantizeOptions how;
    how.rule = convert.rule;
    how.axis = options.axis;
    how.tiles = options.tiles;
    how.whole_axis = options.per_row;
    check_tensor_scale(options, convert);
    how.tensor_scale = options.tensor_scale;
    how.seed = options.seed;
    if (options.per_row && (options.tiles || !convert.output.scale))
        throw Error(Exit::usage,
                    "--per-row: needs a format with a scale, or --scale, and no --tiles");
    if (options.profile == "te")
        how.profile = tensor::Profile::te;
    else if (options.profile != "exact")
        throw Error(Exit::usage, fmt::format("--profile: {}; allowed: exact, te; nearest: {}",
                                             in_quotes(options.profile),
                                             nearest(options.profile, {"exact", "te"})));
    if (how.profile == tensor::Profile::te && how.rule.rounding.rounding != Rounding::rne)
        throw Error(Exit::usage, fmt::format("--rounding: {} is not what profile te does; allowed: "
                                             "rne; nearest: rne, or --profile exact",
                                             in_quotes(name_of(convert.rule.rounding.rounding))));
    return how;
}

ConvertedRows convert_rows(const ConvertDesign& convert, const tensor::Shape& shape,
                           const Codes& codes, const Codes& random, std::uint32_t tensor_scale) {
    if (shape.empty()) throw Error(Exit::usage, "x: a number alone; allowed: one axis and more");
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
