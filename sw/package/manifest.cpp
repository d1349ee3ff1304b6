// SPDX-License-Identifier: Apache-2.0
#include "sw/package/manifest.h"

#include "sw/config/json.h"
#include "sw/support/files.h"

namespace mxgen::package {

namespace {

using Json = nlohmann::ordered_json;

Json port_json(const Port& port) {
    Json json{{"name", port.name},
              {"direction", port.is_input ? "input" : "output"},
              {"width", port.width}};
    if (port.elements > 1) {
        json["elements"] = port.elements;
        json["element_width"] = port.element_width;
    }
    return json;
}

}  // namespace

Json manifest(const Design& design, const std::vector<PackageFile>& files) {
    const Interface& interface = design.interface;
    Json json{{"name", design.config.name},
              {"top", interface.top},
              {"unit", interface.unit},
              {"mxgen", MXGEN_VERSION},
              {"config", to_json(design.config)},
              {"files", Json::array()},
              {"ports", Json::array()},
              {"latency_cycles", interface.latency_cycles},
              {"initiation_interval", interface.initiation_interval},
              {"semantics", interface.semantics}};
    for (const PackageFile& file : files) {
        json["files"].push_back({{"path", file.path}, {"sha256", sha256(file.text)}});
    }
    for (const Port& port : interface.ports) json["ports"].push_back(port_json(port));
    return json;
}

}  // namespace mxgen::package
