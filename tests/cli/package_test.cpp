// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "tests/cli/mxgen.h"
#include "tests/support/tools.h"

using namespace mxgen;
using namespace mxgen::test;
namespace fs = std::filesystem;

TEST_CASE("the Debian package holds the program, which works where it is unpacked, and its pages") {
    if (!has({"dpkg-deb", "dpkg-shlibdeps"})) return;
    const Scratch scratch;
    const auto packed = scratch.run({"cpack", "-G", "DEB", "-B", scratch.path().string(),
                                     "--config", MXGEN_BINARY_DIR "/CPackConfig.cmake"});
    INFO(packed.output);
    REQUIRE(packed.ok());
    fs::path package;
    for (const auto& entry : fs::directory_iterator(scratch.path()))
        if (entry.path().extension() == ".deb") package = entry.path();
    REQUIRE_FALSE(package.empty());
    REQUIRE(scratch.run({"dpkg-deb", "-x", package.string(), "root"}).ok());
    const fs::path usr = scratch.path() / "root/usr";
    for (const char* file :
         {"include/mxgen.h", "share/man/man1/mxgen.1", "share/man/man1/mxgen-gen.1",
          "share/bash-completion/completions/mxgen", "share/zsh/site-functions/_mxgen",
          "share/doc/mxgen/copyright", "share/doc/mxgen/docs/numerics.md",
          "share/mxgen/configs/dot_mxfp8.toml", "share/mxgen/schema/config.schema.json",
          "lib/python3/dist-packages/mxgen.py"}) {
        INFO(file);
        CHECK(fs::is_regular_file(usr / file));
    }
    const auto generated =
        scratch.run({(usr / "bin/mxgen").string(), "gen",
                     (usr / "share/mxgen/configs/dot_mxfp8.toml").string(), "-o", "out"});
    INFO(generated.output);
    CHECK(generated.ok());
    CHECK(fs::is_regular_file(scratch.path() / "out/manifest.json"));
    const auto control = scratch.run({"dpkg-deb", "-f", package.string(), "Depends", "Recommends"});
    CHECK_THAT(control.output, Contains("libfmt") && Contains("yosys"));
}
