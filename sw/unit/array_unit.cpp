// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/unit/array.h"
#include "sw/unit/rule_keys.h"
#include "sw/unit/sums.h"
#include "sw/unit/unit.h"

namespace mxgen {

namespace {

/// The accumulator's, unless its sums leave rounded in any case.
std::string default_output(const DotDesign& dot) {
    return dot.accumulator.kind == Accumulator::Kind::late ? "fp32" : dot.accumulator.name;
}

void check_output(ArrayDesign& array, const Settings& settings) {
    if (!settings.contains("array.output")) array.output = default_output(array.dot);
    const auto output = array_output(array);
    if (!output) {
        fail(settings, "array.output",
             fmt::format("= {} is no result of an array; allowed: {}, fp32, bf16, fp16, or a block "
                         "format with a power-of-two scale, along the row (mxfp8_e4m3, or "
                         "mxfp8_e4m3_b8 for blocks of 8); nearest: {}",
                         in_quotes(array.output), in_quotes(default_output(array.dot)),
                         nearest(array.output,
                                 {"fp32", "bf16", "fp16", "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2",
                                  "mxfp6_e2m3", "mxfp4", "mxint8", "mxint6", "mxint4"})));
    }
    if (output->converts() && !array.dot.modes.empty() && output->sum.lsb != 0 &&
        !array.dot.accumulator.row().aligns()) {
        fail(settings, "array.output",
             fmt::format("= {}: sums of {} count in another unit in the second mode; allowed: {}; "
                         "nearest: {}",
                         in_quotes(array.output), in_quotes(array.dot.accumulator.name),
                         in_quotes(array.dot.accumulator.name), array.dot.accumulator.name));
    }
    if (!output->blocked) return;
    if (array.cols % output->blocked->block != 0) {
        fail(settings, "array.output",
             fmt::format("= {} has blocks of {} along a row of {} results (array.cols); allowed: "
                         "blocks that divide the columns; nearest: {}_b{}",
                         in_quotes(array.output), output->blocked->block, array.cols,
                         output->blocked->name, std::gcd(output->blocked->block, array.cols)));
    }
    if (is_stochastic(array.rule.rounding.rounding)) {
        fail(settings, "convert.rounding",
             "= \"sr\" needs random bits, which an array has not; allowed: rne, rtz or rna; "
             "nearest: rne");
    }
}

/// Partial sums travel through arrays of stationary weights: they enter at the top, by c_i.
void check_dataflow(ArrayDesign& array, const Settings& settings) {
    if (!array.is_weight_stationary()) return;
    if (settings.contains("dot.initial") && !array.dot.initial) {
        fail(settings, "dot.initial",
             "= false: the sums of a weight-stationary array start from port c_i; allowed: true; "
             "nearest: true");
    }
    const Accumulator& acc = array.dot.accumulator;
    if (array.dot.interleave > 1 && array.dot.lanes >= array.dot.a.block)
        refuse_interleave(settings, array.dot,
                          "the sums of a weight-stationary array travel on after whole blocks",
                          ", or --dataflow output_stationary");
    if (acc.row().summands == Summands::products &&
        (acc.promote > 0 || array.dot.lanes < array.dot.a.block)) {
        fail(settings, "dot.accumulator",
             fmt::format("= {} in a weight-stationary array takes whole blocks a beat and no "
                         "promotion; allowed: the rule without promote, or fp32; nearest: "
                         "\"tensorcore<{},{},{}>\" with --lanes {}",
                         in_quotes(acc.name), acc.alignment_bits, acc.group, acc.result_bits,
                         std::max(array.dot.lanes, array.dot.a.block)));
    }
}

/// A pass of stationary weights alone must not be longer than sums that are never normalised.
void check_pass(const ArrayDesign& array, const Settings& settings) {
    const int blocks = array.rows * array.dot.beats().blocks_per_step();
    if (array.dot.accumulator.kind != Accumulator::Kind::late || !array.is_weight_stationary() ||
        blocks <= array.dot.blocks)
        return;
    fail(settings, "dot.blocks",
         fmt::format("= {}, but one load of weights has {} blocks of a sum; allowed: {} and more; "
                     "nearest: {}",
                     array.dot.blocks, blocks, blocks, blocks));
}

void check_cluster(const ArrayDesign& array, const Settings& settings) {
    const int common = std::gcd(array.rows, array.cols);
    if (common % array.cluster == 0) return;
    int nearest = array.cluster;
    while (common % nearest != 0) --nearest;
    fail(settings, "array.cluster",
         fmt::format("= {} divides not both {} rows and {} columns; allowed: divisors of {}; "
                     "nearest: {}",
                     array.cluster, array.rows, array.cols, common, nearest));
}

std::string turns_in_words(const ArrayDesign& array) {
    const int turns = array.dot.interleave;
    if (turns == 1) return "";
    if (array.is_weight_stationary())
        return fmt::format(
            " {} rows of a take turns, a beat each; a tile has whole rounds of them.", turns);
    return fmt::format(
        " Each element keeps {0} sums, which take turns, a beat each: a_i is taken with the first "
        "of "
        "{0} beats and meets a group of {1} columns in each. A tile has {2} columns; a row leaves "
        "as "
        "{0} rows of results, group after group.",
        turns, array.cols, array.tile_cols());
}

std::string array_in_words(const ArrayDesign& array) {
    const int beats = array.dot.beats().beats_per_step();
    std::string words = turns_in_words(array);
    if (array.is_weight_stationary()) {
        words += fmt::format(
            " A tile of weights is {} beats of w_i, those of the top row first, each with a part "
            "of a block for every column; the next tile's move in while this one is in use. A beat "
            "of a_i holds a part of a block for every row; after every {} a row of sums, begun "
            "with c_i, leaves; last_i ends the tile with a row.",
            array.rows * beats, beats == 1 ? "beat" : fmt::format("{} beats", beats));
    }
    if (array.output != array.dot.accumulator.name)
        words += fmt::format(" Rows leave as {}.", array.output);
    if (array.is_weight_stationary())
        words += fmt::format(
            " A longer sum goes on in the next tile, whose weights meet the next part of its row "
            "of a: {} of one tile is c_i of the next, sampled with the row's first beat, a cycle "
            "later at the earliest.",
            array_output(array)->converts() ? fmt::format("{}, the row before its conversion,",
                                                          name_of(Role::sum, Stream::output))
                                            : std::string(name_of(Role::result, Stream::output)));
    return words;
}

class ArrayUnit : public UnitOf<ArrayDesign>, public MatrixUnit {
  public:
    std::string_view name() const override { return "array"; }
    UnitKeys keys() const override;
    std::optional<std::string_view> has_handshakes() const override { return ""; }
    int turns(const UnitDesign& design) const override { return typed(design).dot.interleave; }
    std::optional<MultiplySpec> product(const UnitDesign& design) const override {
        return lane_spec(typed(design).dot);
    }
    std::optional<Operands> operands(const UnitDesign& design) const override {
        return Operands{typed(design).dot.a, typed(design).dot.b};
    }

    const MatrixUnit* matrices() const override { return this; }
    std::vector<UnitDesign> modes(const UnitDesign& design) const override {
        std::vector<UnitDesign> natives;
        for (ArrayMode& mode : runtime_modes(typed(design)))
            natives.emplace_back(std::move(mode.native));
        return natives;
    }
    const DotDesign& dot(const UnitDesign& design) const override { return typed(design).dot; }
    int elements(const UnitDesign& design) const override {
        return typed(design).rows * typed(design).cols;
    }
    ArrayOutput output(const UnitDesign& design) const override {
        return array_output(typed(design)).value();
    }
    std::optional<DataRule> data_rule(const UnitDesign& design) const override {
        return DataRule{typed(design).rule, typed(design).clip, {}};
    }
    std::vector<Word> element_words(const UnitDesign& design) const override {
        return mxgen::element_words(typed(design));
    }
    void check_depth(const UnitDesign& design, int depth) const override {
        check_product(typed(design), depth);
    }
    DesignProduct multiply(const UnitDesign& design,
                           const ProductOperands& operands) const override {
        return design_product(typed(design), operands);
    }
    Stimulus products(const UnitDesign& design,
                      const std::vector<ProductOperands>& products) const override {
        return product_stimulus(typed(design), products);
    }
    MatrixTile tile(const UnitDesign& design) const override {
        const auto& array = typed(design);
        const auto number = [](int x) { return static_cast<std::uint64_t>(x); };
        if (!array.is_weight_stationary())
            return {.rows = number(array.rows), .cols = number(array.cols * array.dot.interleave)};
        return {.depth = number(depth_per_pass(array)),
                .cols = number(array.cols),
                .weights_stay = true};
    }
    std::optional<ArrayCycles> cycles(const UnitDesign& design, const Interface& interface,
                                      const ProductShape& product,
                                      const Pieces& pieces) const override {
        return product_cycles(typed(design), interface, product, pieces);
    }

  private:
    void complete(ArrayDesign& array, const Settings& settings) const override;
    std::string stem_of(const ArrayDesign& array) const override {
        return fmt::format("array_{}x{}_{}", array.rows, array.cols, sums_stem(array.dot));
    }
    std::string meaning_of(const ArrayDesign& array) const override {
        return fmt::format("{} x {} {} array of dot products: {}{}", array.rows, array.cols,
                           array.is_weight_stationary() ? "weight-stationary" : "output-stationary",
                           sums_meaning(array.dot), array_in_words(array));
    }
};

UnitKey count_key(std::string name, std::string help, int ArrayDesign::*member) {
    return bound<ArrayDesign>(
        {.section = "array",
         .name = std::move(name),
         .type = KeyType::integer,
         .min = 1,
         .max = 256,
         .help = std::move(help)},
        [member](auto& d) -> auto& { return d.*member; });
}

UnitKeys ArrayUnit::keys() const {
    using Design = ArrayDesign;
    const auto rule = [](auto& d) -> auto& { return d.rule; };
    UnitKeys keys = sums_keys<Design>([](auto& d) -> auto& { return d.dot; });
    const auto initial = std::find_if(keys.begin(), keys.end(), [](const UnitKey& key) {
        return key.row.path() == "dot.initial";
    });
    initial->fallback = [](const Config& c) {
        return KeyValue(std::get<Design>(c.design).is_weight_stationary());
    };
    keys += rule_keys<Design>(rule);
    keys += policy_keys<Design>(
        rule, [](auto& d) -> auto& { return d.clip; });
    keys.push_back(count_key("rows", "Rows of processing elements", &Design::rows));
    keys.push_back(count_key("cols", "Columns of processing elements", &Design::cols));
    UnitKey cluster =
        count_key("cluster", "Side of squares of elements that share registers", &Design::cluster);
    cluster.is_named = true;
    cluster.tag = "cluster";
    keys.push_back(std::move(cluster));
    keys.push_back(named<Design>(
        {.section = "array", .name = "dataflow", .help = "What stays in the processing elements"},
        [](auto& d) -> auto& { return d.dataflow; }));
    keys.push_back(named<Design>(
        {.section = "array",
         .name = "output",
         .example = "fp32",
         .otherwise = "the accumulator's",
         .help = "Format of the results: fp32, bf16, fp16, the "
                 "accumulator's, or a block format along the row "
                 "(mxfp8_e4m3, mxfp8_e4m3_b8)"},
        [](auto& d) -> auto& { return d.output; }, "to_"));
    keys.back().fallback = [](const Config& c) {
        return KeyValue(default_output(std::get<Design>(c.design).dot));
    };
    return keys;
}

void ArrayUnit::complete(ArrayDesign& array, const Settings& settings) const {
    if (array.is_weight_stationary() && !settings.contains("dot.initial")) array.dot.initial = true;
    complete_sums(array.dot, settings);
    if (array.dot.initial && !array.is_weight_stationary()) refuse_initial(settings);
    check_dataflow(array, settings);
    check_pass(array, settings);
    check_cluster(array, settings);
    check_output(array, settings);
}

}  // namespace

const Unit& array_unit() {
    static const ArrayUnit unit;
    return unit;
}

}  // namespace mxgen
