// SPDX-License-Identifier: Apache-2.0
#include "sw/config/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sw/config/conversion.h"
#include "sw/config/operand.h"
#include "sw/format/modes.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/unit/from_config.h"

namespace mxgen {

namespace {

bool sums(const Config& c) { return c.unit == "dot" || c.unit == "array"; }
bool multiplies(const Config& c) { return sums(c) || c.unit == "multiply"; }

/// The nearest number that divides `block` or that it divides.
int nearest_lanes(int lanes, int block) {
    for (int step = 0;; ++step) {
        for (const int candidate : {lanes - step, lanes + step}) {
            if (candidate < 1) continue;
            if (block % candidate == 0 || candidate % block == 0) return candidate;
        }
    }
}

void check_lanes(const Settings& settings, const std::string& path, int lanes, int block,
                 bool several_blocks) {
    if (block % lanes == 0 || (several_blocks && lanes % block == 0)) return;
    const int closest =
        several_blocks ? nearest_lanes(lanes, block) : std::min(nearest_lanes(lanes, block), block);
    fail(settings, path,
         fmt::format("= {} does not fit a block of {}; allowed: divisors{} of the block; nearest: "
                     "{}; or set the block with --block {}",
                     lanes, block, several_blocks ? " and multiples" : "", closest, lanes));
}

/// The block; of a chain, which may be long, a part.
int usual_lanes(const Config& c) {
    constexpr int usual = 32;
    const bool parts = c.dot.accumulator.chain_bits > 0 && c.a.block % usual == 0;
    return parts ? usual : c.a.block;
}

void resolve_lanes(Config& c, const Settings& settings) {
    if (sums(c)) {
        if (c.a.block != c.b.block) {
            fail(settings, "b.block",
                 fmt::format("= {} differs from a.block = {}; a dot product takes blocks of one "
                             "size: set both with --block {}",
                             c.b.block, c.a.block, c.a.block));
        }
        if (c.dot.lanes == 0) c.dot.lanes = usual_lanes(c);
        check_lanes(settings, "dot.lanes", c.dot.lanes, c.a.block, true);
    }
    if (c.unit == "convert" || c.unit == "deconvert") {
        if (c.convert.lanes == 0) c.convert.lanes = c.a.block;
        // Without a shared scale there is no block but the beat.
        if (!c.a.scale && !settings.contains("a.block")) c.a.block = c.convert.lanes;
        if (!c.a.scale && c.convert.lanes != c.a.block) {
            fail(settings, "convert.lanes",
                 fmt::format("= {} differs from a.block = {}: elements without scale are converted "
                             "a whole block a beat; nearest: --lanes {}",
                             c.convert.lanes, c.a.block, c.a.block));
        }
        check_lanes(settings, "convert.lanes", c.convert.lanes, c.a.block, false);
    }
}

void parse_accumulator(Config& c, const Settings& settings) {
    const auto set = settings.find("dot.accumulator");
    const std::string name =
        set == settings.end() ? "fp32" : std::get<std::string>(set->second.value);
    const auto found = find_accumulator(name);
    if (!found) {
        const std::vector<std::string> examples{"fp32",
                                                "bf16",
                                                "fp16",
                                                "int",
                                                "int32",
                                                "int32 wrap",
                                                "int32 saturate",
                                                "int32 spill",
                                                "fixed",
                                                "fixed<40,-20>",
                                                "tensorcore<25,16,24>",
                                                "none"};
        fail(
            settings, "dot.accumulator",
            fmt::format(
                "= {} is unknown; allowed: fp32, bf16, fp16, int, int<N>, int<N> wrap, "
                "int<N> saturate, int<N> spill (N from 2 to 256), fixed, fixed<msb,lsb> (msb above "
                "lsb, both from -1024 to 1024), tensorcore<F,G,R> (F to 64, G to 1024, R to 24), "
                "tensorcore<F,G,R> promote=P (P from G on) or none; nearest: {}",
                in_quotes(name), nearest(name, examples)));
    }
    c.dot.accumulator = *found;
}

void check_integer_accumulator(Config& c, const Settings& settings) {
    Accumulator& acc = c.dot.accumulator;
    for (const auto& [side, operand] : {std::pair("a", c.a), std::pair("b", c.b)}) {
        const bool is_integer = operand.element.kind == Kind::integer;
        if (is_integer && !operand.scale) continue;
        fail(settings, "dot.accumulator",
             fmt::format(
                 "= {} sums unscaled integers, not {}; nearest: fp32{}", in_quotes(acc.name),
                 operand.name,
                 is_integer ? fmt::format(", or --{} int{}", side, operand.element.bits) : ""));
    }
    const long long terms = static_cast<long long>(std::max(c.a.block, c.dot.lanes)) * c.dot.blocks;
    const int exact = exact_sum_bits(c.a.element, c.b.element, terms);
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
                        in_quotes(acc.name), c.dot.blocks, terms / c.dot.blocks, c.a.element.name,
                        c.b.element.name, exact, acc.bits, acc.bits, exact));
    }
}

/// Chains that spill into fp32 sums are proven not to overflow.
void check_chain(const Config& c, const Settings& settings) {
    const Accumulator& acc = c.dot.accumulator;
    const bool integers = c.a.element.kind == Kind::integer && c.b.element.kind == Kind::integer;
    if (!integers)
        fail(settings, "dot.accumulator",
             fmt::format("= {} sums chains of integers, not of {} and {}; nearest: fp32",
                         in_quotes(acc.name), c.a.element.name, c.b.element.name));
    const int exact = exact_sum_bits(c.a.element, c.b.element, c.a.block);
    if (exact <= acc.chain_bits) return;
    fail(settings, "dot.accumulator",
         fmt::format("= {} cannot hold a block of {} products of {} and {}; allowed: \"int{} "
                     "spill\" or wider, or shorter blocks (--block); nearest: \"int{} spill\"",
                     in_quotes(acc.name), c.a.block, c.a.element.name, c.b.element.name, exact,
                     exact));
}

void check_accumulator(Config& c, const Settings& settings) {
    const Accumulator& acc = c.dot.accumulator;
    const bool scaled = c.a.scale || c.b.scale;
    if (acc.kind == Accumulator::Kind::integer) check_integer_accumulator(c, settings);
    if (acc.chain_bits > 0) check_chain(c, settings);
    if (acc.kind == Accumulator::Kind::tensorcore && scaled) {
        fail(settings, "dot.accumulator",
             fmt::format("= {} takes unscaled operands; nearest: fp32, or --a {} --b {}",
                         in_quotes(acc.name), c.a.element.name, c.b.element.name));
    }
    for (const Format& element : {c.a.element, c.b.element}) {
        if (acc.kind != Accumulator::Kind::tensorcore || element.kind == Kind::floating) continue;
        fail(settings, "dot.accumulator",
             fmt::format("= {} sums products of floats, not of {}; nearest: fp32",
                         in_quotes(acc.name), element.name));
    }
    if (acc.kind == Accumulator::Kind::none && c.unit == "array") {
        fail(settings, "dot.accumulator",
             "= \"none\" leaves an array nothing to keep its sums in; nearest: fp32");
    }
    if (acc.kind == Accumulator::Kind::none && c.dot.lanes != c.a.block) {
        fail(settings, "dot.lanes",
             fmt::format("= {} with blocks of {}: accumulator \"none\" gives the sum of a whole "
                         "block each cycle; nearest: --lanes {}, --block {}, or --accumulator fp32",
                         c.dot.lanes, c.a.block, c.a.block, c.dot.lanes));
    }
    const bool sums_stay = c.unit == "array" && !is_weight_stationary(c);
    if (c.dot.initial && (acc.kind == Accumulator::Kind::none || sums_stay)) {
        fail(settings, "dot.initial",
             "= true is for dot products with an accumulator and weight-stationary arrays: nothing "
             "else has port c_i; nearest: false");
    }
}

void check_multiply(const Config& c, const Settings& settings) {
    for (const auto& [path, operand] : {std::pair{"a.format", &c.a}, std::pair{"b.format", &c.b}}) {
        if (operand->element.kind == Kind::floating) continue;
        fail(settings, path,
             fmt::format("= {} is no float, unit multiply takes floats; nearest: e4m3",
                         in_quotes(operand->name)));
    }
    if (c.a.element == c.b.element) return;
    if (c.dot.multiplier == "exact" && c.dot.full_product) return;
    fail(
        settings, "b.format",
        fmt::format("= {} differs from a.format = {}, whose codes shall hold the product; allowed: "
                    "one format, or --full-product; nearest: {}",
                    in_quotes(c.b.name), in_quotes(c.a.name), c.a.name));
}

void check_multiplier(const Config& c, const Settings& settings) {
    if (c.dot.multiplier == "exact") return;
    if (c.dot.full_product) {
        fail(settings, "dot.full_product",
             fmt::format("= true is the exact product, not that of {}; nearest: false",
                         in_quotes(c.dot.multiplier)));
    }
    const Format& a = c.a.element;
    if (a.kind != Kind::floating || a != c.b.element) {
        fail(settings, "dot.multiplier",
             fmt::format("= \"{}\" multiplies two codes of one float format, not {} and {}; "
                         "nearest: exact",
                         c.dot.multiplier, a.name, c.b.element.name));
    }
    if (c.dot.multiplier == "rounded" && a.mantissa_bits > 3) {
        fail(settings, "dot.multiplier",
             fmt::format("= \"rounded\" is defined for at most 3 mantissa bits, {} has {}; "
                         "nearest: lmul",
                         a.name, a.mantissa_bits));
    }
}

/// The modes that go with the operands, or operands that go with the modes.
std::string nearest_modes(const Config& c) {
    for (const char* element : {"int8", "e4m3"}) {
        const BlockFormat operand = find_block_format(element).value();
        if (find_modes(c.dot.modes, operand, operand))
            return fmt::format("--a {0} --b {0}", element);
    }
    return c.a.element.kind == Kind::integer ? "int8,2xint4" : "fp8,fp4";
}

void check_modes(const Config& c, const Settings& settings) {
    if (c.dot.modes.empty()) return;
    const std::string written = to_string(Value(c.dot.modes));
    constexpr auto allowed =
        "allowed: int8,2xint4 and int8,int4 with operands of int8 or mxint8, one of them maybe "
        "int4; fp8,fp4 with e4m3, one of them maybe e2m1";
    if (!find_modes(c.dot.modes, c.a, c.b)) {
        fail(settings, "dot.modes",
             fmt::format("= {} cannot be switched between with operands {} and {}; {}; nearest: {}",
                         written, c.a.name, c.b.name, allowed, nearest_modes(c)));
    }
    if (c.dot.multiplier != "exact") {
        fail(settings, "dot.modes",
             fmt::format("= {} needs exact products, not multiplier \"{}\"; nearest: exact",
                         written, c.dot.multiplier));
    }
    const Accumulator& acc = c.dot.accumulator;
    if (acc.kind == Accumulator::Kind::fixed && !acc.msb) {
        fail(settings, "dot.modes",
             fmt::format("= {} count in different units: give the window of the accumulator; "
                         "allowed: fixed<msb,lsb>; nearest: \"fixed<40,-20>\"",
                         written));
    }
}

void check_output(Config& c, const Settings& settings) {
    if (c.array.output.empty()) c.array.output = c.dot.accumulator.name;
    const auto output = array_output(c);
    if (!output) {
        fail(settings, "array.output",
             fmt::format("= {} is no result of an array; allowed: {}, fp32, bf16, fp16, or a block "
                         "format with a power-of-two scale, along the row (mxfp8_e4m3, or "
                         "mxfp8_e4m3_b8 for blocks of 8); nearest: {}",
                         in_quotes(c.array.output), in_quotes(c.dot.accumulator.name),
                         nearest(c.array.output,
                                 {"fp32", "bf16", "fp16", "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2",
                                  "mxfp6_e2m3", "mxfp4", "mxint8", "mxint6", "mxint4"})));
    }
    if (output->converts() && !c.dot.modes.empty() && output->sum.lsb != 0 &&
        c.dot.accumulator.kind == Accumulator::Kind::integer) {
        fail(settings, "array.output",
             fmt::format("= {}: sums of {} count in another unit in the second mode; allowed: {}; "
                         "nearest: {}",
                         in_quotes(c.array.output), in_quotes(c.dot.accumulator.name),
                         in_quotes(c.dot.accumulator.name), c.dot.accumulator.name));
    }
    if (!output->blocked) return;
    if (c.array.cols % output->blocked->block != 0) {
        fail(settings, "array.output",
             fmt::format("= {} has blocks of {} along a row of {} results (array.cols); allowed: "
                         "blocks that divide the columns; nearest: {}_b{}",
                         in_quotes(c.array.output), output->blocked->block, c.array.cols,
                         output->blocked->name, std::gcd(output->blocked->block, c.array.cols)));
    }
    if (c.convert.rounding == "sr") {
        fail(settings, "convert.rounding",
             "= \"sr\" needs random bits, which an array has not; nearest: rne");
    }
}

/// Partial sums travel through arrays of stationary weights: they enter at the top, by c_i.
void check_dataflow(Config& c, const Settings& settings) {
    if (!is_weight_stationary(c)) return;
    if (settings.contains("dot.initial") && !c.dot.initial) {
        fail(settings, "dot.initial",
             "= false: the sums of a weight-stationary array start from port c_i; nearest: true");
    }
    c.dot.initial = true;
    const Accumulator& acc = c.dot.accumulator;
    if (acc.kind == Accumulator::Kind::tensorcore && (acc.promote > 0 || c.dot.lanes < c.a.block)) {
        fail(settings, "dot.accumulator",
             fmt::format("= {} in a weight-stationary array takes whole blocks a beat and no "
                         "promotion; nearest: \"tensorcore<{},{},{}>\" with --lanes {}",
                         in_quotes(acc.name), acc.alignment_bits, acc.group, acc.result_bits,
                         std::max(c.dot.lanes, c.a.block)));
    }
}

void check_timing(const Config& c, const Settings& settings) {
    if (c.timing.period_ns && c.timing.stages) {
        fail(settings, "timing.stages",
             "and timing.period_ns are both given; allowed: one of them; nearest: period_ns alone");
    }
}

void check_random(const Config& c, const Settings& settings) {
    if (c.convert.random == "port" || c.convert.rounding == "sr") return;
    fail(settings, "convert.random",
         fmt::format("= {} gives bits that rounding {} does not take; allowed: \"port\", or "
                     "rounding = \"sr\"; nearest: \"port\"",
                     in_quotes(c.convert.random), in_quotes(c.convert.rounding)));
}

void resolve_name(Config& c, const Settings& settings) {
    if (c.name.empty()) c.name = derived_name(c);
    if (is_module_name(c.name)) return;
    fail(settings, "design.name",
         fmt::format("= {} is no module name; allowed: a-z, 0-9 and _, at most 200 characters, "
                     "first a letter, no SystemVerilog keyword; nearest: {}",
                     in_quotes(c.name), derived_name(c)));
}

}  // namespace

Config resolve(const Settings& settings) {
    Config c;
    for (const Key& key : keys()) {
        const auto set = settings.find(key.path());
        if (set == settings.end()) continue;
        const Setting& setting = set->second;
        // The unit is the first key: what does not serve it may be what it likes.
        if (!setting.fault.empty() && key.serves(c.unit)) throw Error(Exit::usage, setting.fault);
        if (setting.fault.empty() && key.set != nullptr) key.set(c, setting.value);
    }
    if (sums(c)) parse_accumulator(c, settings);
    resolve_operands(c, settings);
    resolve_lanes(c, settings);
    if (multiplies(c)) check_multiplier(c, settings);
    if (c.unit == "multiply") check_multiply(c, settings);
    if (sums(c)) check_accumulator(c, settings);
    if (sums(c)) check_modes(c, settings);
    if (c.unit == "array") {
        check_dataflow(c, settings);
        check_output(c, settings);
    }
    if (c.unit == "convert") {
        check_conversion(c, settings);
        check_random(c, settings);
    }
    check_timing(c, settings);
    resolve_name(c, settings);
    return c;
}

}  // namespace mxgen
