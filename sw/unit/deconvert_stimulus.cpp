// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/codes.h"
#include "sw/unit/deconvert.h"

namespace mxgen {

namespace {

void append(Beats& in, const DeconvertDesign& deconvert, const Codes& codes, std::uint32_t scale) {
    in.append();
    if (deconvert.pack == CodeRows::four_two)
        in.set_codes(Role::codes, in_rows(codes), 2);
    else
        in.set_codes(Role::codes, codes, deconvert.input.element.bits);
    in.set(Role::scale, scale);
}

}  // namespace

/// Elements with their scales: every element of at most 8 bits with every scale, wider ones with
/// some, then random ones.
Stimulus stimulus_of(const DeconvertDesign& deconvert, const StimulusOptions& options) {
    const BlockFormat format = deconvert.decoded();
    const std::uint64_t codes = model::code_count(format.element);
    const std::uint32_t scales = format.scale ? 1u << format.scale->bits : 1;
    const std::uint32_t scale_step = format.element.bits > 8 ? 37 : 1;
    const auto beat = [=](Beats& in, std::uint32_t scale, auto code) {
        Codes drawn;
        for (int lane = 0; lane < deconvert.lanes; ++lane)
            drawn.push_back(static_cast<std::uint32_t>(code() % codes));
        append(in, deconvert, drawn, scale);
        return Transaction{};
    };
    return {{"exhaustive",
             [=, code = std::uint64_t{0}, scale = std::uint32_t{0}](
                 Beats& in, Beats&) mutable -> std::optional<Transaction> {
                 if (scale >= scales) return std::nullopt;
                 const auto made = beat(in, scale, [&] { return code++; });
                 if (code >= codes) code = 0, scale += scale_step;
                 return made;
             }},
            {"random",
             [=, left = options.vectors, random = Random(options.seed)](
                 Beats& in, Beats&) mutable -> std::optional<Transaction> {
                 if (left == 0) return std::nullopt;
                 --left;
                 return beat(in, static_cast<std::uint32_t>(random()) % scales, std::ref(random));
             }}};
}

Stimulus examples_of(const DeconvertDesign& deconvert) {
    constexpr int blocks = 12;
    const BlockFormat format = deconvert.decoded();
    return {{"example",
             [=, number = 0, random = std::mt19937(1)](
                 Beats& in, Beats&) mutable -> std::optional<Transaction> {
                 if (number++ == blocks) return std::nullopt;
                 const Codes codes = random_codes(random, deconvert.lanes, format.element.bits);
                 append(in, deconvert, codes,
                        format.scale ? random_codes(random, 1, format.scale->bits)[0] : 0);
                 return Transaction{};
             }}};
}

}  // namespace mxgen
