// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/mapped_file.h"

#include <fmt/format.h>

#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>

#include "sw/support/error.h"

namespace mxgen::tensor {

namespace ipc = boost::interprocess;
namespace fs = std::filesystem;

struct MappedFile::Mapping {
    ipc::mapped_region region;
};

MappedFile::MappedFile(const fs::path& path) : mapping_(std::make_unique<Mapping>()) {
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        throw Error(Exit::usage, fmt::format("{}: not a readable file", path.string()));
    // An empty file cannot be mapped; its bytes are none.
    if (fs::file_size(path, error) == 0 && !error) return;
    try {
        const ipc::file_mapping file(path.c_str(), ipc::read_only);
        mapping_->region = ipc::mapped_region(file, ipc::read_only);
    } catch (const ipc::interprocess_exception& failure) {
        throw Error(Exit::usage,
                    fmt::format("{}: cannot be read: {}", path.string(), failure.what()));
    }
}

MappedFile::~MappedFile() = default;

std::span<const std::byte> MappedFile::bytes() const {
    return {static_cast<const std::byte*>(mapping_->region.get_address()),
            mapping_->region.get_size()};
}

}  // namespace mxgen::tensor
