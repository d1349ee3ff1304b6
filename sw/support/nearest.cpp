// SPDX-License-Identifier: Apache-2.0
#include "sw/support/nearest.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <numeric>
#include <tuple>

namespace mxgen {
namespace {

constexpr std::size_t longest_compared = 100;

std::string lower(std::string_view text) {
    std::string result(text.substr(0, longest_compared));
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

/// Levenshtein distance: insertions, deletions and substitutions.
std::size_t edit_distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (const char c : from) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t substituted = diagonal + (c != to[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

std::size_t common_prefix(std::string_view x, std::string_view y) {
    return static_cast<std::size_t>(std::mismatch(x.begin(), x.end(), y.begin(), y.end()).first -
                                    x.begin());
}

/// Names that formats and choices have elsewhere (PyTorch, ml_dtypes, NumPy, ONNX, CUDA, RISC-V).
const std::map<std::string, std::string, std::less<>>& known_elsewhere() {
    static const std::map<std::string, std::string, std::less<>> names{
        {"fp4_e2m1", "e2m1"},
        {"float4_e2m1fn", "e2m1"},
        {"float4_e2m1fn_x2", "e2m1"},
        {"fp4", "e2m1"},
        {"fp6_e2m3", "e2m3"},
        {"fp6_e3m2", "e3m2"},
        {"float6_e2m3fn", "e2m3"},
        {"float6_e3m2fn", "e3m2"},
        {"fp8", "e4m3"},
        {"fp8_e4m3", "e4m3"},
        {"fp8_e5m2", "e5m2"},
        {"float8_e4m3", "e4m3"},
        {"float8_e4m3fn", "e4m3"},
        {"float8_e5m2", "e5m2"},
        {"float8_e8m0fnu", "e8m0"},
        {"half", "fp16"},
        {"float16", "fp16"},
        {"f16", "fp16"},
        {"binary16", "fp16"},
        {"bfloat16", "bf16"},
        {"float", "fp32"},
        {"float32", "fp32"},
        {"f32", "fp32"},
        {"single", "fp32"},
        {"mxfp4_e2m1", "mxfp4"},
        {"mxfp8", "mxfp8_e4m3"},
        {"mxfp6", "mxfp6_e2m3"},
        {"nvfp4_e2m1", "nvfp4"},
        {"float8_e4m3fnuz", "e4m3"},
        {"float8_e5m2fnuz", "e5m2"},
        {"e4m3fn", "e4m3"},
        {"e4m3fnuz", "e4m3"},
        {"e5m2fnuz", "e5m2"},
        {"mxfp6_e2m3fn", "mxfp6_e2m3"},
        {"double", "fp32"},
        {"uint8", "int8"},
        {"uint4", "int4"},
        {"s8", "int8"},
        {"s4", "int4"},
        {"i8", "int8"},
        {"i4", "int4"},
        {"nearest_even", "rne"},
        {"stochastic", "sr"},
        {"truncate", "rtz"},
        {"toward_zero", "rtz"},
        {"rn", "rne"},
        {"rz", "rtz"},
        {"ties_away", "rna"},
        {"clamp", "saturate"},
        {"ws", "weight_stationary"},
        {"os", "output_stationary"},
        {"systolic", "array"},
        {"matmul", "array"},
        {"gemm", "array"},
        {"mac", "dot"},
        {"mul", "multiply"},
        {"quantize", "convert"},
        {"dequantize", "deconvert"},
        {"speed", "delay"},
        {"latency", "delay"},
        {"power", "energy"},
    };
    return names;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string wanted = lower(word);
    const auto known = known_elsewhere().find(wanted);
    if (known != known_elsewhere().end() &&
        std::find(candidates.begin(), candidates.end(), known->second) != candidates.end())
        return known->second;
    // Of names as far away the one that begins alike is meant.
    const auto rank = [&](const std::string& candidate) {
        const std::string name = lower(candidate);
        return std::tuple(edit_distance(wanted, name),
                          -static_cast<long>(common_prefix(wanted, name)));
    };
    const auto closest = std::min_element(
        candidates.begin(), candidates.end(),
        [&](const std::string& x, const std::string& y) { return rank(x) < rank(y); });
    return closest == candidates.end() ? std::string() : *closest;
}

}  // namespace mxgen
