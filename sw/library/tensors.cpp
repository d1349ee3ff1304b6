// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "sw/evaluate/conversion.h"
#include "sw/evaluate/convert_rows.h"
#include "sw/evaluate/matmul.h"
#include "sw/library/arrays.h"
#include "sw/library/guard.h"
#include "sw/unit/units.h"

using namespace mxgen;

namespace {

/// What the caller's structure says; it may be of a later header, with more fields.
ConversionOptions options_of(const mxgen_quantize_options* given) {
    mxgen_quantize_options options;
    mxgen_quantize_defaults(&options);
    if (given != nullptr) {
        if (given->size < sizeof options)
            library::refuse(
                "options: size is not that of mxgen_quantize_options; call "
                "mxgen_quantize_defaults");
        options = *given;
    }
    ConversionOptions how{.axis = options.axis,
                          .tiles = options.tiles != 0,
                          .per_row = options.per_row != 0,
                          .profile = options.profile ? options.profile : "exact",
                          .tensor_scale = {},
                          .seed = options.seed};
    if (options.tensor_scale != 0) how.tensor_scale = options.tensor_scale;
    return how;
}

mxgen_result* quantized(const char* config, const mxgen_array* x,
                        const mxgen_quantize_options* options) {
    const ConvertDesign convert = tensor_conversion(library::settings_of(config));
    const tensor::QuantizeOptions how = quantize_options(options_of(options), convert);
    const tensor::Tensor numbers = library::numbers_of(x, "x");
    if (numbers.data.empty() || numbers.shape.empty())
        library::refuse("x: has no numbers along an axis; allowed: one axis and one number");
    const tensor::Quantized q = tensor::quantize(numbers, convert.output, how);
    auto result = std::make_unique<mxgen_result>();
    result->arrays["codes"] = tensor::from_codes(q.shape, q.codes, q.format.element.bits);
    if (q.format.scale) result->arrays["scales"] = tensor::from_codes(q.scale_shape, q.scales, 8);
    const tensor::Tensor back = tensor::dequantize(q);
    result->arrays["dequantized"] = tensor::from_floats(back.shape, back.data);
    result->numbers = {{"tensor_scale", q.tensor_scale}, {"invalid", q.invalid ? 1 : 0}};
    return result.release();
}

mxgen_result* multiplied(const char* config, const mxgen_array* a, const mxgen_array* b,
                         unsigned mode) {
    const Config design = resolve(library::settings_of(config));
    MatmulResult product = multiply_matrices(design, library::numbers_of(a, "a"),
                                             library::numbers_of(b, "b"), std::size_t{mode});
    auto result = std::make_unique<mxgen_result>();
    result->arrays["product"] = std::move(product.product);
    result->numbers = {{"sqnr_db", product.sqnr_db},
                       {"flagged", static_cast<double>(product.flagged)}};
    return result.release();
}

mxgen_result* converted(const char* config, const mxgen_array* x, std::uint32_t tensor_scale,
                        const mxgen_array* random) {
    const Config design = resolve(library::settings_of(config));
    const auto* convert = std::get_if<ConvertDesign>(&design.design);
    if (convert == nullptr)
        library::refuse(fmt::format("design.unit: {}; allowed: convert; nearest: convert",
                                    unit_of(design).name()));
    const tensor::Shape shape = library::shape_of(x, "x");
    const Codes codes = library::codes_of(x, convert->input.bits, "x");
    Codes bits;
    if (random != nullptr) {
        if (library::shape_of(random, "random") != shape)
            library::refuse(fmt::format("random: not of x's shape, {}", tensor::to_string(shape)));
        bits = library::codes_of(random, convert->rule.rounding.random_bits, "random");
    }
    const ConvertedRows rows = convert_rows(*convert, shape, codes, bits, tensor_scale);
    auto result = std::make_unique<mxgen_result>();
    const BlockFormat& format = convert->output;
    result->arrays["codes"] = tensor::from_codes(shape, rows.codes, format.element.bits);
    if (format.scale)
        result->arrays["scales"] = tensor::from_codes(rows.block_shape, rows.scales, 8);
    result->arrays["invalid"] = tensor::from_codes(rows.block_shape, rows.invalid, 1);
    return result.release();
}

/// The scales of codes whose blocks are known.
void take_scales(const mxgen_array* scales, tensor::Quantized& q) {
    const tensor::BlockLayout layout(q.shape, q.blocking);
    if (q.format.scale) {
        q.scale_shape = layout.scale_shape();
        if (library::shape_of(scales, "scales") != q.scale_shape)
            library::refuse(
                fmt::format("scales: one a block; allowed: {}", tensor::to_string(q.scale_shape)));
        q.scales = library::codes_of(scales, q.format.scale->bits, "scales");
    } else if (scales != nullptr) {
        library::refuse(fmt::format("scales: {} has none; nearest: null", q.format.name));
    }
}

mxgen_result* dequantized(const char* config, const mxgen_array* codes, const mxgen_array* scales,
                          const mxgen_quantize_options* given) {
    const ConvertDesign convert = tensor_conversion(library::settings_of(config));
    ConversionOptions options = options_of(given);
    const float g = std::exchange(options.tensor_scale, {}).value_or(1);
    if (!std::isfinite(g) || g <= 0)
        library::refuse(fmt::format("tensor_scale: {}; allowed: finite numbers above 0", g));
    const tensor::QuantizeOptions how = quantize_options(options, convert);
    tensor::Quantized q;
    q.format = convert.output;
    q.blocking = {how.whole_axis ? 0 : q.format.block, how.axis, how.tiles};
    q.shape = library::shape_of(codes, "codes");
    q.codes = library::codes_of(codes, q.format.element.bits, "codes");
    take_scales(scales, q);
    q.tensor_scale = g;
    const tensor::Tensor back = tensor::dequantize(q);
    auto result = std::make_unique<mxgen_result>();
    result->arrays["dequantized"] = tensor::from_floats(back.shape, back.data);
    return result.release();
}

}  // namespace

extern "C" {

void mxgen_quantize_defaults(mxgen_quantize_options* options) {
    if (options != nullptr) *options = {sizeof *options, -1, 0, 0, "exact", 0, 1};
}

mxgen_result* mxgen_matmul(const char* config, const mxgen_array* a, const mxgen_array* b,
                           unsigned mode) {
    return library::guarded(static_cast<mxgen_result*>(nullptr),
                            [&] { return multiplied(config, a, b, mode); });
}

mxgen_result* mxgen_quantize(const char* config, const mxgen_array* x,
                             const mxgen_quantize_options* options) {
    return library::guarded(static_cast<mxgen_result*>(nullptr),
                            [&] { return quantized(config, x, options); });
}

mxgen_result* mxgen_convert(const char* config, const mxgen_array* x, uint32_t tensor_scale,
                            const mxgen_array* random) {
    return library::guarded(static_cast<mxgen_result*>(nullptr),
                            [&] { return converted(config, x, tensor_scale, random); });
}

mxgen_result* mxgen_dequantize(const char* config, const mxgen_array* codes,
                               const mxgen_array* scales, const mxgen_quantize_options* options) {
    return library::guarded(static_cast<mxgen_result*>(nullptr),
                            [&] { return dequantized(config, codes, scales, options); });
}
}
