// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/quantize.h"

#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/evaluate/conversion.h"
#include "sw/support/console.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/output_directory.h"
#include "sw/support/progress.h"
#include "sw/tensor/changed_integers.h"
#include "sw/tensor/inputs.h"
#include "sw/tensor/pack.h"
#include "sw/tensor/residual.h"
#include "sw/tensor/results.h"
#include "sw/tensor/rotate.h"
#include "sw/unit/units.h"

namespace mxgen::cli {

namespace {

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
                                     {"--clip", "convert.clip"},
                                     {"--rotate", "convert.rotate"},
                                     {"--rotate-signs", "convert.rotate_signs"},
                                     {"--rotate-window", "convert.rotate_window"},
                                     {"--rotate-half", "convert.rotate_half"}};

struct QuantizeCommandOptions : ConversionOptions {
    std::string input, output, tensor, dtype, pack = "codes";
    std::map<std::string, std::optional<std::string>> keys;
    bool theory = false;
    int residual_channels = 0;
};

/// The conversion that the flags stand for: operand a and the [convert] section.
ConvertDesign conversion_of(const QuantizeCommandOptions& options) {
    Settings settings;
    for (const auto& [flag, path] : key_flags) {
        const auto given = options.keys.find(flag);
        if (given == options.keys.end() || !given->second) continue;
        settings[path] = flag_setting(find_key(keys(), path), flag, *given->second);
    }
    return tensor_conversion(settings);
}

/// What of a file is left, on standard error.
void print_skipped(const tensor::TensorSeries& series) {
    for (const auto& [name, reason] : series.skipped())
        say(fmt::format("mxgen: skipped {}: {}\n", in_quotes(visible_line(name)), reason));
}

/// Says which integers changed, and counts them in the statistics.
void warn_of_integers(const std::string& name, const tensor::Tensor& x, const tensor::Quantized& q,
                      bool quiet, Json& json) {
    const auto integers = tensor::changed_integers(x, q);
    if (!integers) return;
    json["changed"] = integers->changed;
    if (quiet || integers->changed == 0) return;
    say(fmt::format("mxgen: warning: {}{}\n", name.empty() ? "" : visible_line(name) + ": ",
                    tensor::to_string(*integers, "--format")));
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

/// Given scales, and the scale of the tensor beside them, are of one.
void check_one_tensor(const QuantizeCommandOptions& options, const tensor::TensorSeries& inputs) {
    if (options.scales.empty() || inputs.names().size() + inputs.skipped().size() == 1) return;
    throw Error(Exit::usage, fmt::format("--scales: are of one tensor, {} holds several; allowed: "
                                         "with IN:NAME; nearest: {}:{}",
                                         options.input, options.input, inputs.names().front()));
}

/// The numbers that become codes.
tensor::Tensor prepared(tensor::Tensor x, const ConversionOptions& options,
                        const ConvertDesign& convert) {
    if (!convert.rotation) return x;
    return tensor::rotated(x, convert.rotation, options.axis, convert.output.block);
}

/// Codes, the numbers that they mean, and codes of as many numbers as there were.
struct Coded {
    tensor::Quantized codes;
    tensor::Tensor back;
    tensor::Quantized seen;
};

Coded coded(const tensor::Tensor& x, const BlockFormat& format, const tensor::QuantizeOptions& how,
            int residuals) {
    if (residuals == 0) {
        const tensor::Quantized q = tensor::quantize(x, format, how);
        return {q, tensor::dequantize(q), q};
    }
    const tensor::Quantized q = tensor::quantize_with_residuals(x, format, how, residuals);
    return {q, tensor::with_residuals_added(tensor::dequantize(q), residuals),
            tensor::without_residuals(q, residuals)};
}

/// Residuals stand behind rows alone, and in no layout of other programs.
void check_residual_options(const QuantizeCommandOptions& options) {
    if (options.residual_channels == 0) return;
    if (options.axis != -1 || options.pack != "codes")
        throw Error(Exit::usage,
                    "--residual-channels: stands behind the last axis, in codes; allowed: without "
                    "--axis and --pack; nearest: without them");
}

Exit run(const QuantizeCommandOptions& options, const Common& common) {
    const ConvertDesign convert = conversion_of(options);
    tensor::QuantizeOptions how = quantize_options(options, convert);
    const BlockFormat format = format_of(options, convert);
    const tensor::Pack pack = tensor::parse_pack(options.pack);
    tensor::check_pack(pack, format, how);
    check_residual_options(options);
    const tensor::TensorSeries inputs(options.input, options.tensor, options.dtype);
    check_one_tensor(options, inputs);
    tensor::PackedFile packed(pack);
    OutputDirectory out(options.output);
    Json all = Json::object();
    for (const auto& [name, reason] : inputs.skipped()) all[name] = {{"skipped", reason}};
    if (!common.quiet) print_skipped(inputs);
    Progress progress(common.quiet, !common.json);
    std::size_t done = 0;
    for (const std::string& name : inputs.names()) {
        progress.show("quantizing " + name, done++, inputs.names().size());
        const tensor::Tensor x = prepared(inputs.read(name), options, convert);
        take_scales(how, options, format, x.shape);
        const auto [q, back, seen] = coded(x, format, how, options.residual_channels);
        Json json = tensor::statistics_json(x, seen, back, options.theory);
        progress.show("");
        warn_of_integers(name, x, seen, common.quiet, json);
        tensor::write_results(out.path() / name, q, back, json);
        packed.add(name.empty() ? tensor::title_of(options.input, options.tensor) : name, q);
        if (!common.json && !common.quiet) print_line(name, json);
        if (name.empty())
            all = json;
        else
            all[name] = json;
    }
    packed.write(out.path());
    out.commit();
    if (common.json) fmt::print("{}", to_text(all));
    return Exit::done;
}

Command quantize(CLI::App& parent) {
    Command command =
        make_command(parent, "quantize", "Quantize tensors and report the error",
                     "mxgen quantize w2.npy --format mxfp4 --scale-rule rceil --theory -o out");
    const auto options = std::make_shared<QuantizeCommandOptions>();
    command
        .option("input", options->input,
                "IN.npy, IN.safetensors, IN.safetensors.index.json or IN.gguf, or one of their "
                "tensors, "
                "IN:NAME")
        .required();
    command.option("-o,--out", options->output, "Directory to write").required();
    for (const auto& [flag, path] : key_flags) {
        auto option = command.option(flag, options->keys[flag], find_key(keys(), path).help);
        if (flag == "--format") option.required();
    }
    command.option("--axis", options->axis, "Axis along which blocks lie [-1: the last]");
    command.flag("--tiles", options->tiles, "One scale a block x block tile of the last two axes");
    command.flag("--per-row", options->per_row, "One scale a row: the whole axis is a block");
    command.option("--row-scales", options->row_scales,
                   "One scale a row in fp32 or bf16, for formats without scales: int8, e4m3, ...");
    command.option("--scale-search", options->scale_search,
                   "mse: a block's scale is the one with the least squared error [none]");
    command.option("--scales", options->scales,
                   "Scales to use, as quantize writes them: FILE.npy or FILE:NAME");
    command.option("--profile", options->profile, "NVFP4 arithmetic: exact | te");
    command.option("--tensor-scale", options->tensor_scale, "Encode scale g [from the largest]");
    command.option("--tensor", options->tensor, "The one tensor of a file");
    command.option("--dtype", options->dtype,
                   "What the elements are where the file does not say: e4m3, e5m2, bf16, ...");
    command.option("--pack", options->pack,
                   "Besides, one file in a layout: codes (none) | gpt-oss | compressed-tensors | "
                   "gguf");
    command.option("--residual-channels", options->residual_channels,
                   "Columns, the last ones, whose residuals stand behind them (nvfp4, nvint4)");
    command.option("--seed", options->seed, "Of the random bits of stochastic rounding");
    command.flag("--theory", options->theory, "The QSNR that theory gives, beside the measured");
    command.run = [options, common = command.common] {
        options->has_scale_rule = options->keys["--scale-rule"].has_value();
        return run(*options, *common);
    };
    return command;
}

const Registration quantize_registration(50, quantize);

}  // namespace

}  // namespace mxgen::cli
