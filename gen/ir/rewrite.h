// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "gen/ir/module.h"

namespace mxgen::ir {

/// Rebuilds a circuit node by node, submodules included; a pass derives from it and overrides what
/// it changes. Ranges, names, ports and facts are kept unless the pass says otherwise.
class Rewriter {
  public:
    virtual ~Rewriter() = default;

    /// The rewritten circuit; equal submodules are rewritten once.
    std::shared_ptr<const Circuit> run(const std::shared_ptr<const Circuit>& source);

  protected:
    /// The new node for `node`, whose arguments are already new ids of `target`.
    virtual NodeId rewrite(Circuit& target, const Node& node);

  private:
    std::shared_ptr<const Circuit> copy(const Circuit& source);
    std::map<std::shared_ptr<const Circuit>, std::shared_ptr<const Circuit>> done_;
};

}  // namespace mxgen::ir
