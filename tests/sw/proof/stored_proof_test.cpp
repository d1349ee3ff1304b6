// SPDX-License-Identifier: Apache-2.0
#include "sw/proof/stored_proof.h"

#include <catch2/catch.hpp>

#include "sw/package/lowering.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::ppa;

TEST_CASE("a verdict is kept for equal texts, and is proved anew for others") {
    const Config config = testing::config_of({{"--unit", "multiply"}, {"--a", "e4m3"}});
    const testing::ScratchFolder scratch("stored");
    const store::Store store(scratch.path());
    auto design = package::generate(config);
    auto parts = package::model_parts(config, package::target_of(config));
    const auto proof_of = [&](std::chrono::seconds limit) {
        return StoredProof(design, parts, store, limit);
    };
    constexpr std::chrono::seconds limit{60};
    CHECK_FALSE(proof_of(limit).known());
    CHECK(proof_of(limit)().verdict == Verdict::equal);
    REQUIRE(proof_of(limit).known());
    CHECK(proof_of(limit).known()->verdict == Verdict::equal);
    CHECK_FALSE(proof_of(limit + limit).known());

    parts.front().model.insert(parts.front().model.find("endmodule"), "garbage\n");
    CHECK_FALSE(proof_of(limit).known());
    CHECK_THROWS_AS(proof_of(limit)(), Error);
    CHECK_FALSE(proof_of(limit).known());

    parts = package::model_parts(config, package::target_of(config));
    design.rtl.front().text += "// another\n";
    CHECK_FALSE(proof_of(limit).known());
}
