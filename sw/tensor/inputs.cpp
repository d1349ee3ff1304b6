// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/tensor/packed.h"
#include "sw/tensor/tensor_slice.h"

namespace mxgen::tensor {

namespace {

/// Whether a tensor's name, which comes from a file, can be one directory.
bool names_directory(const std::string& name) {
    constexpr std::size_t max_name = 200;
    return !name.empty() && name.front() != '.' && name.size() <= max_name &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) {
               return std::isalnum(c) || c == '.' || c == '_' || c == '-';
           });
}

/// Codes are no numbers, and a byte may be a code: what to do instead.
void refuse_codes(const TensorFile& file, const TensorEntry& entry) {
    if (entry.dtype == DType::v1)
        file.refuse(entry.name, fmt::format("type {} does not say what its bytes are; allowed: "
                                            "--dtype {}; nearest: --dtype e4m3",
                                            entry.type, enumerated(dtype_names(1))));
    if (const auto packed = find_packed(file, entry.name))
        file.refuse(
            entry.name,
            fmt::format("{} of {} ({} layout{}), no numbers; allowed: tensors of numbers, "
                        "or --dtype; nearest: mxgen tensors FILE --tensor NAME -o DIR, which "
                        "writes its codes.npy, scales.npy and dequantized.npy",
                        entry.name == packed->codes ? "packed codes" : "scales", packed->format,
                        name_of(packed->layout),
                        entry.name == packed->codes ? ", scales in " + in_quotes(packed->scales)
                                                    : ", codes in " + in_quotes(packed->codes)));
    if (looks_packed(file, entry))
        file.refuse(entry.name,
                    "by its name or company bytes of a packed format, of no layout that is known; "
                    "allowed: --dtype, which says what the bytes are; nearest: --dtype uint8");
}

Tensor numbers_of(const TensorFile& file, const std::string& name, const std::string& dtype) {
    const TensorEntry entry = file.entry(name);
    const auto packed = entry.dtype ? std::nullopt : find_packed(file, name);
    if (packed && !dtype.empty())
        file.refuse(name, fmt::format("--dtype: {} says what it is; allowed: none", entry.type));
    if (packed) return dequantize(read_packed(file, *packed));
    if (!dtype.empty()) {
        const std::string where =
            name.empty() ? file.path().string() : file.path().string() + ":" + name;
        return to_tensor(read_as(file.read(name), dtype, where + ": --dtype"));
    }
    refuse_codes(file, entry);
    return to_tensor(file.read(name));
}

/// Why a tensor among others is not quantized; empty where it is.
std::string reason_to_skip(const TensorFile& file, const std::string& name,
                           const std::string& dtype) {
    const TensorEntry entry = file.entry(name);
    const auto packed = find_packed(file, name);
    const bool is_whole = packed && packed->layout == PackedLayout::gguf;
    if (entry.shape.empty()) return "has no axis";
    if (std::ranges::find(entry.shape, std::size_t{0}) != entry.shape.end())
        return "has no numbers";
    if (!entry.dtype && !is_whole) return fmt::format("type {} is unknown", entry.type);
    if (dtype.empty() && packed && !is_whole)
        return fmt::format("{} of {} ({} layout)",
                           name == packed->codes ? "packed codes" : "scales", packed->format,
                           name_of(packed->layout));
    if (dtype.empty() && (entry.dtype == DType::v1 || looks_packed(file, entry)))
        return "bytes that only --dtype makes numbers";
    if (!names_directory(name)) return "its name cannot name a directory: choose it by --tensor";
    return {};
}

}  // namespace

Tensor read_tensor(const std::string& argument, const std::string& dtype) {
    TensorArgument parsed = tensor_argument(argument);
    const auto file = open_tensor_file(parsed);
    return numbers_of(*file, chosen_name(*file, parsed), dtype);
}

TensorSeries::TensorSeries(const std::string& argument, const std::string& only,
                           const std::string& dtype)
    : dtype_(dtype) {
    TensorArgument parsed = tensor_argument(argument);
    if (!only.empty()) parsed.name = only;
    file_ = open_tensor_file(parsed);
    const auto& names = file_->names();
    if (!parsed.name.empty() || names.size() <= 1) {
        only_ = chosen_name(*file_, parsed);
        names_ = {""};
        return;
    }
    for (const std::string& name : names) {
        const std::string reason = reason_to_skip(*file_, name, dtype);
        if (reason.empty())
            names_.push_back(name);
        else
            skipped_.push_back({name, reason});
    }
    if (names_.empty())
        throw Error(Exit::usage,
                    fmt::format("{}: none of {} tensors holds numbers to quantize; the first, {}: "
                                "{}; allowed: at least one; nearest: mxgen tensors, which lists "
                                "them",
                                parsed.file, names.size(), in_quotes(skipped_.front().name),
                                skipped_.front().reason));
}

Tensor TensorSeries::read(const std::string& name) const {
    Tensor x = numbers_of(*file_, name.empty() ? only_ : name, dtype_);
    if (!x.data.empty() && !x.shape.empty()) return x;
    file_->refuse(name.empty() ? only_ : name,
                  fmt::format("has {}; allowed: at least one axis and one number",
                              x.shape.empty() ? "no axis" : "no numbers"));
}

std::string title_of(const std::string& argument, const std::string& only) {
    if (!only.empty()) return only;
    const TensorArgument parsed = tensor_argument(argument);
    if (!parsed.name.empty()) return parsed.name;
    if (parsed.file.ends_with(".npy")) return std::filesystem::path(parsed.file).stem().string();
    return open_tensor_file(parsed.file)->names().front();
}

std::string digest_of_tensor(const std::string& argument) {
    TensorArgument parsed = tensor_argument(argument);
    if (parsed.file.ends_with(".npy")) {
        check_regular(parsed.file);
        return sha256(read_file(parsed.file, 1u << 30));
    }
    const auto file = open_tensor_file(parsed);
    const std::string name = chosen_name(*file, parsed);
    std::vector<std::string> parts{name};
    if (const auto packed = find_packed(*file, name))
        parts = {packed->codes, packed->scales, packed->tensor_scale};
    std::string text;
    for (const std::string& part : parts) {
        if (part.empty() && parts.size() > 1) continue;
        const TensorEntry entry = file->entry(part);
        const auto bytes = file->stored(part);
        text += entry.type + to_string(entry.shape);
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    return sha256(text);
}

}  // namespace mxgen::tensor
