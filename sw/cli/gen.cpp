// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/evaluate/target.h"
#include "sw/package/dpi.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/support/interrupt.h"
#include "sw/support/output_directory.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

struct GenOptions {
    DesignOptions design;
    std::string directory;
    std::vector<std::string> liberty;
    bool dpi = false;
};

Exit run(const GenOptions& options, const Common& common) {
    const Config config = options.design.config();
    OutputDirectory out(options.directory);
    Progress progress(common.quiet, !common.json);
    progress.show(config.name + ": RTL");
    const package::Design design =
        design_for(config, {options.liberty.begin(), options.liberty.end()});
    progress.show(config.name + ": examples and files");
    const auto more =
        options.dpi ? package::dpi_files(design) : std::vector<package::PackageFile>{};
    const auto files = package::package_files(design, package::golden_vectors(design), more);
    for (const package::PackageFile& file : files) {
        out.write(file.path, file.text);
        check_interrupt();
    }
    out.commit();
    progress.show("");
    if (common.json) {
        fmt::print("{}", files.back().text);
    } else if (!common.quiet) {
        fmt::print("{}: {} modules, {} files in {}\n", config.name, design.rtl.size(), files.size(),
                   options.directory);
    }
    return Exit::done;
}

Command gen(CLI::App& parent) {
    Command command = make_command(parent, "gen", "Write the RTL package of a design",
                                   "mxgen gen --unit dot --a mxfp8_e4m3 --lanes 32 -o out");
    const auto options = std::make_shared<GenOptions>();
    options->design.add_to(*command.app);
    command.option("-o,--out", options->directory, "Directory to write").required();
    add_liberty(command, options->liberty);
    command.flag("--dpi", options->dpi,
                 "Add sim/NAME_dpi: the golden model for benches, through DPI-C and libmxgen");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration gen_registration(10, gen);

}  // namespace

}  // namespace mxgen::cli
