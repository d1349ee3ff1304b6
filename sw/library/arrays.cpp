// SPDX-License-Identifier: Apache-2.0
#include "sw/library/arrays.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/library/guard.h"
#include "sw/support/error.h"

namespace mxgen::library {

namespace {

using tensor::DType;

/// The type of elements. Throws Error (usage) for a number that stands for none.
DType dtype_of(mxgen_type type, const std::string& where) {
    switch (type) {
        case MXGEN_F32:
            return DType::f4;
        case MXGEN_F64:
            return DType::f8;
        case MXGEN_U8:
            return DType::u1;
        case MXGEN_U16:
            return DType::u2;
        case MXGEN_U32:
            return DType::u4;
    }
    refuse(fmt::format("{}: of type {}; allowed: 0 to {}, a mxgen_type", where,
                       static_cast<int>(type), static_cast<int>(MXGEN_U32)));
}

mxgen_type type_of(DType dtype) {
    switch (dtype) {
        case DType::f4:
            return MXGEN_F32;
        case DType::f8:
            return MXGEN_F64;
        case DType::u1:
            return MXGEN_U8;
        case DType::u2:
            return MXGEN_U16;
        default:
            return MXGEN_U32;
    }
}

/// A copy of the elements.
tensor::TypedArray typed_of(const mxgen_array* array, DType dtype, const std::string& where) {
    const tensor::Shape shape = shape_of(array, where);
    const std::size_t bytes = tensor::size_of(dtype);
    const auto* first = static_cast<const std::byte*>(array->data);
    return {dtype, shape, {first, first + bytes * tensor::element_count(shape, bytes, where)}};
}

}  // namespace

void refuse(const std::string& message) { throw Error(Exit::usage, message); }

tensor::Shape shape_of(const mxgen_array* array, const std::string& where) {
    constexpr int max_rank = 32;
    if (array == nullptr || array->data == nullptr)
        refuse(where + ": a null pointer; allowed: an array");
    if (array->rank < 0 || array->rank > max_rank || (array->rank > 0 && !array->shape))
        refuse(fmt::format("{}: rank {}; allowed: 0 to {}", where, array->rank, max_rank));
    return {array->shape, array->shape + array->rank};
}

tensor::Tensor numbers_of(const mxgen_array* array, const std::string& where) {
    tensor::Shape shape = shape_of(array, where);
    const DType dtype = dtype_of(array->type, where);
    if (dtype == DType::f8) return tensor::to_tensor(typed_of(array, dtype, where));
    if (dtype != DType::f4) refuse(where + ": of integers; allowed: F32, F64");
    const auto* first = static_cast<const float*>(array->data);
    const std::size_t count = tensor::element_count(shape, sizeof *first, where);
    return {std::move(shape), {first, first + count}};
}

std::vector<std::uint32_t> codes_of(const mxgen_array* array, int bits, const std::string& where) {
    shape_of(array, where);
    DType dtype = dtype_of(array->type, where);
    if (dtype == DType::f8)
        refuse(fmt::format("{}: of type F64; allowed: codes of {} bits", where, bits));
    if (dtype == DType::f4) dtype = DType::u4;
    auto codes = tensor::to_codes(typed_of(array, dtype, where), where);
    if (codes.empty()) refuse(where + ": has no elements; allowed: one and more");
    const auto wide = std::ranges::find_if(
        codes, [=](std::uint32_t code) { return std::uint64_t{code} >> bits != 0; });
    if (wide != codes.end())
        refuse(fmt::format("{}: element {} is {:#x}; allowed: codes of {} bits", where,
                           wide - codes.begin(), *wide, bits));
    return codes;
}

}  // namespace mxgen::library

using namespace mxgen;

extern "C" {

void mxgen_free(mxgen_result* result) { delete result; }

int mxgen_get(const mxgen_result* result, const char* name, mxgen_array* array) {
    return library::guarded(-1, [&] {
        if (!result || !name || !array) library::refuse("result, name, array: a null pointer");
        const auto found = result->arrays.find(name);
        if (found == result->arrays.end())
            library::refuse(fmt::format("{}: no array of the result", name));
        const tensor::TypedArray& value = found->second;
        *array = {library::type_of(value.dtype), static_cast<int>(value.shape.size()),
                  value.shape.data(), value.bytes.data()};
        return 0;
    });
}

int mxgen_number(const mxgen_result* result, const char* name, double* number) {
    return library::guarded(-1, [&] {
        if (!result || !name || !number) library::refuse("result, name, number: a null pointer");
        const auto found = result->numbers.find(name);
        if (found == result->numbers.end())
            library::refuse(fmt::format("{}: no number of the result", name));
        *number = found->second;
        return 0;
    });
}
}
