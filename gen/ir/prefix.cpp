// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/prefix.h"

#include <map>

namespace mxgen::ir {

namespace {

class Prefixer {
  public:
    explicit Prefixer(std::string top) : top_(std::move(top)) {}

    std::shared_ptr<const Circuit> run(const std::shared_ptr<const Circuit>& source,
                                       const std::string& name) {
        auto& renamed = done_[source];
        if (renamed) return renamed;
        auto copy = std::make_shared<Circuit>(*source);
        copy->name = name;
        for (auto& instance : copy->instances)
            instance.module = run(instance.module, name_in_design(*instance.module));
        return renamed = copy;
    }

  private:
    std::string name_in_design(const Circuit& module) const {
        const bool is_common = module.is_external && module.name.starts_with(common_prefix);
        return (is_common ? prefixed_common : prefixed)(module.name, top_);
    }

    std::string top_;
    std::map<std::shared_ptr<const Circuit>, std::shared_ptr<const Circuit>> done_;
};

}  // namespace

std::string prefixed(const std::string& module, const std::string& top) {
    if (module.starts_with(top + "_")) return module;
    return module.starts_with(common_prefix) ? prefixed_common(module, top) : top + "_" + module;
}

std::string prefixed_common(const std::string& module, const std::string& top) {
    return top + "_" + module.substr(common_prefix.size());
}

std::shared_ptr<const Circuit> with_prefixes(const std::shared_ptr<const Circuit>& top) {
    return Prefixer(top->name).run(top, top->name);
}

}  // namespace mxgen::ir
