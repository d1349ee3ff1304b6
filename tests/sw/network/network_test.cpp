// SPDX-License-Identifier: Apache-2.0
#include "sw/network/network.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::network;
using mxgen::testing::refusal;

namespace {

std::uint64_t at(const std::string& text, const Lengths& lengths) {
    return Length::parse(text, "x").at(lengths, "x");
}

std::string refused(const std::string& toml) {
    return refusal([&] { parse_network(toml, "n.toml"); });
}

const std::string row = "[[row]]\nname = \"q\"\nM = 4\nK = 8\nN = 2\n";

}  // namespace

TEST_CASE("lengths are products of integers and lengths, quotients rounded up") {
    const Lengths lengths{.batch = 3, .sequence = 10, .context = 100};
    CHECK(at("7", lengths) == 7);
    CHECK(at("tokens", lengths) == 30);
    CHECK(at("4 * sequence", lengths) == 40);
    CHECK(at("2*context / 16", lengths) == 13);
    CHECK(at("24 * batch * sequence / 256", lengths) == 3);
}

TEST_CASE("lengths that are none are refused with the nearest") {
    const auto fault = [](const std::string& text) { return refusal([&] { at(text, {}); }); };
    CHECK(
        fault("token") ==
        "x has \"token\"; allowed: integers from 1, tokens, sequence, context or batch, joined by "
        "* and /; nearest: tokens");
    for (const char* text :
         {"", "0", "-1", "4 *", "* 4", "4 + 1", "tokens tokens", "1e3", "99999999999999999999"})
        CHECK(!fault(text).empty());
    CHECK(fault("9007199254740992 * 2") ==
          "x is too large; allowed: 1 to 9007199254740992; nearest: 9007199254740992");
}

TEST_CASE("tokens spread evenly over the experts that they visit") {
    const auto network =
        parse_network("[network]\nprefill = 64\ndecode = 4\n" + row.substr(0, 19) +
                          "M = \"tokens\"\nK = 8\nN = 2\nrepeat = 3\nexperts = 16\nactive = 2\n",
                      "n.toml");
    const auto prompt = products_of(network, Phase::prefill).at(0);
    CHECK(prompt.shape.rows == 8);
    CHECK(prompt.count == 3 * 16);
    const auto token = products_of(network, Phase::decode).at(0);
    CHECK(token.shape.rows == 1);
    CHECK(token.count == 3 * 2);
}

TEST_CASE("a network makes its passes") {
    CHECK(parse_network(row, "n.toml").passes().at(0).first == Phase::forward);
    const auto network =
        parse_network("[network]\nbatch = 2\nprefill = 64\ndecode = 5\n" + row, "n.toml");
    REQUIRE(network.passes().size() == 2);
    CHECK(network.passes()[1] == std::pair{Phase::decode, std::uint64_t{5}});
    CHECK(network.lengths(Phase::prefill).tokens() == 128);
    CHECK(network.lengths(Phase::decode).tokens() == 2);
    CHECK(network.lengths(Phase::decode).context == 67);
}

TEST_CASE("files that are no networks are refused by place, with what is allowed") {
    CHECK(refused(row + "KK = 3\n").starts_with("n.toml:6:1: unknown key \"row.KK\""));
    CHECK(refused("[networks]\n" + row) ==
          "n.toml:1:2: unknown section \"networks\"; allowed: network or row; nearest: network");
    CHECK(refused("").find("row is missing") != std::string::npos);
    CHECK(refused("[row]\nname = \"q\"\n").find("[[row]]") != std::string::npos);
    CHECK(refused("[[row]]\nname = \"q\"\nM = 1\nK = 1\n").find("row.N is missing") !=
          std::string::npos);
    CHECK(refused(row + "kind = \"linea\"\n").find("nearest: linear") != std::string::npos);
    CHECK(refused(row + "experts = 4\n").find("row.active is missing") != std::string::npos);
    CHECK(refused(row + "experts = 4\nactive = 5\n").find("nearest: 4") != std::string::npos);
    CHECK(refused("[[row]]\nname = \"q\"\nM = \"tokens\"\nK = 1\nN = 1\n")
              .find("network.prefill is missing") != std::string::npos);
    CHECK(refused("[network]\ndecode = 4\n" + row).find("network.prefill is missing") !=
          std::string::npos);
    CHECK(refused("[[row]]\nname = \"q\"\nM = 0\nK = 1\nN = 1\n").find("out of range") !=
          std::string::npos);
}

TEST_CASE("every network that is shipped can be read") {
    std::size_t count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(MXGEN_SOURCE_DIR) + "/hw/workloads")) {
        const auto network = read_network(entry.path());
        CHECK(!network.source.empty());
        for (const auto& [phase, times] : network.passes())
            CHECK(!products_of(network, phase).empty());
        ++count;
    }
    CHECK(count == 7);
}
