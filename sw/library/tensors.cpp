// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sw/evaluate/conversion.h"
#include "sw/evaluate/matmul.h"
#include "sw/library/guard.h"
#include "sw/library/mxgen.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"

using namespace mxgen;

/// Arrays and numbers by name.
struct mxgen_result {
    std::map<std::string, tensor::TypedArray, std::less<>> arrays;
    std::map<std::string, double, std::less<>> numbers;
};

namespace {

[[noreturn]] void refuse_argument(const std::string& message) { throw Error(Exit::usage, message); }

/// The numbers of an array in memory. Throws Error (usage) for codes, and for a shape that no
/// memory holds.
tensor::Tensor tensor_of(const mxgen_array* array, const std::string& where) {
    constexpr int max_rank = 32;
    if (array == nullptr || array->data == nullptr)
        refuse_argument(where + ": a null pointer; allowed: an array");
    if (array->rank < 0 || array->rank > max_rank || (array->rank > 0 && !array->shape))
        refuse_argument(fmt::format("{}: rank {}; allowed: 0 to {}", where, array->rank, max_rank));
    const tensor::Shape shape(array->shape, array->shape + array->rank);
    const auto* bytes = static_cast<const std::byte*>(array->data);
    if (array->type == MXGEN_F32) {
        const std::size_t count = tensor::element_count(shape, 4, where);
        const auto* first = static_cast<const float*>(array->data);
        return {shape, {first, first + count}};
    }
    if (array->type != MXGEN_F64) refuse_argument(where + ": of integers; allowed: F32, F64");
    const std::size_t count = tensor::element_count(shape, 8, where);
    return tensor::to_tensor({tensor::DType::f8, shape, {bytes, bytes + 8 * count}});
}

mxgen_type type_of(tensor::DType dtype) {
    switch (dtype) {
        case tensor::DType::f4:
            return MXGEN_F32;
        case tensor::DType::f8:
            return MXGEN_F64;
        case tensor::DType::u1:
            return MXGEN_U8;
        case tensor::DType::u2:
            return MXGEN_U16;
        default:
            return MXGEN_U32;
    }
}

/// What the caller's structure says; it may be of a later header, with more fields.
ConversionOptions options_of(const mxgen_quantize_options* given) {
    mxgen_quantize_options options;
    mxgen_quantize_defaults(&options);
    if (given != nullptr) {
        if (given->size < sizeof options)
            refuse_argument(
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
    const tensor::Tensor numbers = tensor_of(x, "x");
    if (numbers.data.empty() || numbers.shape.empty())
        refuse_argument("x: has no numbers along an axis; allowed: one axis and one number");
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
    MatmulResult product =
        multiply_matrices(design, tensor_of(a, "a"), tensor_of(b, "b"), std::size_t{mode});
    auto result = std::make_unique<mxgen_result>();
    result->arrays["product"] = std::move(product.product);
    result->numbers = {{"sqnr_db", product.sqnr_db},
                       {"flagged", static_cast<double>(product.flagged)}};
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

void mxgen_free(mxgen_result* result) { delete result; }

int mxgen_get(const mxgen_result* result, const char* name, mxgen_array* array) {
    return library::guarded(-1, [&] {
        if (!result || !name || !array) refuse_argument("result, name, array: a null pointer");
        const auto found = result->arrays.find(name);
        if (found == result->arrays.end())
            refuse_argument(fmt::format("{}: no array of the result", name));
        const tensor::TypedArray& value = found->second;
        *array = {type_of(value.dtype), static_cast<int>(value.shape.size()), value.shape.data(),
                  value.bytes.data()};
        return 0;
    });
}

int mxgen_number(const mxgen_result* result, const char* name, double* number) {
    return library::guarded(-1, [&] {
        if (!result || !name || !number) refuse_argument("result, name, number: a null pointer");
        const auto found = result->numbers.find(name);
        if (found == result->numbers.end())
            refuse_argument(fmt::format("{}: no number of the result", name));
        *number = found->second;
        return 0;
    });
}
}
