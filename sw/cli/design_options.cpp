// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/design_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ranges>
#include <set>

#include "sw/config/fpga.h"
#include "sw/flow/technology.h"
#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/support/numbers.h"
#include "sw/tensor/inputs.h"
#include "sw/tensor/tensor_file.h"

namespace mxgen::cli {

namespace {

bool is_tensor(const std::string& text) { return tensor::parse_tensor_argument(text).has_value(); }

/// Keys of a conversion that tensors pass, whatever the unit.
bool is_data_key(const Key& key) {
    constexpr std::string_view names[] = {
        "scale_rule", "rounding", "random_bits",  "overflow",      "nonfinite",
        "clip",       "rotate",   "rotate_signs", "rotate_window", "rotate_half"};
    return key.section == "convert" && std::ranges::find(names, key.name) != std::end(names);
}

std::string type_name(const Key& key) {
    if (!key.allowed.empty() && key.type == KeyType::text) {
        std::string choices;
        for (const std::string& choice : key.allowed)
            choices += (choices.empty() ? "" : "|") + choice;
        return choices;
    }
    switch (key.type) {
        case KeyType::integer:
            return "N";
        case KeyType::number:
            return "X";
        case KeyType::list:
            return "LIST";
        default:
            return "TEXT";
    }
}

std::string help(const Key& key) {
    const std::string initial = key.otherwise.empty() ? to_string(key.initial) : key.otherwise;
    return fmt::format("{} [{}]", key.help, initial);
}

/// The technology is one of the program's, whatever the command makes of it.
void check_technology(const Settings& settings) {
    const std::string path = "timing.technology";
    const auto name = given<std::string>(settings, path);
    auto known = ppa::technology_names();
    known.insert(known.end(), fpga_families().begin(), fpga_families().end());
    if (!name || std::ranges::find(known, *name) != known.end()) return;
    fail(settings, path,
         fmt::format("= {} is unknown; allowed: {}; nearest: {}", in_quotes(*name),
                     enumerated(known), nearest(*name, known)));
}

/// A number, or the only one of a .npy file.
float tensor_scale(const std::string& flag, const std::string& text) {
    if (const auto number = parse_number(text)) return static_cast<float>(*number);
    if (!text.ends_with(".npy"))
        throw Error(Exit::usage, fmt::format("{} = {} is no number; allowed: a number above 0, or "
                                             "FILE.npy with one; nearest: 1",
                                             flag, in_quotes(text)));
    const auto x = tensor::read_tensor(text);
    if (x.data.size() != 1)
        throw Error(Exit::usage, fmt::format("{}: has shape {}; allowed: one number; nearest: {} 1",
                                             text, tensor::to_string(x.shape), flag));
    return x.data.front();
}

}  // namespace

void DesignOptions::add_to(CLI::App& app, Files files, Tensors tensors) {
    takes_tensors_ = tensors == Tensors::yes;
    auto* positional = app.add_option("CONFIG", files_, "Configuration file (TOML)");
    if (files == Files::at_most_one) positional->expected(0, 1);
    std::set<std::string> added;
    const auto add = [&](const std::string& flag, const Key& key, const std::string& text) {
        if (flag.empty() || !added.insert(flag).second) return;
        auto* option = app.add_option(flag, flags_[flag], text)
                           ->group(fmt::format("Configuration, [{}]", key.section))
                           ->type_name(type_name(key))
                           ->allow_extra_args(false);
        if (key.type == KeyType::boolean) option->expected(0, 1)->default_str("true");
    };
    for (const Key& key : keys()) {
        const bool tensor = takes_tensors_ && key.name == "format";
        add(key.flag(), key,
            help(key) + (tensor ? "; or a tensor (FILE.npy, FILE.safetensors:NAME)" : ""));
        add(key.shared_flag, key, "Block of both operands");
    }
    if (!takes_tensors_) return;
    add_dtype(app, "--dtype",
              "What the elements of both tensors are where their files do not say: e4m3, e5m2, "
              "bf16, ...");
    add_dtype(app, "--a-dtype", "The same of --a alone");
    add_dtype(app, "--b-dtype", "The same of --b alone");
    add_code_flags(app);
}

void DesignOptions::add_dtype(CLI::App& app, const std::string& flag, const std::string& text) {
    app.add_option(flag, dtypes_[flag], text)
        ->check(
            [](const std::string& dtype) {
                return dtype.empty() ? std::string(
                                           "\"\" is no type of elements; allowed: uint8, "
                                           "e4m3, bf16, ...; nearest: e4m3")
                                     : std::string();
            },
            "");
}

void DesignOptions::add_code_flags(CLI::App& app) {
    const auto add = [&](const std::string& flag, const std::string& text, const char* type) {
        app.add_option(flag, code_flags_[flag], text)->group("Data")->type_name(type);
    };
    for (const std::string name : {"a", "b"}) {
        const std::string flag = "--" + name;
        add(flag + "-codes",
            fmt::format("Codes of {}, in place of a tensor: as quantize writes them{}, or a packed "
                        "tensor with its scales{}",
                        name, name == "b" ? " with --axis 0" : "",
                        name == "b" ? " (N x K, weights of a layer)" : ""),
            "FILE.npy|FILE:NAME");
        add(flag + "-scales", "Their scale codes, or fp32 or bf16 scales of rows",
            "FILE.npy|FILE:NAME");
        add(flag + "-tensor-scale", "Their encode scale g, a number or a file with one [1]",
            "G|FILE.npy");
    }
    app.add_option("--residual-channels", residual_channels_,
                   "Columns of a, its last ones, whose residuals stand behind them (nvfp4, nvint4)")
        ->group("Data")
        ->type_name("N");
}

void DesignOptions::add_groups(CLI::App& app) {
    app.add_option("--groups", code_flags_["--groups"],
                   "Elements of each group of the depth: sums double before each but the first "
                   "(dot.rescale)")
        ->group("Data")
        ->type_name("N,N,...");
}

std::vector<int> DesignOptions::groups() const {
    const auto given = code_flags_.find("--groups");
    if (given == code_flags_.end() || given->second.empty()) return {};
    std::vector<int> groups;
    for (const auto part : std::views::split(given->second, ',')) {
        const auto size = parse_integer<int>(std::string_view(part.begin(), part.end()));
        if (!size || *size < 0)
            throw Error(Exit::usage,
                        fmt::format("--groups: {} is no list of sizes; allowed: integers from 0 "
                                    "joined by commas; nearest: 32,32",
                                    in_quotes(given->second)));
        groups.push_back(*size);
    }
    return groups;
}

Settings DesignOptions::flag_settings() const {
    Settings settings;
    // A flag for both operands gives way to the flag of one of them.
    const auto apply = [&](bool shared) {
        for (const auto& [flag, texts] : flags_) {
            for (const std::string& text : texts) {
                const bool operand = flag == "--a" || flag == "--b";
                if (takes_tensors_ && operand && is_tensor(text)) continue;
                if ((flag == "--block") == shared) add_flag(settings, flag, text);
            }
        }
    };
    apply(true);
    apply(false);
    return settings;
}

/// The settings without flags that say how tensors become operands, where the unit has no such keys
/// of its own.
Settings DesignOptions::without_data_keys(Settings settings) const {
    if (!takes_tensors_) return settings;
    const std::string unit = given<std::string>(settings, "design.unit").value_or("dot");
    for (const Key& key : keys()) {
        const auto set = settings.find(key.path());
        if (set == settings.end() || key.serves(unit) || !is_data_key(key)) continue;
        if (set->second.origin == key.flag()) settings.erase(set);
    }
    return settings;
}

DataRule DesignOptions::flag_rule() const {
    Config data{.design = ConvertDesign{}};
    const Settings flags = flag_settings();
    for (const UnitKey& key : keys_of(unit_of(data))) {
        const auto set = flags.find(key.row.path());
        if (set != flags.end() && is_data_key(key.row)) key.set(data, set->second.value);
    }
    const auto& convert = std::get<ConvertDesign>(data.design);
    return {convert.rule, convert.clip, convert.rotation, residual_channels_};
}

Config DesignOptions::config_of(const Settings& settings) const {
    check_technology(settings);
    return resolve(without_data_keys(settings));
}

std::vector<Config> DesignOptions::configs() const {
    const Settings flags = flag_settings();
    if (files_.empty()) return {config_of(flags)};
    std::vector<Config> configs;
    for (const std::string& file : files_)
        configs.push_back(config_of(merged(read_settings(file), flags)));
    return configs;
}

std::filesystem::path DesignOptions::tensor(const std::string& flag) const {
    std::filesystem::path path;
    const auto given = flags_.find(flag);
    if (!takes_tensors_ || given == flags_.end()) return path;
    for (const std::string& text : given->second) {
        if (is_tensor(text)) path = text;
    }
    return path;
}

/// What the user says of the elements of one operand, or of both.
std::string DesignOptions::dtype(const std::string& flag) const {
    const auto own = dtypes_.find(flag + "-dtype"), shared = dtypes_.find("--dtype");
    if (own == dtypes_.end()) return {};
    const auto& [name, value] = own->second.empty() ? *shared : *own;
    const bool is_read = !tensor(flag).empty() ||
                         (name == "--dtype" && !(tensor("--a").empty() && tensor("--b").empty()));
    if (!value.empty() && !is_read)
        throw Error(Exit::usage,
                    fmt::format("{}: there is no tensor; allowed: with {} FILE; nearest: without "
                                "it",
                                name, flag));
    return value;
}

tensor::CodeFiles DesignOptions::codes(const std::string& flag) const {
    if (!takes_tensors_) return {};
    const auto given = [&](const char* suffix) { return code_flags_.at(flag + suffix); };
    const std::string scale = given("-tensor-scale");
    tensor::CodeFiles files{given("-codes"), given("-scales")};
    for (const char* suffix : {"-scales", "-tensor-scale"})
        if (files.codes.empty() && !given(suffix).empty())
            throw Error(Exit::usage, fmt::format("{}{}: goes with codes; allowed: beside {}-codes; "
                                                 "nearest: {}-codes CODES.npy",
                                                 flag, suffix, flag, flag));
    if (!files.codes.empty() && !tensor(flag).empty())
        throw Error(Exit::usage, fmt::format("{}: {} and {}-codes {} are both given; allowed: one "
                                             "of them; nearest: {}-codes {}",
                                             flag, tensor(flag).string(), flag,
                                             files.codes.string(), flag, files.codes.string()));
    if (!scale.empty()) files.tensor_scale = tensor_scale(flag + "-tensor-scale", scale);
    return files;
}

TensorFiles DesignOptions::tensors() const {
    return {tensor("--a"), tensor("--b"), flag_rule(),  dtype("--a"),
            dtype("--b"),  codes("--a"),  codes("--b"), groups()};
}

void DesignOptions::warn(const std::vector<ChangedOperand>& changed) const {
    for (const auto& [flag, integers] : changed) {
        if (integers.changed == 0) continue;
        say(fmt::format("mxgen: warning: {} {}: {}\n", flag,
                        in_quotes(visible_line(tensor(flag).string())),
                        tensor::to_string(integers, flag)));
    }
}

std::vector<std::string> DesignOptions::arguments() const {
    std::vector<std::string> out = files_;
    for (const auto& [flag, texts] : flags_) {
        for (const std::string& text : texts) out.insert(out.end(), {flag, text});
    }
    for (const auto& [flag, dtype] : dtypes_) {
        if (!dtype.empty()) out.insert(out.end(), {flag, dtype});
    }
    for (const auto& [flag, text] : code_flags_)
        if (!text.empty()) out.insert(out.end(), {flag, text});
    if (residual_channels_ != 0)
        out.insert(out.end(), {"--residual-channels", std::to_string(residual_channels_)});
    return out;
}

void add_liberty(Command& command, std::vector<std::string>& files) {
    command
        .option("--liberty", files,
                "Liberty files: the circuit is made by the costs of their cells")
        .existing_file();
}

}  // namespace mxgen::cli
