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
    /// The new module of an instance.
    virtual std::shared_ptr<const Circuit> rewrite_module(const Circuit& source, unsigned instance);
    /// Whether a node has no place in the rewritten circuit: neither it nor its readers are copied.
    virtual bool drops(const Circuit& source, NodeId id) const {
        (void)source, (void)id;
        return false;
    }
    /// Called before the nodes of `source` are copied, and after its outputs are.
    virtual void begin(const Circuit& source) { (void)source; }
    virtual void end(const Circuit& source, Circuit& target) { (void)source, (void)target; }

  private:
    std::shared_ptr<const Circuit> copy(const Circuit& source);
    unsigned copy_instance(const Circuit& source, Circuit& target, std::size_t index,
                           const std::vector<NodeId>& map);
    std::map<std::shared_ptr<const Circuit>, std::shared_ptr<const Circuit>> done_;
};

}  // namespace mxgen::ir
