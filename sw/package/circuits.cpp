// SPDX-License-Identifier: Apache-2.0
#include "sw/package/circuits.h"

#include <fmt/format.h>

#include <array>

#include "gen/arith/accumulate.h"
#include "gen/lower/plain.h"
#include "gen/unit/array.h"
#include "gen/unit/array_result.h"
#include "gen/unit/bounds.h"
#include "gen/unit/convert.h"
#include "gen/unit/deconvert.h"
#include "gen/unit/dot.h"
#include "gen/unit/multiply.h"
#include "gen/unit/tensor_loader.h"
#include "sw/package/lowering.h"
#include "sw/package/memo.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/unit/operand_keys.h"

namespace mxgen::package {

namespace {

unit::ScheduledCircuit part_of(const view::Scheduled& scheduled) {
    return {scheduled.circuit, scheduled.latency};
}

template <class Design>
const Design& design_of(const Config& c) {
    return std::get<Design>(c.design);
}

unit::DotOptions dot_options(const Config& c, const DotDesign& dot) {
    return {.name = c.name,
            .a = dot.a,
            .b = dot.b,
            .lanes = static_cast<unsigned>(dot.lanes),
            .accumulator = dot.accumulator,
            .blocks = static_cast<unsigned>(dot.blocks),
            .start = sums_single_blocks(dot) ? unit::Start::none
                     : dot.initial           ? unit::Start::port
                                             : unit::Start::zero,
            .modes = dot.modes,
            .multiplier = multiplier_of(dot),
            .interleave = static_cast<unsigned>(dot.interleave),
            .round = dot.round,
            .rescale = dot.rescale};
}

ir::Module dot_circuit(const Config& c) {
    return unit::dot(dot_options(c, design_of<DotDesign>(c)));
}

std::string dot_accumulator(const Config& c) {
    return std::string(arith::structure_of(design_of<DotDesign>(c).accumulator));
}

unit::ArrayOptions array_options(const Config& c) {
    const auto& array = design_of<ArrayDesign>(c);
    return {.name = c.name,
            .dot = dot_options(c, array.dot),
            .rows = static_cast<unsigned>(array.rows),
            .cols = static_cast<unsigned>(array.cols),
            .cluster = static_cast<unsigned>(array.cluster),
            .weight_stationary = array.is_weight_stationary()};
}

ir::Module array_element(const Config& c) { return unit::array_dot(array_options(c)); }

std::string array_accumulator(const Config& c) {
    return std::string(arith::structure_of(design_of<ArrayDesign>(c).dot.accumulator));
}

std::string result_name(const Config& c) { return c.name + "_result"; }

/// The circuit that makes rows of sums results; none where the sums leave.
std::optional<ir::Module> array_result(const Config& c) {
    const auto& array = design_of<ArrayDesign>(c);
    const ArrayOutput output = array_output(array).value();
    if (!output.converts()) return {};
    unit::ResultOptions options{.name = result_name(c),
                                .sum = output.sum,
                                .cols = static_cast<unsigned>(array.cols),
                                .rounded = output.rounded,
                                .blocked = {},
                                .keeps_sums = array.is_weight_stationary()};
    if (array.dot.accumulator.kind == Accumulator::Kind::late)
        options.late = unit::late_form(unit::element_options(array_options(c)));
    if (output.blocked)
        options.blocked = unit::ConvertOptions{.name = c.name,
                                               .input = output.rounded.value_or(output.sum),
                                               .output = *output.blocked,
                                               .rule = array.rule};
    return unit::array_result(options);
}

/// Cycles from the beat that completes the first row of sums to that row.
int array_latency(const ArrayDesign& array, int element_latency) {
    // A beat reaches the last column's element as many cycles after it was accepted as there are
    // clusters in a row, and with travelling sums the last row's so many later; result register and
    // output stream take one each, and sums that take turns are asked for after the last beat.
    const bool weights = array.is_weight_stationary();
    const int elements = weights ? array.rows : 1;
    const bool asks = !weights && array.dot.interleave > 1;
    return array.cols / array.cluster + elements * element_latency + 2 + asks;
}

Built array_circuit(const Config& c, const PartMaker& made) {
    const auto& array = design_of<ArrayDesign>(c);
    const auto dot = made(c, array_element(c));
    unit::ScheduledCircuit results;
    if (const auto result = array_result(c)) {
        Config own = c;
        own.timing.paced_stages.reset();
        results = made(own, *result);
    }
    const auto latency = static_cast<int>(dot.latency);
    return {.top = lower::plain(unit::array(array_options(c), dot, results)),
            .latency = array_latency(array, latency) + static_cast<int>(results.latency),
            .element = dot.circuit,
            .elements = array.rows * array.cols,
            .element_latency = latency};
}

ir::Module multiply_circuit(const Config& c) {
    return unit::multiply(c.name, multiply_spec(design_of<MultiplyDesign>(c)));
}

/// Elements of more bits have too many thresholds.
constexpr int max_threshold_bits = 8;

/// Refuses what a configuration may say and the generator cannot make.
void check_thresholds(const Config& c) {
    const BlockFormat& output = design_of<ConvertDesign>(c).output;
    const Format& element = output.element;
    if (!output.scale || !output.scale->has_zero || element.bits <= max_threshold_bits) return;
    fail(
        c.settings, operand_path(c.settings, "a"),
        fmt::format("= {} has elements of {} bits: converters with {} scales compare with the "
                    "threshold of every code; allowed: elements of at most {} bits, or scale e8m0; "
                    "nearest: --a-scale e8m0",
                    in_quotes(output.name), element.bits, output.scale->name, max_threshold_bits));
}

unit::ConvertOptions convert_options(const Config& c) {
    const auto& convert = design_of<ConvertDesign>(c);
    check_thresholds(c);
    return {.name = c.name,
            .input = convert.input,
            .output = convert.clipped(),
            .rule = convert.rule,
            .rotation = convert.rotation,
            .lanes = static_cast<unsigned>(convert.lanes),
            .has_valid = c.timing.is_pipelined() || convert.has_lfsr() || convert.loads_tensor(),
            .loads_tensor = convert.loads_tensor()};
}

ir::Module convert_block(const Config& c) {
    auto options = convert_options(c);
    // The module around it, which brings random bits or a tensor's thresholds, has the design's.
    const auto& convert = design_of<ConvertDesign>(c);
    if (convert.has_lfsr() || convert.loads_tensor()) options.name += "_block";
    return unit::convert(options);
}

Built convert_circuit(const Config& c, const PartMaker& made) {
    const auto& convert = design_of<ConvertDesign>(c);
    const auto converter = made(c, convert_block(c));
    const auto options = convert_options(c);
    const int latency = static_cast<int>(converter.latency + options.buffered_cycles());
    if (convert.loads_tensor()) {
        const unit::LoadedConverter loaded{options, converter.circuit,
                                           static_cast<unsigned>(latency)};
        return {.top = lower::plain(unit::convert_with_loader(loaded)),
                .latency = latency,
                .tensor_load_cycles = static_cast<int>(loaded.load_cycles())};
    }
    if (!convert.has_lfsr()) return {.top = converter.circuit, .latency = latency};
    const auto seed = static_cast<std::uint32_t>(convert.lfsr_seed);
    return {.top = lower::plain(unit::convert_with_lfsr(options, seed, converter.circuit)),
            .latency = latency};
}

ir::Module deconvert_circuit(const Config& c) {
    const auto& deconvert = design_of<DeconvertDesign>(c);
    return unit::deconvert({.name = c.name,
                            .input = deconvert.decoded(),
                            .output = deconvert.output,
                            .lanes = static_cast<unsigned>(deconvert.lanes),
                            .pack = deconvert.pack,
                            .has_valid = c.timing.is_pipelined()});
}

/// In the order of UnitDesign.
constexpr std::array<UnitCircuit, std::variant_size_v<UnitDesign>> circuits{{
    {dot_circuit, nullptr, nullptr, dot_accumulator},
    {array_element, array_circuit, array_result, array_accumulator},
    {multiply_circuit},
    {convert_block, convert_circuit},
    {deconvert_circuit},
}};

Built whole(const Config& config, const PartMaker& made) {
    const UnitCircuit& circuit = circuit_of(config);
    if (circuit.whole != nullptr) return circuit.whole(config, made);
    const auto unit = made(config, circuit.part(config));
    return {.top = unit.circuit, .latency = static_cast<int>(unit.latency)};
}

/// A part with its registers; with a memo an array's element may be one that is there already.
unit::ScheduledCircuit built_part(const Config& c, const view::Target& target, EstimateMemo* memo,
                                  const ir::Module& part) {
    const auto make = [&] { return part_of(scheduled(c, target, part)); };
    const bool is_element =
        std::holds_alternative<ArrayDesign>(c.design) && part.name() != result_name(c);
    if (memo == nullptr || !is_element) return make();
    const BuiltElement& element = memo->element(c, target, [&] {
        const auto made = make();
        return BuiltElement{made.circuit, static_cast<int>(made.latency)};
    });
    return {element.circuit, static_cast<unsigned>(element.latency)};
}

}  // namespace

const UnitCircuit& circuit_of(const Config& config) { return circuits.at(config.design.index()); }

Built build(const Config& config, const view::Target& target, EstimateMemo* memo) {
    std::map<std::string, unsigned> latencies;
    Built built = whole(config, [&](const Config& own, const ir::Module& part) {
        auto made = built_part(own, target, memo, part);
        latencies[part.name()] = made.latency;
        return made;
    });
    built.part_latencies = std::move(latencies);
    return built;
}

std::shared_ptr<const ir::Circuit> plain_form(const Config& config, const view::Target& target,
                                              const Built& built) {
    if (!is_compressed(config, target)) return built.top;
    return whole(config,
                 [&](const Config& own, const ir::Module& part) {
                     const unsigned latency = built.part_latencies.at(part.name());
                     return unit::ScheduledCircuit{scheduled_plain(own, target, part, latency),
                                                   latency};
                 })
        .top;
}

Built build_or_refuse(const Config& config, const view::Target& target, EstimateMemo* memo) {
    try {
        return build(config, target, memo);
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
