// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/workbench.h"

#include "sw/support/files.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30;

}  // namespace

void lay_library(const PreparedLibrary& library, const fs::path& directory) {
    const fs::path file = directory / library.file;
    fs::remove(file);
    if (library.text.empty())
        fs::create_symlink(library.source, file);
    else
        write_own_file(file, library.text);
}

Workbench::Workbench(const fs::path& package, const std::vector<std::string>& files)
    : package_(package), scratch_(scratch_parent(), "mxgen-") {
    for (const std::string& file : files) {
        fs::create_directories((scratch_.path() / file).parent_path());
        write_own_file(scratch_.path() / file, read_file(package / file, largest_file));
    }
    fs::create_directory(directory());
}

void Workbench::keep() const {
    OwnDirectory made(package_, ".synthesis.partial-");
    for (const auto& entry : fs::directory_iterator(directory()))
        if (entry.is_regular_file() && !entry.is_symlink())
            write_own_file(made.path() / entry.path().filename(),
                           read_file(entry.path(), largest_file));
    fs::permissions(made.path(), fs::status(package_).permissions());
    const fs::path target = package_ / "synthesis";
    if (const auto error = made.put(target)) refuse_write(target, error);
}

}  // namespace mxgen::ppa
