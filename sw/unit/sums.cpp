// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/sums.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>

#include "sw/format/modes.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen {

void refuse_initial(const Settings& settings) {
    fail(settings, "dot.initial",
         "= true is for dot products with an accumulator and weight-stationary arrays: nothing "
         "else has port c_i; allowed: false; nearest: false");
}

void refuse_interleave(const Settings& settings, const DotDesign& dot, const std::string& reason,
                       const std::string& nearest) {
    fail(settings, "dot.interleave",
         fmt::format("= {}: {}, so that no sums can take turns; allowed: 1; nearest: "
                     "--interleave 1{}",
                     dot.interleave, reason, nearest));
}

namespace {

/// The block; of a chain, which may be long, a part.
int default_lanes(const DotDesign& dot) {
    constexpr int whole = 32;
    const bool parts = dot.accumulator.chain_bits > 0 && dot.a.block % whole == 0;
    return parts ? whole : dot.a.block;
}

void resolve_lanes(DotDesign& dot, const Settings& settings) {
    if (dot.a.block != dot.b.block) {
        fail(settings, "b.block",
             fmt::format("= {} differs from a.block = {}; a dot product takes blocks of one "
                         "size; allowed: {} for both; nearest: --block {}",
                         dot.b.block, dot.a.block, dot.a.block, dot.a.block),
             {"b.format", "b.element", "b.scale", "a.block"});
    }
    if (dot.lanes == 0) dot.lanes = default_lanes(dot);
    check_lanes(settings, "dot.lanes", dot.lanes, dot.a.block, max_lanes);
}

void parse_accumulator(DotDesign& dot, const Settings& settings) {
    const auto name = given<std::string>(settings, "dot.accumulator").value_or("fp32");
    const auto found = find_accumulator(name);
    if (!found) {
        std::vector<std::string> examples, allowed;
        for (const AccumulatorRow& row : accumulator_rows()) {
            examples.insert(examples.end(), row.examples.begin(), row.examples.end());
            allowed.emplace_back(row.allowed);
        }
        const std::string last = allowed.back();
        allowed.pop_back();
        fail(settings, "dot.accumulator",
             fmt::format("= {} is unknown; allowed: {} or {}; nearest: {}", in_quotes(name),
                         fmt::join(allowed, ", "), last, nearest(name, examples)));
    }
    dot.accumulator = *found;
}

void check_integer_accumulator(DotDesign& dot, const Settings& settings) {
    Accumulator& acc = dot.accumulator;
    for (const auto& [side, operand] : {std::pair("a", dot.a), std::pair("b", dot.b)}) {
        const bool is_integer = operand.element.kind == Kind::integer;
        if (is_integer && !operand.scale) continue;
        fail(settings, "dot.accumulator",
             fmt::format(
                 "= {} sums unscaled integers, not {}; allowed: fp32, bf16, fp16 or fixed; "
                 "nearest: fp32{}",
                 in_quotes(acc.name), operand.name,
                 is_integer ? fmt::format(", or --{} int{}", side, operand.element.bits) : ""));
    }
    const long long terms = static_cast<long long>(std::max(dot.a.block, dot.lanes)) * dot.blocks;
    const int exact = exact_sum_bits(dot.a.element, dot.b.element, terms);
    if (acc.bits == 0) {
        acc.bits = exact;
        acc.name = fmt::format("int{}", exact);
    }
    if (acc.bits < exact && acc.overflow == Accumulator::Overflow::never) {
        fail(
            settings, "dot.accumulator",
            fmt::format("= {} cannot hold {} blocks of {} products of {} and {}; allowed: int{} or "
                        "wider, \"int{} wrap\", \"int{} saturate\", or fewer blocks (--blocks); "
                        "nearest: int{}",
                        in_quotes(acc.name), dot.blocks, terms / dot.blocks, dot.a.element.name,
                        dot.b.element.name, exact, acc.bits, acc.bits, exact));
    }
}

/// Chains that spill into fp32 sums are proven not to overflow.
void check_chain(const DotDesign& dot, const Settings& settings) {
    const Accumulator& acc = dot.accumulator;
    const bool integers =
        dot.a.element.kind == Kind::integer && dot.b.element.kind == Kind::integer;
    if (!integers)
        fail(settings, "dot.accumulator",
             fmt::format("= {} sums chains of integers, not of {} and {}; allowed: fp32, bf16, "
                         "fp16 or fixed; nearest: fp32",
                         in_quotes(acc.name), dot.a.element.name, dot.b.element.name));
    const int exact = exact_sum_bits(dot.a.element, dot.b.element, dot.a.block);
    if (exact <= acc.chain_bits) return;
    fail(settings, "dot.accumulator",
         fmt::format("= {} cannot hold a block of {} products of {} and {}; allowed: \"int{} "
                     "spill\" or wider, or shorter blocks (--block); nearest: \"int{} spill\"",
                     in_quotes(acc.name), dot.a.block, dot.a.element.name, dot.b.element.name,
                     exact, exact));
}

/// Sums product by product take no scales, and run-time modes of floats alone.
void check_products(const DotDesign& dot, const Settings& settings) {
    const Accumulator& acc = dot.accumulator;
    if (dot.a.scale || dot.b.scale) {
        fail(settings, "dot.accumulator",
             fmt::format("= {} takes unscaled operands; allowed: fp32, bf16, fp16, fixed or none; "
                         "nearest: fp32, or --a {} --b {}",
                         in_quotes(acc.name), dot.a.element.name, dot.b.element.name));
    }
    for (const Format& element : {dot.a.element, dot.b.element}) {
        if (element.kind == Kind::floating || dot.modes.empty()) continue;
        fail(settings, "dot.accumulator",
             fmt::format("= {} with modes sums products of floats, not of {}; allowed: fp32, bf16, "
                         "fp16, fixed or none; nearest: fp32",
                         in_quotes(acc.name), element.name));
    }
}

/// Without an accumulator the sum of a whole block leaves in each cycle.
void check_no_sums(const DotDesign& dot, const Settings& settings) {
    if (dot.is_element) {
        fail(settings, "dot.accumulator",
             "= \"none\" leaves an array nothing to keep its sums in; allowed: fp32, bf16, fp16, "
             "int, fixed or tensorcore<F,G,R>; nearest: fp32");
    }
    if (dot.lanes != dot.a.block) {
        fail(settings, "dot.lanes",
             fmt::format("= {} with blocks of {}: accumulator \"none\" gives the sum of a whole "
                         "block each cycle; allowed: lanes that are the block; nearest: --lanes "
                         "{}, --block {}, or --accumulator fp32",
                         dot.lanes, dot.a.block, dot.a.block, dot.lanes));
    }
    if (dot.initial) refuse_initial(settings);
}

/// Sums that are never normalised have bits for so many blocks.
void check_late(const DotDesign& dot, const Settings& settings) {
    const int terms = model::summed_terms(dot_spec(dot));
    const int least = static_cast<int>(std::bit_width(static_cast<unsigned>(terms - 1))) + 2;
    if (dot.accumulator.bits >= least) return;
    fail(settings, "dot.accumulator",
         fmt::format("= {} cannot hold sums of {} blocks{}; allowed: late<{}> or wider, or fewer "
                     "blocks (--blocks); nearest: \"late<{}>\"",
                     in_quotes(dot.accumulator.name), terms - dot.initial,
                     dot.initial ? " and an initial value" : "", least, least));
}

void check_accumulator(DotDesign& dot, const Settings& settings) {
    const Accumulator& acc = dot.accumulator;
    const Summands summands = acc.row().summands;
    if (summands == Summands::integers) check_integer_accumulator(dot, settings);
    if (summands == Summands::products) check_products(dot, settings);
    if (acc.chain_bits > 0) check_chain(dot, settings);
    if (!acc.keeps_sums()) check_no_sums(dot, settings);
    if (acc.kind == Accumulator::Kind::late) check_late(dot, settings);
}

void resolve_round(DotDesign& dot, const Settings& settings) {
    const auto name = given<std::string>(settings, "dot.round");
    if (!name) return;
    const auto found = find_sum_rounding(*name);
    if (!found) {
        fail(settings, "dot.round",
             fmt::format("= {} is unknown; allowed: block, beat or beat<F> (F from 1 to 64); "
                         "nearest: {}",
                         in_quotes(*name), nearest(*name, {"block", "beat", "beat<24>"})));
    }
    dot.round = *found;
    const Accumulator& acc = dot.accumulator;
    const bool rounds = acc.kind == Accumulator::Kind::floating && acc.chain_bits == 0;
    if (rounds || dot.round == SumRounding{}) return;
    fail(settings, "dot.round",
         fmt::format("= {} is for accumulators fp32, bf16 and fp16, not {}; allowed: block; "
                     "nearest: --round block, or --accumulator fp32",
                     in_quotes(*name), acc.name));
}

/// Sums can take turns where something is kept from beat to beat.
void check_interleave(const DotDesign& dot, const Settings& settings) {
    if (dot.interleave == 1) return;
    if (!dot.accumulator.keeps_sums())
        refuse_interleave(settings, dot, "accumulator \"none\" keeps no sums",
                          ", or --accumulator int");
    if (sums_single_blocks(dot))
        refuse_interleave(settings, dot, "dot.blocks = 1 keeps no sums", ", or --blocks 2");
}

/// Sums double where they are integers that may overflow, one block at a time.
void check_rescale(const DotDesign& dot, const Settings& settings) {
    if (!dot.rescale) return;
    const auto refuse = [&](const std::string& reason, const std::string& nearest) {
        fail(settings, "dot.rescale",
             fmt::format("= true: {}; allowed: false; nearest: false, or {}", reason, nearest));
    };
    if (dot.is_element) refuse("elements of arrays have no port rescale_i", "--unit dot");
    const Accumulator& acc = dot.accumulator;
    if (acc.row().summands != Summands::integers || acc.overflow == Accumulator::Overflow::never)
        refuse(
            fmt::format("accumulator {} does not double its sums, of which any width may overflow",
                        in_quotes(acc.name)),
            "--accumulator \"int32 saturate\"");
    if (dot.lanes > dot.a.block)
        refuse(fmt::format("{} lanes take several blocks a beat", dot.lanes),
               fmt::format("--lanes {}", dot.a.block));
}

/// The modes that go with the operands, or operands that go with the modes.
std::string nearest_modes(const DotDesign& dot) {
    for (const char* element : {"int8", "e4m3"}) {
        const BlockFormat operand = find_block_format(element).value();
        if (find_modes(dot.modes, operand, operand)) return fmt::format("--a {0} --b {0}", element);
    }
    return dot.a.element.kind == Kind::integer ? "int8,2xint4" : "fp8,fp4";
}

void check_modes(const DotDesign& dot, const Settings& settings) {
    if (dot.modes.empty()) return;
    const std::string written = list_in_quotes(dot.modes);
    constexpr auto allowed =
        "allowed: int8,2xint4 and int8,int4 with operands of int8 or mxint8, one of them maybe "
        "int4; fp8,fp4 with e4m3, one of them maybe e2m1";
    if (!find_modes(dot.modes, dot.a, dot.b)) {
        fail(settings, "dot.modes",
             fmt::format("= {} cannot be switched between with operands {} and {}; {}; nearest: {}",
                         written, dot.a.name, dot.b.name, allowed, nearest_modes(dot)));
    }
    if (dot.multiplier.product != ProductKind::exact) {
        fail(settings, "dot.modes",
             fmt::format("= {} needs exact products, not multiplier \"{}\"; allowed: exact; "
                         "nearest: --multiplier "
                         "exact",
                         written, name_of(dot.multiplier.product)));
    }
    const Accumulator& acc = dot.accumulator;
    if (acc.row().aligns() && acc.bits == 0) {
        fail(settings, "dot.modes",
             fmt::format("= {} count in different units: give the window of the accumulator; "
                         "allowed: fixed<msb,lsb>; nearest: --accumulator "
                         "\"fixed<40,-20>\"",
                         written));
    }
}

}  // namespace

void complete_sums(DotDesign& dot, const Settings& settings) {
    parse_accumulator(dot, settings);
    Operands operands = resolve_operands(settings, dot.accumulator.chain_bits);
    dot.a = std::move(operands.a);
    dot.b = std::move(operands.b);
    resolve_lanes(dot, settings);
    check_multiplier(settings, dot.multiplier, dot.a.element, dot.b.element);
    check_accumulator(dot, settings);
    resolve_round(dot, settings);
    check_modes(dot, settings);
    check_interleave(dot, settings);
    check_rescale(dot, settings);
}

}  // namespace mxgen
