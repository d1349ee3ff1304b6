// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/support/error.h"
#include "sw/tensor/block_gather.h"
#include "sw/tensor/exact_quantize.h"
#include "sw/tensor/step_quantize.h"

namespace mxgen::tensor {
namespace {

/// Whether a block has the same codes in both.
bool has_same_codes(const Quantized& a, const Quantized& b, const std::vector<std::size_t>& where) {
    for (const std::size_t i : where)
        if (a.codes[i] != b.codes[i]) return false;
    return true;
}

/// Numbers of fp32, in fp64 where that is wide enough.
void convert_fp32_with_scales(const Tensor& x, const BlockLayout& layout,
                              const QuantizeOptions& options, Path path, Quantized& out) {
    const auto steps = path == Path::fast
                           ? StepQuantizer::make(out.format, options.rule, out.tensor_scale)
                           : std::nullopt;
    Gathered<float> gathered;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        gathered.gather(x.data, layout, block);
        const auto random = random_bits(options, gathered.where);
        const std::uint32_t scale = options.scales[block];
        const auto converted =
            steps ? steps->block_with_scale(gathered.values, scale, random)
                  : convert_exactly<float>(out.format, options.rule, gathered.values, random,
                                           out.tensor_scale, scale);
        place(converted, gathered.where, block, out);
    }
}

/// Numbers as they are: by their fp32 neighbours where these agree, else by the golden model.
void convert_exact_with_scales(const Tensor& x, const BlockLayout& layout,
                               const QuantizeOptions& options, Path path, Quantized& out) {
    const bool is_bounded = path == Path::fast;
    Quantized outer = out;
    if (is_bounded) {
        const Fp32Bounds bounds(x);
        convert_fp32_with_scales(bounds.inner, layout, options, path, out);
        convert_fp32_with_scales(bounds.outer, layout, options, path, outer);
    }
    Gathered<Extended> gathered;
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        gathered.gather(x.exact, layout, block);
        const bool is_known = is_bounded && out.scales[block] == outer.scales[block] &&
                              has_same_codes(out, outer, gathered.where);
        if (is_known) continue;
        place(convert_exactly<Extended>(out.format, options.rule, gathered.values,
                                        random_bits(options, gathered.where), out.tensor_scale,
                                        options.scales[block]),
              gathered.where, block, out);
    }
}

}  // namespace

void convert_with_given_scales(const Tensor& x, const BlockLayout& layout,
                               const QuantizeOptions& options, Path path, Quantized& out) {
    if (!out.format.scale || options.scales.size() != layout.blocks())
        throw Error(Exit::usage,
                    fmt::format("{} scales are given to {} blocks of {}; allowed: one "
                                "for each",
                                options.scales.size(), layout.blocks(), out.format.name));
    if (x.is_fp32())
        convert_fp32_with_scales(x, layout, options, path, out);
    else
        convert_exact_with_scales(x, layout, options, path, out);
}

}  // namespace mxgen::tensor
