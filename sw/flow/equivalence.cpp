// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/equivalence.h"

#include <fmt/format.h>

#include <future>

#include "sw/flow/proof.h"
#include "sw/flow/simulation.h"
#include "sw/support/error.h"

namespace mxgen::ppa {

std::string to_string(Equivalence::Kind kind) {
    return kind == Equivalence::Kind::proved ? "proved" : "simulated";
}

Equivalence check_equivalence(const Flow& flow, const Netlist& netlist,
                              std::chrono::seconds proof_limit) {
    Equivalence result;
    auto modules = kept_modules(netlist);
    modules.push_back(flow.top());
    std::vector<std::future<Verdict>> verdicts;
    for (const auto& module : modules)
        verdicts.push_back(std::async(std::launch::async,
                                      [&] { return prove(flow, netlist, module, proof_limit); }));
    for (std::size_t i = 0; i < modules.size(); ++i) {
        const auto verdict = verdicts[i].get();
        if (verdict == Verdict::different)
            throw Error(Exit::check_failed,
                        fmt::format("{}: the netlist is not equal to the RTL; see {}", modules[i],
                                    proof_log(flow, modules[i]).string()));
        if (verdict == Verdict::equal) continue;
        result.kind = Equivalence::Kind::simulated;
        result.vectors += simulate(flow, netlist, modules[i]);
    }
    return result;
}

}  // namespace mxgen::ppa
