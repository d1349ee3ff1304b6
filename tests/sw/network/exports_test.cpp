// SPDX-License-Identifier: Apache-2.0
// Exports against what their readers ask of them.
#include "sw/network/exports.h"

#include <catch2/catch.hpp>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "sw/support/json.h"
#include "tests/support/config_of.h"

using namespace mxgen;
using namespace mxgen::network;
using mxgen::testing::config_of;
using mxgen::testing::Flags;

namespace {

Machine small_array(const Flags& more) {
    Flags flags{{"--unit", "array"}, {"--rows", "2"},  {"--cols", "4"},
                {"--lanes", "8"},    {"--block", "8"}, {"--a", "mxfp4"}};
    flags.insert(flags.end(), more.begin(), more.end());
    return machine_of(config_of(flags), {.runs = {}, .clock_mhz = 500});
}

const NeuralNetwork& two_products() {
    static const auto network = parse_network(
        "[[row]]\nname = \"q, k\"\nM = 7\nK = 33\nN = 10\nrepeat = 3\n"
        "[[row]]\nname = \"y\"\nM = 1\nK = 8\nN = 3\n",
        "n.toml");
    return network;
}

/// What Python's configparser makes of a file: "section.key", keys in lower case.
std::map<std::string, std::string> ini(const std::string& text) {
    std::map<std::string, std::string> found;
    std::istringstream in(text);
    std::string section;
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (std::regex_match(line, match, std::regex(R"(\[(\w+)\])"))) section = match[1];
        if (!std::regex_match(line, match, std::regex(R"((\w+) : (.+)|(run_name) = (.+))")))
            continue;
        std::string key = match[1].matched ? match[1] : match[3];
        std::ranges::transform(key, key.begin(), [](unsigned char c) { return std::tolower(c); });
        found[section + "." + key] = match[2].matched ? match[2] : match[4];
    }
    return found;
}

const std::set<std::string> operands{"I1", "I2", "O"};
const std::set<std::string> dimensions{"D1", "D2", "D3"};

bool all_in(const Json& list, const std::set<std::string>& allowed) {
    return list.is_array() && std::ranges::all_of(list, [&](const Json& x) {
               return allowed.contains(x.get<std::string>());
           });
}

/// The rules of ZigZag's validator for a port.
void check_port(const Json& port, const Json& serves) {
    CHECK(std::regex_match(port.at("name").get<std::string>(), std::regex(R"(r?w?_port_\d+)")));
    const auto type = port.at("type").get<std::string>();
    CHECK(std::set<std::string>{"read", "write", "read_write"}.contains(type));
    CHECK(port.at("bandwidth_min").is_number_unsigned());
    CHECK(port.at("bandwidth_min") <= port.at("bandwidth_max"));
    for (const Json& allocation : port.at("allocation")) {
        const auto text = allocation.get<std::string>();
        std::smatch match;
        REQUIRE(std::regex_match(text, match, std::regex("(I[12]|O), (fh|tl|fl|th)")));
        CHECK(std::ranges::find(serves, Json(match[1].str())) != serves.end());
        CHECK((match[2].str()[0] == 'f') == (type == "write"));
    }
}

Json zigzag(const Machine& machine, const Surroundings& surroundings) {
    const std::string text = to_zigzag(run_on(machine, two_products(), surroundings), surroundings);
    REQUIRE(text.starts_with("# "));
    return parse_json(text.substr(text.find('\n')));
}

}  // namespace

TEST_CASE("SCALE-Sim reads every key of its configuration") {
    const Machine design = small_array({});
    const Surroundings surroundings{.bandwidth_gb_s = 10, .buffer_bytes = 3 * 4096 * 5};
    const NetworkRun run = run_on(design, two_products(), surroundings);
    auto config = ini(to_scale_sim_config(run, surroundings));
    CHECK(config.at("architecture_presets.arrayheight") == "2");
    CHECK(config.at("architecture_presets.arraywidth") == "4");
    CHECK(config.at("architecture_presets.dataflow") == "os");
    // A word of A are eight elements of 4 bits and a scale: 5 bytes.
    CHECK(config.at("architecture_presets.ifmapsramszkb") == "4");
    CHECK(config.at("architecture_presets.filtersramszkb") == "4");
    CHECK(config.at("architecture_presets.ofmapsramszkb") == "10");
    CHECK(config.at("architecture_presets.filteroffset") == "35");
    CHECK(config.at("architecture_presets.ofmapoffset") == "85");
    CHECK(config.at("architecture_presets.memorybanks") == "1");
    // 10 GB/s at 500 MHz: 20 bytes a cycle.
    CHECK(config.at("architecture_presets.bandwidth") == "4");
    CHECK(config.at("run_presets.interfacebandwidth") == "USER");
    CHECK(config.contains("general.run_name"));
    CHECK(config.at("sparsity.sparsitysupport") == "false");
    config = ini(to_scale_sim_config(run, {}));
    CHECK(config.at("run_presets.interfacebandwidth") == "CALC");
    CHECK(config.at("architecture_presets.ifmapsramszkb") == "1");
    const Machine stationary = small_array({{"--dataflow", "weight_stationary"}});
    config = ini(to_scale_sim_config(run_on(stationary, two_products(), {}), {}));
    CHECK(config.at("architecture_presets.dataflow") == "ws");
    CHECK(config.at("architecture_presets.arrayheight") == "2");
    CHECK(config.at("architecture_presets.arraywidth") == "4");
}

TEST_CASE("SCALE-Sim reads layers as M, N, K and a comma") {
    const Machine design = small_array({});
    CHECK(to_scale_sim_topology(run_on(design, two_products(), {})) ==
          "Layer,M,N,K,\nforward_q__k,7,10,5,\nforward_y,1,3,1,\n");
}

TEST_CASE("ZigZag's validator takes the accelerator") {
    for (const char* dataflow : {"output_stationary", "weight_stationary"}) {
        const Machine machine = small_array({{"--dataflow", dataflow}});
        const Json design = zigzag(machine, {.bandwidth_gb_s = 10, .buffer_bytes = 1024});
        CHECK(design.at("name").is_string());
        for (const auto& [name, memory] : design.at("memories").items()) {
            INFO(dataflow << ": " << name);
            for (const char* key : {"size", "latency"}) CHECK(memory.at(key).is_number_integer());
            for (const char* key : {"r_cost", "w_cost", "area"})
                CHECK(memory.at(key).is_number_float());
            CHECK(memory.at("auto_cost_extraction") == false);
            CHECK(all_in(memory.at("operands"), operands));
            CHECK(all_in(memory.at("served_dimensions"), dimensions));
            for (const Json& port : memory.at("ports")) check_port(port, memory.at("operands"));
        }
        const Json& units = design.at("operational_array");
        CHECK(units.at("dimensions") == Json{"D1", "D2", "D3"});
        CHECK(units.at("sizes") == Json{8, 2, 4});
        CHECK(units.at("input_precision") == Json{4, 4});
        CHECK(units.at("unit_energy") == machine.mac_pj.value().value);
        CHECK(units.at("unit_area") == 0.0);
    }
}

TEST_CASE("ZigZag's memories are the surroundings") {
    const Json memories =
        zigzag(small_array({}), {.bandwidth_gb_s = 10, .buffer_bytes = 1024}).at("memories");
    CHECK(memories["registers"]["operands"] == Json{"O"});
    CHECK(memories["buffer"]["size"] == 8192);
    // Eight lanes of 4 bits for 2 rows and 4 columns; 2.5 pJ a byte.
    CHECK(memories["buffer"]["ports"][0]["bandwidth_max"] == 192);
    CHECK(memories["buffer"]["r_cost"] == 60);
    CHECK(memories["memory"]["ports"][0]["bandwidth_max"] == 160);
    CHECK(memories["memory"]["r_cost"] == Approx(160 * 3.9));
}
