// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/config/table.h"
#include "sw/model/value.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::cli {

namespace {

struct FormatsOptions {
    std::string name;
    bool codes = false;
};

std::string text_of(const model::ExactValue& value) {
    if (value.is_nan()) return "NaN";
    if (value.is_infinite()) return value.negative ? "-Inf" : "Inf";
    return value.is_zero() && value.negative ? "-0" : to_string(value.number);
}

/// Exact where that is short.
std::string rough(const Dyadic& x) {
    constexpr std::size_t max_length = 12;
    const std::string exact = to_string(x);
    return exact.size() <= max_length ? exact : fmt::format("{:.6g}", to_double(x));
}

std::string kind_of(const Format& f) {
    if (f.terms)
        return fmt::format("sums of at most {} powers of two below 2^{}, {}", f.terms->count,
                           f.terms->shifts,
                           f.terms->own_signs ? "each with a sign" : "under one sign");
    if (f.kind == Kind::table) return "table of values";
    if (f.kind == Kind::integer)
        return f.lsb == 0 ? "integer" : fmt::format("integer * 2^{}", f.lsb);
    return fmt::format("{}float, {} exponent and {} mantissa bits, bias {}",
                       f.is_signed ? "" : "unsigned ", f.exponent_bits, f.mantissa_bits, f.bias);
}

/// The smallest positive number.
Dyadic smallest(const Format& f) {
    const Dyadic unit(1, model::unit_exponent(f));
    if (f.kind == Kind::floating && !f.has_zero) return {1, -f.bias};
    if (f.kind != Kind::table) return unit;
    Dyadic min_positive = model::max_finite(f);
    for (const auto& value : f.values)
        if (value && !value->is_zero() && !value->is_negative())
            min_positive = std::min(min_positive, *value);
    return min_positive;
}

std::string specials_of(const Format& f) {
    if (f.kind == Kind::floating && f.specials == Specials::ieee) return "infinities and NaN";
    if (f.kind == Kind::floating && f.specials == Specials::fn) return "NaN, no infinities";
    if (f.plus_infinity) return "infinities and NaN";
    const bool nan = std::any_of(f.values.begin(), f.values.end(),
                                 [](const auto& value) { return !value.has_value(); });
    return nan ? "NaN" : "none";
}

Json json_of(const Format& f, bool codes) {
    Json json{{"name", f.name},
              {"kind", kind_of(f)},
              {"bits", f.bits},
              {"largest", to_string(model::max_finite(f))},
              {"smallest", to_string(smallest(f))},
              {"specials", specials_of(f)},
              {"source", f.source}};
    if (f.kind == Kind::floating) json["bias"] = f.bias;
    if (!codes) return json;
    for (std::uint32_t code = 0; code < model::code_count(f); ++code)
        json["values"].push_back(text_of(model::decode(f, code)));
    return json;
}

Json json_of(const BlockFormat& f) {
    return {{"name", f.name},
            {"element", f.element.name},
            {"block", f.block},
            {"scale", f.scale ? Json(f.scale->name) : Json(nullptr)},
            {"tensor", f.tensor_scale      ? "fp32 scale"
                       : f.tensor_exponent ? "power of two"
                                           : "none"}};
}

void print_card(const Json& card) {
    for (const auto& [key, value] : card.items())
        if (key != "values" && !value.is_null())
            fmt::print("{:<9} {}\n", key,
                       value.is_string() ? value.get<std::string>() : value.dump());
    if (!card.contains("values")) return;
    const auto& values = card["values"];
    const int digits = values.size() > 256 ? 4 : 2;
    for (std::size_t code = 0; code < values.size(); ++code)
        fmt::print("  {:0{}x}  {}\n", code, digits, values[code].get<std::string>());
}

void print_catalogue() {
    fmt::print("{:<18} {:>4}  {:<12} {:<12} {:<20} {}\n", "element", "bits", "largest", "smallest",
               "specials", "source");
    for (const Format& f : formats())
        fmt::print("{:<18} {:>4}  {:<12} {:<12} {:<20} {}\n", f.name, f.bits,
                   rough(model::max_finite(f)), rough(smallest(f)), specials_of(f), f.source);
    fmt::print(
        "families: int2 to int16, sfixed<W,F>, eXmY, eXmYbB (then fn or ieee), mantA, "
        "TABLE.toml\n\n");
    fmt::print("{:<18} {:<8} {:>5}  {:<6} {}\n", "block format", "element", "block", "scale",
               "tensor");
    for (const BlockFormat& f : block_formats())
        fmt::print("{:<18} {:<8} {:>5}  {:<6} {}\n", f.name, f.element.name, f.block,
                   f.scale ? f.scale->name : "none", json_of(f)["tensor"].get<std::string>());
}

Json catalogue() {
    Json json{{"elements", Json::array()}, {"blocks", Json::array()}};
    for (const Format& f : formats()) json["elements"].push_back(json_of(f, false));
    for (const BlockFormat& f : block_formats()) json["blocks"].push_back(json_of(f));
    return json;
}

[[noreturn]] void unknown(const std::string& name) {
    std::vector<std::string> names;
    for (const BlockFormat& f : block_formats()) names.push_back(f.name);
    for (const Format& f : formats()) names.push_back(f.name);
    throw Error(Exit::usage,
                fmt::format("formats: {} is no format; allowed: {}, int2 to int16, eXmY, eXmYbB, "
                            "mantA, TABLE.toml; nearest: {}",
                            in_quotes(name), enumerated(names), nearest(name, names)));
}

/// The cards of a name: of the block format, of the element, or of both where the name is both's.
std::vector<Json> cards(const FormatsOptions& options) {
    if (options.name.ends_with(".toml"))
        return {json_of(read_table_format(options.name), options.codes)};
    std::vector<Json> found;
    const auto block = find_block_format(options.name);
    const auto element = find_format(options.name);
    if (block && (block->scale || block->tensor_exponent)) found.push_back(json_of(*block));
    if (element && options.codes && element->bits > 16)
        throw Error(Exit::usage, fmt::format("--codes: {} has 2^{} codes; allowed: at most 2^16",
                                             element->name, element->bits));
    if (element) found.push_back(json_of(*element, options.codes));
    if (found.empty()) unknown(options.name);
    return found;
}

Exit run(const FormatsOptions& options, const Common& common) {
    if (options.name.empty()) {
        if (common.json)
            fmt::print("{}", to_text(catalogue()));
        else if (!common.quiet)
            print_catalogue();
        return Exit::done;
    }
    const auto found = cards(options);
    if (common.json) fmt::print("{}", to_text(found.size() == 1 ? found.front() : Json(found)));
    if (common.json || common.quiet) return Exit::done;
    for (const Json& card : found) print_card(card);
    return Exit::done;
}

Command formats_command(CLI::App& parent) {
    Command command = make_command(parent, "formats", "Show the number formats, or one of them",
                                   "mxgen formats e4m3 --codes");
    const auto options = std::make_shared<FormatsOptions>();
    command.option("name", options->name, "Format, family member or TABLE.toml");
    command.flag("--codes", options->codes, "Every code's value");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration formats_registration(60, formats_command);

}  // namespace

}  // namespace mxgen::cli
