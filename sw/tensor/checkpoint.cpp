// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/tensor/shallow_json.h"

namespace mxgen::tensor {
namespace {

constexpr std::size_t max_index_bytes = 64u << 20;

[[noreturn]] void refuse_index(const std::filesystem::path& index, const std::string& what) {
    throw Error(Exit::usage,
                fmt::format("{}: not a usable index of a checkpoint: {}", index.string(), what));
}

/// The name of a file beside the index: one part of a path, no way out of the directory.
void check_shard(const std::filesystem::path& index, const std::string& shard) {
    const bool is_plain = shard.ends_with(".safetensors") && shard.front() != '.' &&
                          std::ranges::none_of(shard, [](unsigned char c) {
                              return c == '/' || c == '\\' || c < ' ';
                          });
    if (!is_plain)
        refuse_index(index, fmt::format("shard {}; allowed: names of .safetensors files beside the "
                                        "index, without a separator",
                                        in_quotes(shard)));
}

std::vector<std::string> safetensors_beside(const std::filesystem::path& index) {
    std::vector<std::string> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(
             index.parent_path().empty() ? "." : index.parent_path(), ignored))
        if (entry.path().extension() == ".safetensors")
            files.push_back(entry.path().filename().string());
    std::ranges::sort(files);
    return files;
}

}  // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : TensorFile(path), file_(path) {
    for (const SafetensorsEntry& entry : file_.entries()) {
        places_[entry.name] = names_.size();
        names_.push_back(entry.name);
    }
}

const SafetensorsEntry& SafetensorsFile::at(const std::string& name) const {
    return file_.entries()[places_.at(name)];
}

TensorEntry SafetensorsFile::find(const std::string& name) const {
    const SafetensorsEntry& entry = at(name);
    return {entry.name, entry.type, entry.dtype, entry.shape, entry.end - entry.begin};
}

TypedArray SafetensorsFile::elements(const std::string& name) const { return file_.read(at(name)); }

std::vector<std::byte> SafetensorsFile::bytes(const std::string& name) const {
    return file_.stored(at(name));
}

Checkpoint::Checkpoint(const std::filesystem::path& index) : TensorFile(index) {
    std::string fault;
    const SortedJson document = parse_shallow_json(read_file(index, max_index_bytes), fault);
    if (!fault.empty()) refuse_index(index, fault);
    const auto map = document.is_object() ? document.find("weight_map") : document.end();
    if (!document.is_object() || map == document.end() || !map->is_object())
        refuse_index(index, "it needs an object \"weight_map\"");
    for (const auto& [name, shard] : map->items()) {
        if (!shard.is_string() || shard.get_ref<const std::string&>().empty())
            refuse_index(index, fmt::format("tensor {}: the value must be the name of a file",
                                            in_quotes(name)));
        check_shard(index, shard.get_ref<const std::string&>());
        names_.push_back(name);
        shards_[name] = shard.get<std::string>();
    }
}

const SafetensorsFile& Checkpoint::shard_of(const std::string& name) const {
    const std::string& shard = shards_.at(name);
    auto& file = open_[shard];
    const std::filesystem::path path = this->path().parent_path() / shard;
    std::error_code ignored;
    if (!file && !std::filesystem::exists(path, ignored)) {
        const auto beside = safetensors_beside(this->path());
        refuse(name, fmt::format("its shard {} is not beside the index; {}", in_quotes(shard),
                                 beside.empty() ? "no .safetensors file is"
                                                : "nearest: " + in_quotes(nearest(shard, beside))));
    }
    if (!file) file = std::make_unique<SafetensorsFile>(path);
    if (!file->holds(name))
        refuse(name, fmt::format("its shard {} does not hold it{}", in_quotes(shard),
                                 file->names().empty()
                                     ? ""
                                     : "; nearest: " + in_quotes(nearest(name, file->names()))));
    return *file;
}

TensorEntry Checkpoint::find(const std::string& name) const { return shard_of(name).entry(name); }

TypedArray Checkpoint::elements(const std::string& name) const { return shard_of(name).read(name); }

std::vector<std::byte> Checkpoint::bytes(const std::string& name) const {
    return shard_of(name).stored(name);
}

}  // namespace mxgen::tensor
