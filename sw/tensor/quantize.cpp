// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/quantize.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "sw/tensor/fast_quantize.h"
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

/// The numbers of one block and where in the tensor they stand.
struct Gathered {
    std::vector<float> values;
    std::vector<std::size_t> where;

    void gather(const Tensor& x, const BlockLayout& layout, std::size_t block) {
        values.clear();
        where.clear();
        layout.for_each(block, [&](std::size_t element) {
            values.push_back(x.data[element]);
            where.push_back(element);
        });
    }
};

/// Converts one block, given its values and where in the tensor they stand.
using ConvertBlock =
    std::function<ConvertedBlock(std::span<const float>, std::span<const std::size_t>)>;

std::vector<std::uint32_t> random_bits(const QuantizeOptions& options,
                                       std::span<const std::size_t> where) {
    std::vector<std::uint32_t> random;
    if (!is_stochastic(options.rule.rounding.rounding)) return random;
    for (const std::size_t element : where)
        random.push_back(random_bits(options.seed, element, options.rule.rounding.random_bits));
    return random;
}

ConvertBlock golden_converter(const BlockFormat& format, const QuantizeOptions& options, float g) {
    return [&format, &options, g](std::span<const float> x, std::span<const std::size_t> where) {
        return convert_exactly(format, options.rule, x, random_bits(options, where), g);
    };
}

/// By the place among a format's values, where fp64 is wide enough for it.
ConvertBlock step_converter(const BlockFormat& format, const QuantizeOptions& options, float g) {
    const auto steps = StepQuantizer::make(format, options.rule, g);
    if (!steps) return golden_converter(format, options, g);
    return
        [&options, steps = *steps](std::span<const float> x, std::span<const std::size_t> where) {
            return steps.block(x, random_bits(options, where));
        };
}

void place(const ConvertedBlock& converted, const Gathered& from, std::size_t block,
           Quantized& out) {
    for (std::size_t i = 0; i < from.where.size(); ++i)
        out.codes[from.where[i]] = converted.codes[i];
    if (out.format.scale) out.scales[block] = converted.scale;
    out.invalid |= converted.invalid;
}

void convert_blocks(const Tensor& x, const BlockLayout& layout, const ConvertBlock& convert,
                    Quantized& out) {
    Gathered gathered;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        gathered.gather(x, layout, block);
        place(convert(gathered.values, gathered.where), gathered, block, out);
    }
}

/// Converts one block in machine words: writes the codes, returns the scale code.
using FastBlock = std::function<std::uint8_t(std::span<const float>, std::uint8_t*)>;

/// Empty where no such loop is.
FastBlock fast_converter(const BlockFormat& format, const ConvertRule& rule, float g) {
    if (const auto fast = FastQuantizer::make(format, rule))
        return [fast = *fast](auto x, std::uint8_t* codes) { return fast.block(x, codes); };
    if (const auto fast = ThresholdQuantizer::make(format, rule, g))
        return [fast = *fast](auto x, std::uint8_t* codes) mutable { return fast.block(x, codes); };
    return {};
}

/// The same by the fast path, except for blocks that need the golden model.
void convert_blocks_fast(const Tensor& x, const BlockLayout& layout, const FastBlock& fast,
                         const QuantizeOptions& options, Quantized& out) {
    const bool keeps_nonfinite = options.rule.nonfinite == NonFinite::saturate;
    const std::uint32_t nan_scale = model::nan_code(*out.format.scale).value();
    const ConvertBlock golden = golden_converter(out.format, options, out.tensor_scale);
    Gathered gathered;
    std::vector<std::uint8_t> codes;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        gathered.gather(x, layout, block);
        codes.resize(gathered.values.size());
        out.scales[block] = fast(gathered.values, codes.data());
        for (std::size_t i = 0; i < codes.size(); ++i) out.codes[gathered.where[i]] = codes[i];
        if (out.scales[block] == nan_scale && keeps_nonfinite)
            place(golden(gathered.values, gathered.where), gathered, block, out);
    }
}

/// One power of two for the whole tensor: a block as large as it, whose E8M0 scale is kept as g.
void convert_with_tensor_exponent(const Tensor& x, const QuantizeOptions& options, Path path,
                                  Quantized& out) {
    BlockFormat whole = out.format;
    whole.tensor_exponent = false;
    whole.scale = find_format("e8m0");
    std::vector<std::size_t> where(x.data.size());
    for (std::size_t i = 0; i < where.size(); ++i) where[i] = i;
    const auto converter = path == Path::fast ? step_converter : golden_converter;
    const ConvertedBlock block = converter(whole, options, 1)(x.data, where);
    const ExactValue scale = model::decode(*whole.scale, block.scale);
    out.codes = block.codes;
    out.invalid = scale.is_nan();
    out.tensor_scale = out.invalid ? std::numeric_limits<float>::quiet_NaN()
                                   : static_cast<float>(1 / to_double(scale.number));
}

float largest_magnitude(const Tensor& x) {
    float amax = 0;
    for (const float value : x.data)
        if (std::isfinite(value)) amax = std::max(amax, std::fabs(value));
    return amax;
}

}  // namespace

float default_tensor_scale(const Tensor& x, const BlockFormat& format) {
    const float amax = largest_magnitude(x);
    if (amax == 0) return 1;
    // A quotient of two fp32 numbers (448 * 6 is one) rounds once by IEEE division.
    const Dyadic numerator = model::max_finite(*format.scale) * model::max_finite(format.element);
    return std::min(static_cast<float>(to_double(numerator)) / amax,
                    std::numeric_limits<float>::max());
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
    if (format.tensor_exponent) {
        convert_with_tensor_exponent(x, options, path, out);
        return out;
    }
    if (format.tensor_scale)
        out.tensor_scale = options.tensor_scale.value_or(default_tensor_scale(x, format));
    if (options.profile == Profile::te) {
        const TransformerEngine arithmetic(format, largest_magnitude(x));
        out.tensor_scale = arithmetic.encode_scale();
        convert_blocks(
            x, layout, [&](auto values, auto) { return arithmetic.convert(values); }, out);
        return out;
    }
    if (path != Path::fast)
        convert_blocks(x, layout, golden_converter(format, options, out.tensor_scale), out);
    else if (const auto fast = fast_converter(format, options.rule, out.tensor_scale))
        convert_blocks_fast(x, layout, fast, options, out);
    else
        convert_blocks(x, layout, step_converter(format, options, out.tensor_scale), out);
    return out;
}

}  // namespace mxgen::tensor
