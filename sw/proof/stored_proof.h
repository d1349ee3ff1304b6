// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "sw/package/design.h"
#include "sw/proof/model_proof.h"
#include "sw/store/store.h"

namespace mxgen::ppa {

/// Whether a design's simulation model equals its RTL, as a store knows it: under the digest of
/// both as they are written and as they are proved, of the limit, of Yosys, ABC and this program.
class StoredProof {
  public:
    /// Throws Error (tool_missing) without Yosys and ABC. `limit`: of one question to ABC.
    StoredProof(const package::Design& design, std::vector<package::ModelPart> parts,
                store::Store store, std::chrono::seconds limit);

    /// The verdict, where the store has it.
    std::optional<ModelVerdict> known() const;

    /// The same; else proves part after part, to the first that is not proved, and keeps the
    /// verdict. Processes that ask for the same wait for each other. Throws Error as prove_part()
    /// and store::Store::put() do.
    ModelVerdict operator()() const;

  private:
    std::vector<package::ModelPart> parts_;
    store::Store store_;
    std::chrono::seconds limit_;
    std::string key_;
};

}  // namespace mxgen::ppa
