// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdlib>

#include "sw/package/design.h"
#include "sw/support/files.h"
#include "sw/unit/units.h"

using namespace mxgen;
using namespace mxgen::package;
namespace fs = std::filesystem;

namespace {

const fs::path approved = MXGEN_SOURCE_DIR "/tests/approved";

using Flags = std::vector<std::pair<std::string, std::string>>;

const std::vector<Flags> approved_designs{
    {{"--a", "e4m3"}, {"--unit", "multiply"}},
    {{"--a", "e4m3"}, {"--unit", "multiply"}, {"--multiplier", "lmul"}},
    {{"--a", "mxfp4"}, {"--block", "2"}},
    {{"--a", "int4"},
     {"--lanes", "2"},
     {"--unit", "array"},
     {"--rows", "2"},
     {"--cols", "3"},
     {"--accumulator", "int"}},
    {{"--a", "int4"},
     {"--lanes", "2"},
     {"--unit", "array"},
     {"--rows", "2"},
     {"--cols", "3"},
     {"--accumulator", "int"},
     {"--dataflow", "weight_stationary"}},
    {{"--a", "int4"},
     {"--lanes", "2"},
     {"--unit", "array"},
     {"--rows", "2"},
     {"--cols", "3"},
     {"--accumulator", "int"},
     {"--dataflow", "weight_stationary"},
     {"--output", "bf16"},
     {"--stages", "1"}},
};

}  // namespace

TEST_CASE("emitted RTL is as approved") {
    for (const Flags& flags : approved_designs) {
        Settings settings;
        for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
        const Design design = generate(resolve(settings));
        const fs::path directory = approved / design.config.name;
        if (std::getenv("MXGEN_APPROVE") != nullptr) {
            fs::remove_all(directory);
            fs::create_directories(directory);
            for (const RtlFile& file : design.rtl) {
                write_file(directory / (file.module + ".sv"), file.text);
            }
        }
        INFO("differs from " << directory << "; read the difference, then `make approve`");
        const auto files = std::distance(fs::directory_iterator(directory), {});
        CHECK(files == std::ssize(design.rtl));
        for (const RtlFile& file : design.rtl) {
            INFO(file.module);
            CHECK((read_file(directory / (file.module + ".sv")) == file.text));
        }
    }
}
