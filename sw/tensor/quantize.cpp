// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/quantize.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "sw/tensor/block_gather.h"
#include "sw/tensor/exact_quantize.h"
#include "sw/tensor/fast_quantize.h"
#include "sw/tensor/fixed_quantize.h"
#include "sw/tensor/step_quantize.h"
#include "sw/tensor/threshold_quantize.h"
#include "sw/tensor/transformer_engine.h"

namespace mxgen::tensor {
namespace {

using model::ConvertedBlock;
using model::ExactValue;

/// The random bits of element i: splitmix64, so that they depend on seed and position alone.
std::uint32_t random_bits(std::uint64_t seed, std::size_t i, int bits) {
    std::uint64_t z = seed + (i + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return static_cast<std::uint32_t>(z >> (64 - bits));
}

}  // namespace

std::vector<std::uint32_t> random_bits(const QuantizeOptions& options,
                                       std::span<const std::size_t> where) {
    std::vector<std::uint32_t> random;
    if (!is_stochastic(options.rule.rounding.rounding)) return random;
    for (const std::size_t element : where)
        random.push_back(random_bits(options.seed, element, options.rule.rounding.random_bits));
    return random;
}

void place(const ConvertedBlock& converted, const std::vector<std::size_t>& where,
           std::size_t block, Quantized& out) {
    for (std::size_t i = 0; i < where.size(); ++i) out.codes[where[i]] = converted.codes[i];
    if (out.format.scale) out.scales[block] = converted.scale;
    out.invalid |= converted.invalid;
}

namespace {

/// Converts one block, given its values and where in the tensor they stand.
using ConvertBlock =
    std::function<ConvertedBlock(std::span<const float>, std::span<const std::size_t>)>;

ConvertBlock golden_converter(const BlockFormat& format, const QuantizeOptions& options, float g) {
    return [&format, &options, g](std::span<const float> x, std::span<const std::size_t> where) {
        return convert_exactly<float>(format, options.rule, x, random_bits(options, where), g);
    };
}

/// As fixed-point numbers, or by the place among a format's values where fp64 is wide enough for
/// it.
ConvertBlock step_converter(const BlockFormat& format, const QuantizeOptions& options, float g) {
    if (const auto fixed = FixedQuantizer::make(format, options.rule))
        return [fixed = *fixed](auto x, auto) { return fixed.block(x); };
    const auto steps = StepQuantizer::make(format, options.rule, g);
    if (!steps) return golden_converter(format, options, g);
    return
        [&options, steps = *steps](std::span<const float> x, std::span<const std::size_t> where) {
            return steps.block(x, random_bits(options, where));
        };
}

void convert_blocks(const Tensor& x, const BlockLayout& layout, const ConvertBlock& convert,
                    Quantized& out) {
    Gathered<float> gathered;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        gathered.gather(x.data, layout, block);
        place(convert(gathered.values, gathered.where), gathered.where, block, out);
    }
}

/// Converts blocks of so many consecutive numbers in machine words: writes codes, and scale codes.
using FastBlocks =
    std::function<void(std::span<const float>, std::size_t, std::uint8_t*, std::uint8_t*)>;

/// Empty where no such loop is.
FastBlocks fast_converter(const BlockFormat& format, const ConvertRule& rule, float g) {
    if (const auto fast = FastQuantizer::make(format, rule))
        return [fast = *fast](auto x, std::size_t block, std::uint8_t* codes,
                              std::uint8_t* scales) { fast.blocks(x, block, codes, scales); };
    if (const auto fast = ThresholdQuantizer::make(format, rule, g))
        return [fast = *fast](auto x, std::size_t block, std::uint8_t* codes,
                              std::uint8_t* scales) { fast.blocks(x, block, codes, scales); };
    return {};
}

/// Blocks that lie as the loops want them.
void convert_runs(const Tensor& x, const BlockLayout::Run& run, const FastBlocks& fast,
                  Quantized& out) {
    std::vector<std::uint8_t> codes(run.elements), scales(run.blocks);
    auto code = out.codes.begin();
    auto scale = out.scales.begin();
    for (std::size_t first = 0; first < x.data.size(); first += run.elements) {
        fast(std::span(x.data).subspan(first, run.elements), run.block, codes.data(),
             scales.data());
        code = std::ranges::copy(codes, code).out;
        scale = std::ranges::copy(scales, scale).out;
    }
}

/// Others, gathered.
void convert_gathered(const Tensor& x, const BlockLayout& layout, const FastBlocks& fast,
                      Quantized& out) {
    Gathered<float> gathered;
    std::vector<std::uint8_t> codes;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        gathered.gather(x.data, layout, block);
        codes.resize(gathered.values.size());
        std::uint8_t scale = 0;
        fast(gathered.values, codes.size(), codes.data(), &scale);
        for (std::size_t i = 0; i < codes.size(); ++i) out.codes[gathered.where[i]] = codes[i];
        out.scales[block] = scale;
    }
}

/// The same by the fast path, except for blocks that need the golden model.
void convert_blocks_fast(const Tensor& x, const BlockLayout& layout, const FastBlocks& fast,
                         const QuantizeOptions& options, Quantized& out) {
    if (const auto run = layout.run())
        convert_runs(x, *run, fast, out);
    else
        convert_gathered(x, layout, fast, out);
    if (options.rule.nonfinite != NonFinite::saturate) return;
    const std::uint32_t nan_scale = model::nan_code(*out.format.scale).value();
    const ConvertBlock golden = golden_converter(out.format, options, out.tensor_scale);
    Gathered<float> gathered;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        if (out.scales[block] != nan_scale) continue;
        gathered.gather(x.data, layout, block);
        place(golden(gathered.values, gathered.where), gathered.where, block, out);
    }
}

/// One power of two for the whole tensor: a block as large as it, whose E8M0 scale is kept as g.
BlockFormat as_one_block(const BlockFormat& format) {
    BlockFormat whole = format;
    whole.tensor_exponent = false;
    whole.scale = find_format("e8m0");
    return whole;
}

std::vector<std::size_t> all_elements(const Tensor& x) {
    std::vector<std::size_t> where(x.data.size());
    std::iota(where.begin(), where.end(), std::size_t{0});
    return where;
}

void place_whole(const ConvertedBlock& block, const BlockFormat& whole, Quantized& out) {
    const ExactValue scale = model::decode(*whole.scale, block.scale);
    out.codes = block.codes;
    out.invalid = scale.is_nan();
    out.tensor_scale = out.invalid ? std::numeric_limits<float>::quiet_NaN()
                                   : static_cast<float>(1 / to_double(scale.number));
}

void convert_with_tensor_exponent(const Tensor& x, const QuantizeOptions& options, Path path,
                                  Quantized& out) {
    const BlockFormat whole = as_one_block(out.format);
    const auto converter = path == Path::fast ? step_converter : golden_converter;
    place_whole(converter(whole, options, 1)(x.data, all_elements(x)), whole, out);
}

Extended largest_magnitude(const Tensor& x) {
    Extended amax = 0;
    for (std::size_t i = 0; i < x.data.size(); ++i)
        if (const Extended value = x.number(i); std::isfinite(value))
            amax = std::max(amax, std::fabs(value));
    return amax;
}

/// The numbers' fp32 neighbours, or fp32 numbers: out has its shapes and scale already.
void convert_fp32(const Tensor& x, const BlockLayout& layout, const QuantizeOptions& options,
                  Path path, Quantized& out) {
    if (out.format.tensor_exponent)
        convert_with_tensor_exponent(x, options, path, out);
    else if (path != Path::fast)
        convert_blocks(x, layout, golden_converter(out.format, options, out.tensor_scale), out);
    else if (const auto fast = fast_converter(out.format, options.rule, out.tensor_scale))
        convert_blocks_fast(x, layout, fast, options, out);
    else
        convert_blocks(x, layout, step_converter(out.format, options, out.tensor_scale), out);
}

/// Numbers as they are, by the golden model.
void convert_whole_exactly(const Tensor& x, const QuantizeOptions& options, Quantized& out) {
    const BlockFormat whole = as_one_block(out.format);
    const auto random = random_bits(options, all_elements(x));
    place_whole(convert_exactly<Extended>(whole, options.rule, x.exact, random, 1), whole, out);
}

bool is_equal(const Quantized& a, const Quantized& b, std::size_t block,
              const std::vector<std::size_t>& where) {
    return (a.scales.empty() || a.scales[block] == b.scales[block]) &&
           std::ranges::all_of(where, [&](std::size_t i) { return a.codes[i] == b.codes[i]; });
}

/// Codes on which the fp32 numbers on either side agree are those of the number; blocks with
/// others, and all of them by the definition, go to the golden model.
void convert_exact(const Tensor& x, const BlockLayout& layout, const QuantizeOptions& options,
                   Path path, Quantized& out) {
    // What wraps, or becomes zero beyond the range, does not grow with the number.
    const bool is_bounded = path == Path::fast && !is_of_casts(options.rule.rounding.overflow);
    Quantized outer = out;
    if (is_bounded) {
        const Fp32Bounds bounds(x);
        convert_fp32(bounds.inner, layout, options, path, out);
        convert_fp32(bounds.outer, layout, options, path, outer);
    }
    if (out.format.tensor_exponent) {
        if (!is_bounded || out.codes != outer.codes || out.tensor_scale != outer.tensor_scale)
            convert_whole_exactly(x, options, out);
        return;
    }
    Gathered<Extended> gathered;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        gathered.gather(x.exact, layout, block);
        if (is_bounded && is_equal(out, outer, block, gathered.where)) continue;
        const auto random = random_bits(options, gathered.where);
        place(convert_exactly<Extended>(out.format, options.rule, gathered.values, random,
                                        out.tensor_scale),
              gathered.where, block, out);
    }
}

}  // namespace

float default_tensor_scale(const Tensor& x, const BlockFormat& format) {
    const Extended amax = largest_magnitude(x);
    if (amax == 0) return 1;
    const Dyadic numerator = model::max_finite(*format.scale) * model::max_finite(format.element);
    return nearest_quotient(numerator, value_of(amax).number);
}

Quantized quantize(const Tensor& x, const BlockFormat& format, const QuantizeOptions& options,
                   Path path) {
    Quantized out;
    out.format = format;
    out.blocking = {options.whole_axis ? 0 : format.block, options.axis, options.tiles};
    out.shape = x.shape;
    const BlockLayout layout(x.shape, out.blocking);
    out.codes.resize(x.data.size());
    if (format.scale) {
        out.scale_shape = layout.scale_shape();
        out.scales.resize(layout.blocks());
    }
    if (format.tensor_scale)
        out.tensor_scale = options.tensor_scale.value_or(default_tensor_scale(x, format));
    if (!options.scales.empty()) {
        convert_with_given_scales(x, layout, options, path, out);
    } else if (options.search == ScaleSearch::mse) {
        convert_with_searched_scales(x, layout, options, path, out);
    } else if (options.profile == Profile::te) {
        const TransformerEngine arithmetic(format, static_cast<float>(largest_magnitude(x)));
        out.tensor_scale = arithmetic.encode_scale();
        convert_blocks(
            x, layout, [&](auto values, auto) { return arithmetic.convert(values); }, out);
    } else if (x.is_fp32()) {
        convert_fp32(x, layout, options, path, out);
    } else {
        convert_exact(x, layout, options, path, out);
    }
    return out;
}

}  // namespace mxgen::tensor
