// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sw/cli/command.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/output_directory.h"
#include "sw/tensor/inventory.h"
#include "sw/tensor/results.h"

namespace mxgen::cli {

namespace {

struct TensorsOptions {
    std::string input, tensor, output;
    bool transpose = false;
};

void print_inventory(const std::vector<tensor::InventoryRow>& rows) {
    fmt::print("{:<40} {:<12} {:<18} {:>12}  {}\n", "name", "type", "shape", "bytes", "is");
    for (const auto& row : rows)
        fmt::print("{:<40} {:<12} {:<18} {:>12}  {}\n",
                   row.entry.name.empty() ? "-" : in_quotes(row.entry.name), row.entry.type,
                   tensor::to_string(row.entry.shape),
                   row.entry.bytes ? fmt::format("{}", *row.entry.bytes) : "unknown",
                   tensor::describe(row));
}

/// Writes a packed tensor as quantize writes one.
Exit extract(const TensorsOptions& options, const Common& common) {
    if (options.output.empty())
        throw Error(Exit::usage,
                    "--tensor: needs a directory for the codes; allowed: -o DIR; nearest: "
                    "--tensor NAME -o codes");
    const std::string argument =
        options.tensor.empty() ? options.input : options.input + ":" + options.tensor;
    auto codes = tensor::read_quantized(argument);
    if (options.transpose) codes = tensor::transposed_matrix(codes);
    OutputDirectory out(options.output);
    const Json json = tensor::write_codes(out.path(), codes, tensor::dequantize(codes));
    out.commit();
    if (common.json)
        fmt::print("{}", to_text(json));
    else if (!common.quiet)
        fmt::print("{}: {} {} in {}\n", argument, codes.format.name, tensor::to_string(codes.shape),
                   options.output);
    return Exit::done;
}

Exit run(const TensorsOptions& options, const Common& common) {
    if (!options.output.empty() || !options.tensor.empty()) return extract(options, common);
    if (options.transpose)
        throw Error(Exit::usage,
                    "--transpose: is for codes that are written; allowed: with -o DIR; nearest: "
                    "without it");
    const auto rows = tensor::inventory(*tensor::open_tensor_file(options.input));
    if (common.json)
        fmt::print("{}", to_text(tensor::inventory_json(rows)));
    else if (!common.quiet)
        print_inventory(rows);
    return Exit::done;
}

Command tensors(CLI::App& parent) {
    Command command =
        make_command(parent, "tensors", "List the tensors of a file and what they can be read as",
                     "mxgen tensors model.safetensors.index.json");
    const auto options = std::make_shared<TensorsOptions>();
    command.option("FILE", options->input, ".npy, .safetensors, .safetensors.index.json or .gguf")
        .required();
    command.option("--tensor", options->tensor,
                   "Write one packed tensor: codes.npy, scales.npy, dequantized.npy, tensor.json");
    command.option("-o,--out", options->output, "Directory to write");
    command.flag("--transpose", options->transpose,
                 "Write the transposed matrix: weights (N x K) as B (K x N)");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration tensors_registration(55, tensors);

}  // namespace

}  // namespace mxgen::cli
