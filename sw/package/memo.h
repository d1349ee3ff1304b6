// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gen/gates/outputs.h"
#include "gen/ir/circuit.h"
#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// A processing element, lowered and scheduled.
struct BuiltElement {
    std::shared_ptr<const ir::Circuit> circuit;
    int latency = 0;
};

/// What arrays share that are estimated one after the other: their processing elements, as circuits
/// and as gates, and what happens in them. Holds the last few elements; every figure is the one
/// that is found without it.
class EstimateMemo {
  public:
    /// The element of an array: what `make` returns, unless one of the same keys (all but rows,
    /// cols, cluster, output and name) was made for the same target.
    template <class Make>
    const BuiltElement& element(const Config& array, const view::Target& target, Make make) {
        const std::string key = key_of(array, target);
        const auto found = elements_.find(key);
        if (found != elements_.end()) return found->second;
        make_room();
        return elements_.emplace(key, make()).first->second;
    }

    /// The gates around and in an element, as `cover` finds them at first.
    template <class Cover>
    std::shared_ptr<const gates::Covered> covered(const std::shared_ptr<const ir::Circuit>& element,
                                                  Cover cover) {
        auto& found = covered_[element];
        if (!found) found = std::make_shared<const gates::Covered>(cover());
        return found;
    }

    /// The activity of such gates under these inputs, as `measure` finds it at first.
    template <class Measure>
    double activity(const std::shared_ptr<const gates::Covered>& gates,
                    const std::vector<std::vector<std::uint8_t>>& cycles, Measure measure) {
        const auto [found, is_new] = activity_.emplace(Inputs{gates, digest_of(cycles)}, 0.0);
        if (is_new) found->second = measure();
        return found->second;
    }

  private:
    using Inputs = std::pair<std::shared_ptr<const gates::Covered>, std::string>;

    static std::string key_of(const Config& array, const view::Target& target);
    static std::string digest_of(const std::vector<std::vector<std::uint8_t>>& cycles);
    void make_room();

    std::map<std::string, BuiltElement> elements_;
    std::map<std::shared_ptr<const ir::Circuit>, std::shared_ptr<const gates::Covered>> covered_;
    std::map<Inputs, double> activity_;
};

}  // namespace mxgen::package
