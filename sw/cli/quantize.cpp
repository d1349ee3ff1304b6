// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/quantize.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sw/cli/commands.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/support/progress.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/safetensors.h"
#include "sw/tensor/statistics.h"
#include "sw/tensor/theory.h"
#include "sw/unit/operand_keys.h"
#include "sw/unit/rule_keys.h"
#include "sw/unit/units.h"

namespace mxgen::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Flags that are keys of unit convert, by path: they mean and allow the same.
using KeyFlag = std::pair<std::string, std::string>;
const std::vector<KeyFlag> key_flags{{"--format", "a.format"},
                                     {"--block", "a.block"},
                                     {"--scale", "a.scale"},
                                     {"--scale-rule", "convert.scale_rule"},
                                     {"--rounding", "convert.rounding"},
                                     {"--random-bits", "convert.random_bits"},
                                     {"--overflow", "convert.overflow"},
                                     {"--nonfinite", "convert.nonfinite"},
                                     {"--clip", "convert.clip"}};

struct Options {
    std::string input, output, tensor;
    std::map<std::string, std::string> keys;
    int axis = -1;
    bool tiles = false, per_row = false, theory = false;
    std::string profile = "exact";
    std::optional<float> tensor_scale;
    std::uint64_t seed = 1;
};

/// One tensor to quantize and the subdirectory that its results go to.
struct Input {
    std::string directory;
    tensor::Tensor tensor;
};

Setting parsed(const std::string& flag, const Key& row, const std::string& text) {
    Setting setting{text, flag};
    if (row.type == KeyType::integer) {
        const auto digits =
            !text.empty() && text.size() < 10 &&
            std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
        if (!digits)
            throw Error(Exit::usage,
                        fmt::format("{}: {} must be an integer", flag, in_quotes(text)));
        setting.value = std::stoll(text);
    }
    check_value(row, setting);
    return setting;
}

/// The conversion that the flags stand for: operand a and the [convert] section.
ConvertDesign conversion_of(const Options& options) {
    Config config{.design = ConvertDesign{}};
    Settings settings;
    for (const UnitKey& key : keys_of(unit_of(config))) {
        const auto flag = std::ranges::find(key_flags, key.row.path(), &KeyFlag::second);
        if (flag == std::end(key_flags)) continue;
        const auto given = options.keys.find(flag->first);
        if (given == options.keys.end() || given->second.empty()) continue;
        const Setting& setting = settings[key.row.path()] =
            parsed(flag->first, key.row, given->second);
        if (key.set != nullptr) key.set(config, setting.value);
    }
    auto& convert = std::get<ConvertDesign>(config.design);
    convert.output = resolve_blocked(settings, 0);
    check_rule(settings, convert.output, convert.rule, true);
    convert.output = convert.clipped();
    return convert;
}

/// The encode scale that the user gives, which an fp32 scale of the tensor alone can be.
void check_tensor_scale(const Options& options, const ConvertDesign& convert) {
    if (!options.tensor_scale) return;
    if (!convert.output.tensor_scale)
        throw Error(Exit::usage,
                    fmt::format("--tensor-scale: {} has no fp32 scale of the tensor; allowed: with "
                                "nvfp4, nvint4 or --scale ue4m3; nearest: without it",
                                convert.output.name));
    if (!std::isfinite(*options.tensor_scale) || *options.tensor_scale <= 0)
        throw Error(Exit::usage,
                    fmt::format("--tensor-scale: {} is no encode scale; allowed: finite numbers "
                                "above 0; nearest: 1",
                                *options.tensor_scale));
    if (options.profile == "te")
        throw Error(Exit::usage,
                    "--tensor-scale: profile te derives its own from the tensor; nearest: "
                    "--profile exact");
}

tensor::QuantizeOptions quantize_options(const Options& options, const ConvertDesign& convert) {
    tensor::QuantizeOptions how;
    how.rule = convert.rule;
    how.axis = options.axis;
    how.tiles = options.tiles;
    how.whole_axis = options.per_row;
    check_tensor_scale(options, convert);
    how.tensor_scale = options.tensor_scale;
    how.seed = options.seed;
    if (options.per_row && (options.tiles || !convert.output.scale))
        throw Error(Exit::usage,
                    "--per-row: needs a format with a scale, or --scale, and no --tiles");
    if (options.profile == "te")
        how.profile = tensor::Profile::te;
    else if (options.profile != "exact")
        throw Error(Exit::usage, fmt::format("--profile: {}; allowed: exact, te; nearest: {}",
                                             in_quotes(options.profile),
                                             nearest(options.profile, {"exact", "te"})));
    if (how.profile == tensor::Profile::te && how.rule.rounding.rounding != Rounding::rne)
        throw Error(Exit::usage, fmt::format("--rounding: {} is not what profile te does; allowed: "
                                             "rne; nearest: rne, or --profile exact",
                                             in_quotes(name_of(convert.rule.rounding.rounding))));
    return how;
}

/// A tensor's name as one directory, or an error: names come from files.
std::string directory_of(const std::string& name, const std::string& file) {
    const bool plain = !name.empty() && name.front() != '.' && name.size() <= 200 &&
                       std::all_of(name.begin(), name.end(), [](unsigned char c) {
                           return std::isalnum(c) || c == '.' || c == '_' || c == '-';
                       });
    if (plain) return name;
    throw Error(Exit::usage, fmt::format("{}: tensor {} cannot name a directory; choose it alone "
                                         "with --tensor",
                                         file, in_quotes(name)));
}

std::vector<Input> read_safetensors(const Options& options) {
    const tensor::Safetensors file(options.input);
    std::vector<Input> inputs;
    std::vector<std::string> names;
    for (const auto& entry : file.entries()) {
        names.push_back(entry.name);
        if (options.tensor.empty())
            inputs.push_back(
                {directory_of(entry.name, options.input), tensor::to_tensor(file.read(entry))});
        else if (entry.name == options.tensor)
            inputs.push_back({"", tensor::to_tensor(file.read(entry))});
    }
    if (names.empty()) throw Error(Exit::usage, fmt::format("{}: holds no tensor", options.input));
    if (inputs.empty())
        throw Error(Exit::usage, fmt::format("{}: no tensor {}; nearest: {}", options.input,
                                             in_quotes(options.tensor),
                                             in_quotes(nearest(options.tensor, names))));
    if (inputs.size() == 1) inputs.front().directory.clear();
    return inputs;
}

/// The same inputs, none of them without numbers.
std::vector<Input> filled(std::vector<Input> inputs, const std::string& file) {
    for (const Input& input : inputs) {
        if (!input.tensor.data.empty() && !input.tensor.shape.empty()) continue;
        throw Error(Exit::usage,
                    fmt::format("{}: {}has {}; allowed: at least one axis and one number", file,
                                input.directory.empty() ? "" : input.directory + " ",
                                input.tensor.shape.empty() ? "no axis" : "no numbers"));
    }
    return inputs;
}

std::vector<Input> read_inputs(const Options& options) {
    if (options.input.ends_with(".safetensors"))
        return filled(read_safetensors(options), options.input);
    if (options.input.ends_with(".npy"))
        return filled({{"", tensor::to_tensor(tensor::read_npy(options.input))}}, options.input);
    throw Error(Exit::usage, fmt::format("{}: neither .npy nor .safetensors", options.input));
}

/// A number for JSON, which has no infinity.
Json number(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

Json statistics_json(const Options& options, const ConvertDesign& convert, const tensor::Tensor& x,
                     const tensor::Quantized& q, const tensor::Tensor& back) {
    const tensor::Statistics s = tensor::statistics(x, q, back);
    Json json{{"format", convert.output.name}, {"shape", x.shape},
              {"elements", s.elements},        {"nonfinite", s.nonfinite},
              {"qsnr_db", number(s.qsnr_db)},  {"mse", s.mse},
              {"max_error", s.max_error},      {"crest_factor", s.crest_factor},
              {"clipped", s.clipped},          {"flushed", s.flushed},
              {"invalid", q.invalid}};
    if (q.format.tensor_scale || q.format.tensor_exponent)
        json["tensor_scale"] = number(q.tensor_scale);
    if (!options.theory) return json;
    const auto theory = tensor::theoretical_qsnr_db(convert.output, s.crest_factor);
    json["theory_qsnr_db"] = theory ? number(*theory) : Json(nullptr);
    return json;
}

void write_results(const OutputDirectory& out, const std::string& directory,
                   const tensor::Quantized& q, const tensor::Tensor& back, const Json& json) {
    const std::filesystem::path folder = out.path() / directory;
    std::filesystem::create_directories(folder);
    tensor::write_npy(folder / "codes.npy",
                      tensor::from_codes(q.shape, q.codes, q.format.element.bits));
    if (q.format.scale)
        tensor::write_npy(folder / "scales.npy", tensor::from_codes(q.scale_shape, q.scales, 8));
    tensor::write_npy(folder / "dequantized.npy", tensor::from_floats(back.shape, back.data));
    write_file(folder / "stats.json", json.dump(2) + "\n");
}

void print_line(const std::string& name, const Json& json) {
    const auto decibels = [](const Json& x) {
        return x.is_null() ? std::string("-") : fmt::format("{:.2f}", x.get<double>());
    };
    fmt::print("{}{}: QSNR {} dB", name.empty() ? "" : name + ": ",
               json["format"].get<std::string>(), decibels(json["qsnr_db"]));
    if (json.contains("theory_qsnr_db"))
        fmt::print(" (theory {})", decibels(json["theory_qsnr_db"]));
    fmt::print(
        ", MSE {:.3g}, largest error {:.3g}, crest factor {:.2f}, {:.2f} % clipped, "
        "{:.2f} % flushed\n",
        json["mse"].get<double>(), json["max_error"].get<double>(),
        json["crest_factor"].get<double>(), 100 * json["clipped"].get<double>(),
        100 * json["flushed"].get<double>());
}

Exit run(const Options& options, const Common& common) {
    const ConvertDesign convert = conversion_of(options);
    const tensor::QuantizeOptions how = quantize_options(options, convert);
    OutputDirectory out(options.output);
    Json all = Json::object();
    Progress progress(common.quiet, !common.json);
    const std::vector<Input> inputs = read_inputs(options);
    std::size_t done = 0;
    for (const Input& input : inputs) {
        progress.show("quantizing " + input.directory, done++, inputs.size());
        const tensor::Quantized q = tensor::quantize(input.tensor, convert.output, how);
        const tensor::Tensor back = tensor::dequantize(q);
        const Json json = statistics_json(options, convert, input.tensor, q, back);
        write_results(out, input.directory, q, back, json);
        progress.show("");
        if (!common.json && !common.quiet) print_line(input.directory, json);
        if (input.directory.empty())
            all = json;
        else
            all[input.directory] = json;
    }
    out.commit();
    if (common.json) fmt::print("{}\n", all.dump(2));
    return Exit::done;
}

}  // namespace

Command quantize(CLI::App& parent) {
    Command command =
        make_command(parent, "quantize", "Quantize tensors and report the error",
                     "mxgen quantize w2.npy --format mxfp4 --scale-rule rceil --theory -o out");
    const auto options = std::make_shared<Options>();
    command.option("input", options->input, "IN.npy or IN.safetensors").required();
    command.option("-o,--out", options->output, "Directory to write").required();
    for (const auto& [flag, path] : key_flags) {
        auto option = command.option(flag, options->keys[flag], find_key(keys(), path).help);
        if (flag == "--format") option.required();
    }
    command.option("--axis", options->axis, "Axis along which blocks lie [-1: the last]");
    command.flag("--tiles", options->tiles, "One scale a block x block tile of the last two axes");
    command.flag("--per-row", options->per_row, "One scale a row: the whole axis is a block");
    command.option("--profile", options->profile, "NVFP4 arithmetic: exact | te");
    command.option("--tensor-scale", options->tensor_scale, "Encode scale g [from the largest]");
    command.option("--tensor", options->tensor, "The one tensor of a .safetensors file");
    command.option("--seed", options->seed, "Of the random bits of stochastic rounding");
    command.flag("--theory", options->theory, "The QSNR that theory gives, beside the measured");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

}  // namespace mxgen::cli
