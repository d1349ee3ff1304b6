// SPDX-License-Identifier: Apache-2.0
#include "sw/config/keys.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace mxgen {

namespace {

Value wrap(const std::string& x) { return x; }
Value wrap(const std::vector<std::string>& x) { return x; }
Value wrap(bool x) { return x; }
Value wrap(int x) { return static_cast<long long>(x); }
Value wrap(double x) { return x; }
template <class T>
Value wrap(const std::optional<T>& x) {
    return x ? wrap(*x) : Value{};
}

void unwrap(const Value& v, std::string& x) {
    const auto* number = std::get_if<long long>(&v);
    x = number != nullptr ? std::to_string(*number) : std::get<std::string>(v);
}
void unwrap(const Value& v, std::vector<std::string>& x) {
    x = std::get<std::vector<std::string>>(v);
}
void unwrap(const Value& v, bool& x) { x = std::get<bool>(v); }
void unwrap(const Value& v, int& x) { x = static_cast<int>(std::get<long long>(v)); }
void unwrap(const Value& v, double& x) { x = std::get<double>(v); }
template <class T>
void unwrap(const Value& v, std::optional<T>& x) {
    unwrap(v, x.emplace());
}

/// Ties a row to the member of Config that it fills: bind<&Config::dot, &Config::Dot::lanes>(row).
template <auto... Path>
Key bind(Key row) {
    row.get = [](const Config& c) { return wrap((c.*....*Path)); };
    row.set = [](Config& c, const Value& v) { unwrap(v, (c.*....*Path)); };
    return row;
}

template <BlockFormat Config::*Operand>
std::vector<Key> operand_keys(const std::string& section, const std::string& role,
                              const std::string& otherwise) {
    const std::string units =
        section == "a" ? "multiply dot array convert deconvert" : "multiply dot array";
    return {{.section = section,
             .name = "format",
             .excludes = section + ".element",
             .units = units,
             .otherwise = otherwise,
             .help = "Format of the operand that enters by " + role +
                     ": a block format (mxfp8_e4m3) or a bare element (int8)",
             .get = [](const Config& c) { return Value((c.*Operand).name); }},
            {.section = section,
             .name = "element",
             .excludes = section + ".format",
             .units = units,
             .otherwise = "the format's",
             .help = "Element format, instead of format",
             .get = [](const Config& c) { return Value((c.*Operand).element.name); }},
            {.section = section,
             .name = "block",
             .type = Type::integer,
             .lowest = 1,
             .highest = 1024,
             .units = units,
             .otherwise = "the format's; an element's with a scale: 32, or 16 with a mantissa; "
                          "unscaled: the other operand's, the lanes, or 32",
             .help = "Elements that share one scale; --block sets both operands'",
             .shared_flag = "--block",
             .get = [](const Config& c) { return wrap((c.*Operand).block); }},
            {.section = section,
             .name = "scale",
             .units = units,
             .otherwise = "the format's",
             .help = "Scale format (e8m0, ue4m3, ue5m3) or none",
             .get =
                 [](const Config& c) {
                     const auto& scale = (c.*Operand).scale;
                     return Value(scale ? scale->name : std::string("none"));
                 }},
            {.section = section,
             .name = "scale_per",
             .allowed = {"block", "row"},
             .units = "dot array",
             .help = "A scale for each block, or one for all blocks of a row of A, a column of B; "
                     "row without a scale: a power of two, outside of the sums",
             .get = [](const Config& c) {
                 return Value(std::string((c.*Operand).per_row ? "row" : "block"));
             }}};
}

std::vector<Key> design_keys() {
    return {bind<&Config::unit>({.section = "design",
                                 .name = "unit",
                                 .allowed = {"multiply", "dot", "array", "convert", "deconvert"},
                                 .units = "multiply dot array convert deconvert",
                                 .help = "What to generate"}),
            bind<&Config::name>({.section = "design",
                                 .name = "name",
                                 .units = "multiply dot array convert deconvert",
                                 .otherwise = "derived from the configuration",
                                 .help = "Name of module, files and report row"})};
}

std::vector<Key> dot_keys() {
    using Dot = Config::Dot;
    constexpr auto part = &Config::dot;
    const std::string sums = "dot array", products = "multiply dot array";
    return {bind<part, &Dot::lanes>({.section = "dot",
                                     .name = "lanes",
                                     .type = Type::integer,
                                     .lowest = 1,
                                     .highest = 4096,
                                     .units = sums,
                                     .otherwise = "the block",
                                     .help = "Products a beat and processing element"}),
            bind<part, &Dot::blocks>(
                {.section = "dot",
                 .name = "blocks",
                 .type = Type::integer,
                 .lowest = 1,
                 .highest = 1 << 20,
                 .units = sums,
                 .help = "Longest sum, in blocks: sizes int<N>; 1: dot products in "
                         "floats keep no sum"}),
            {.section = "dot",
             .name = "accumulator",
             .units = sums,
             .help = "fp32 | bf16 | fp16 | int<N> [wrap | saturate | spill] | fixed<msb,lsb> | "
                     "tensorcore<F,G,R> [promote=P] | none",
             .get = [](const Config& c) { return Value(c.dot.accumulator.name); }},
            bind<part, &Dot::initial>({.section = "dot",
                                       .name = "initial",
                                       .type = Type::boolean,
                                       .units = sums,
                                       .tag = "initial",
                                       .named = true,
                                       .help = "Port c_i, the accumulator's first value; "
                                               "weight-stationary arrays always have it"}),
            bind<part, &Dot::multiplier>({.section = "dot",
                                          .name = "multiplier",
                                          .allowed = {"exact", "lmul", "rounded"},
                                          .units = products,
                                          .named = true,
                                          .help = "How two elements are multiplied"}),
            bind<part, &Dot::lmul_mode>({.section = "dot",
                                         .name = "lmul_mode",
                                         .allowed = {"packed", "eq1"},
                                         .units = products,
                                         .named = true,
                                         .help = "L-Mul operator"}),
            bind<part, &Dot::lmul_l>({.section = "dot",
                                      .name = "lmul_l",
                                      .type = Type::text_or_integer,
                                      .allowed = {"paper", "none"},
                                      .lowest = -32,
                                      .highest = 32,
                                      .units = products,
                                      .tag = "l",
                                      .named = true,
                                      .help = "L-Mul offset 2^-l: paper, a number, none"}),
            bind<part, &Dot::lmul_subnormals>({.section = "dot",
                                               .name = "lmul_subnormals",
                                               .allowed = {"flush", "normalize"},
                                               .units = products,
                                               .named = true,
                                               .help = "L-Mul: subnormal operands"}),
            bind<part, &Dot::full_product>(
                {.section = "dot",
                 .name = "full_product",
                 .type = Type::boolean,
                 .units = "multiply",
                 .tag = "full",
                 .named = true,
                 .help = "Unit multiply: the exact product in a wider float"}),
            bind<part, &Dot::modes>({.section = "dot",
                                     .name = "modes",
                                     .type = Type::list,
                                     .allowed = {"int8", "int4", "2xint4", "fp8", "fp4"},
                                     .units = sums,
                                     .tag = "modes_",
                                     .named = true,
                                     .help = "Formats to switch between at run time"})};
}

std::vector<Key> convert_keys() {
    using Convert = Config::Convert;
    constexpr auto part = &Config::convert;
    const auto word = [](std::string name, std::vector<std::string> allowed, std::string help,
                         std::string units = "convert array") {
        return Key{.section = "convert",
                   .name = std::move(name),
                   .allowed = std::move(allowed),
                   .units = std::move(units),
                   .help = std::move(help)};
    };
    const auto mentioned = [](Key row, std::string tag = "") {
        row.named = true;
        row.tag = std::move(tag);
        return row;
    };
    return {
        bind<part, &Convert::input>(
            word("input", {"fp32", "bf16", "fp16"}, "Format of the values to convert", "convert")),
        bind<part, &Convert::scale_rule>(mentioned(word(
            "scale_rule", {"floor", "ceil", "even", "rceil"}, "How the scale follows from amax"))),
        bind<part, &Convert::rounding>(
            mentioned(word("rounding", {"rne", "rtz", "rna", "sr"}, "Rounding of the elements"))),
        bind<part, &Convert::random_bits>({.section = "convert",
                                           .name = "random_bits",
                                           .type = Type::integer,
                                           .lowest = 1,
                                           .highest = 32,
                                           .units = "convert",
                                           .tag = "r",
                                           .named = true,
                                           .help = "Random bits an element, for sr"}),
        bind<part, &Convert::random>(
            mentioned(word("random", {"port", "lfsr"},
                           "Where they come from: port random_i, or feedback registers inside"))),
        bind<part, &Convert::lfsr_seed>({.section = "convert",
                                         .name = "lfsr_seed",
                                         .type = Type::integer,
                                         .lowest = 0,
                                         .highest = 2147483647,
                                         .units = "convert",
                                         .tag = "seed",
                                         .named = true,
                                         .help = "First state of the feedback registers"}),
        bind<part, &Convert::overflow>(
            mentioned(word("overflow", {"saturate", "propagate"}, "Values beyond the largest",
                           "convert array multiply"))),
        bind<part, &Convert::nonfinite>(
            mentioned(word("nonfinite", {"nan_block", "saturate"}, "Blocks with NaN or infinity"),
                      "nonfinite_")),
        bind<part, &Convert::clip>(
            mentioned(word("clip", {"symmetric", "asymmetric"},
                           "Whether integers may take the most negative code"))),
        bind<part, &Convert::lanes>({.section = "convert",
                                     .name = "lanes",
                                     .type = Type::integer,
                                     .lowest = 1,
                                     .highest = 1024,
                                     .units = "convert",
                                     .otherwise = "the block",
                                     .help = "Fewer than the block: streaming"}),
        bind<part, &Convert::output>({.section = "convert",
                                      .name = "output",
                                      .allowed = {"fp32", "bf16", "fp16"},
                                      .units = "deconvert",
                                      .help = "Format of the values made"})};
}

std::vector<Key> array_keys() {
    using Array = Config::Array;
    constexpr auto part = &Config::array;
    const auto count = [](std::string name, std::string help) {
        return Key{.section = "array",
                   .name = std::move(name),
                   .type = Type::integer,
                   .lowest = 1,
                   .highest = 256,
                   .units = "array",
                   .help = std::move(help)};
    };
    return {bind<part, &Array::rows>(count("rows", "Rows of processing elements")),
            bind<part, &Array::cols>(count("cols", "Columns of processing elements")),
            bind<part, &Array::dataflow>({.section = "array",
                                          .name = "dataflow",
                                          .allowed = {"output_stationary", "weight_stationary"},
                                          .units = "array",
                                          .named = true,
                                          .help = "What stays in the processing elements"}),
            bind<part, &Array::output>({.section = "array",
                                        .name = "output",
                                        .units = "array",
                                        .otherwise = "the accumulator's",
                                        .tag = "to_",
                                        .named = true,
                                        .help = "Format of the results: fp32, bf16, fp16, "
                                                "the accumulator's, or a block format along "
                                                "the row (mxfp8_e4m3, mxfp8_e4m3_b8)"})};
}

std::vector<Key> timing_keys() {
    using Timing = Config::Timing;
    constexpr auto part = &Config::timing;
    const std::string units = "multiply dot array convert deconvert";
    return {bind<part, &Timing::technology>({.section = "timing",
                                             .name = "technology",
                                             .units = units,
                                             .named = true,
                                             .help = "Target that circuits are made for"}),
            bind<part, &Timing::period_ns>({.section = "timing",
                                            .name = "period_ns",
                                            .excludes = "timing.stages",
                                            .type = Type::number,
                                            .lowest = 0.01,
                                            .highest = 100000,
                                            .units = units,
                                            .tag = "p",
                                            .named = true,
                                            .help = "Clock period that registers meet"}),
            bind<part, &Timing::stages>({.section = "timing",
                                         .name = "stages",
                                         .excludes = "timing.period_ns",
                                         .type = Type::integer,
                                         .lowest = 0,
                                         .highest = 64,
                                         .units = units,
                                         .tag = "s",
                                         .named = true,
                                         .help = "Or: this number of pipeline stages"}),
            bind<part, &Timing::optimise>({.section = "timing",
                                           .name = "optimise",
                                           .allowed = {"area", "delay", "energy", "balanced"},
                                           .units = units,
                                           .named = true,
                                           .help = "What the circuit's structure is chosen for"}),
            bind<part, &Timing::lowering>({.section = "timing",
                                           .name = "lowering",
                                           .allowed = {"auto", "plain"},
                                           .units = units,
                                           .named = true,
                                           .help = "Sums and products as the technology has them, "
                                                   "or plain: + and * for the synthesis tool"})};
}

}  // namespace

std::string Key::flag() const {
    std::string dashed = name;
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    if (section == "a" || section == "b")
        return "--" + section + (name == "format" ? "" : "-" + dashed);
    return "--" + dashed;
}

bool Key::serves(const std::string& unit) const {
    std::istringstream words(units);
    for (std::string word; words >> word;) {
        if (word == unit) return true;
    }
    return false;
}

const std::vector<Key>& keys() {
    static const std::vector<Key> table = [] {
        std::vector<Key> rows;
        for (const std::vector<Key>& part :
             {design_keys(), operand_keys<&Config::a>("a", "rows", "none: it must be given"),
              operand_keys<&Config::b>("b", "columns", "that of a"), dot_keys(), convert_keys(),
              array_keys(), timing_keys()}) {
            rows.insert(rows.end(), part.begin(), part.end());
        }
        return rows;
    }();
    return table;
}

const Key& key(const std::string& path) {
    for (const Key& row : keys()) {
        if (row.path() == path) return row;
    }
    throw std::logic_error("no configuration key " + path);
}

}  // namespace mxgen
