// SPDX-License-Identifier: Apache-2.0
// OSU018 as other libraries are written: its figures in other units, parts of it missing.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>

#include "sw/liberty/characterization.h"
#include "sw/support/json.h"
#include "tests/sw/flow/generated.h"
#include "tests/sw/flow/unseen.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

/// Units as a file states them, and how many of them a plain one is.
struct OtherUnits {
    std::string time = "1ns", load = "pf", leakage = "1nW", voltage = "1V", current = "1uA";
    double per_ns = 1, per_pf = 1, per_nw = 1, per_v = 1;
};

const OtherUnits small_units{"1ps", "ff", "1pW", "1mV", "1mA", 1e3, 1e3, 1e3, 1e3};

/// Every number of a list, multiplied.
void scale(Attribute& list, double by) {
    for (auto& text : list.values) {
        std::string scaled;
        for (const double value : numbers(text))
            scaled += (scaled.empty() ? "" : ", ") + fmt::format("{:.10g}", value * by);
        text = scaled;
    }
}

class Rewriting {
  public:
    Rewriting(Group& library, const OtherUnits& units) : library_(library), units_(units) {
        for (const auto& group : library.groups)
            if (group.text("variable_1").find("capacitance") != std::string_view::npos)
                load_first_[std::string(group.name())] = true;
    }

    void run() {
        visit(library_, [this](Group& group) { rewrite(group); });
        std::erase_if(library_.attributes, [](auto& a) { return a.name.ends_with("_unit"); });
        for (const auto& [name, unit] : {std::pair{"time_unit", units_.time},
                                         {"voltage_unit", units_.voltage},
                                         {"current_unit", units_.current},
                                         {"leakage_power_unit", units_.leakage}})
            library_.attributes.push_back({name, {unit}, false});
        library_.attributes.push_back({"capacitive_load_unit", {"1", units_.load}, true});
    }

  private:
    void rewrite(Group& group) {
        const bool is_power = group.kind.ends_with("power");
        const bool load_first = load_first_.contains(std::string(group.name()));
        for (auto& a : group.attributes) {
            if (a.name.ends_with("capacitance") && !a.name.starts_with("variable"))
                scale(a, units_.per_pf);
            if (a.name == "max_transition") scale(a, units_.per_ns);
            if (a.name == "cell_leakage_power") scale(a, units_.per_nw);
            if (a.name == "index_1") scale(a, load_first ? units_.per_pf : units_.per_ns);
            if (a.name == "index_2") scale(a, units_.per_ns);
            if (a.name == "nom_voltage" || a.name == "voltage") scale(a, units_.per_v);
            if (a.name == "values")
                scale(a, is_power ? units_.per_pf * units_.per_v * units_.per_v : units_.per_ns);
        }
    }

    Group& library_;
    const OtherUnits& units_;
    std::map<std::string, bool> load_first_;  ///< templates whose first axis is a load
};

void drop(Group& library, const std::function<bool(const std::string&)>& is_dropped) {
    std::erase_if(library.groups, [&](const Group& group) {
        return group.kind == "cell" && is_dropped(std::string(group.name()));
    });
}

bool is_flip_flop(const std::string& cell) { return cell.starts_with("DFF") || cell == "LATCH"; }

Json figures_of(const HandDesign& design, const std::string& name, RunOptions options) {
    options.workload = random_workload(60);
    return run_flow(write_package(design, "dialect_" + name), options);
}

/// Compares what depends on units: all of it.
void check_equal(const Json& found, const Json& known) {
    for (const char* key :
         {"voltage", "synth__design__instance__area__stdcell", "synth__timing__delay__ns",
          "synth__timing__fmax__mhz", "synth__timing__slack__ns", "synth__energy__per_cycle__pj",
          "synth__energy__per_cycle__pj__switching", "synth__energy__per_cycle__pj__internal",
          "synth__energy__per_cycle__pj__clock", "synth__energy__per_cycle__pj__leakage"}) {
        INFO(key);
        CHECK(known[key].get<double>() > 0);
        CHECK(found[key].get<double>() == Approx(known[key].get<double>()).epsilon(2e-6));
    }
    CHECK(found["synth__equivalence"] == "proved");
}

}  // namespace

TEST_CASE("files in different units give the figures of one in plain ones") {
    const auto known = figures_of(accumulator_design(), "plain", osu018());
    auto gates = osu018_source(), registers = osu018_source();
    drop(gates, is_flip_flop);
    drop(registers, [](const std::string& cell) { return !is_flip_flop(cell); });
    Rewriting(registers, small_units).run();
    auto options = with_liberty("registers", registers);
    const auto second = with_liberty("gates", gates).technology.liberty[0];
    options.technology.liberty.push_back(second);
    check_equal(figures_of(accumulator_design(), "two_files", options), known);
}

TEST_CASE("figures of a run do not depend on units, each in turn", "[.soak]") {
    const auto known = figures_of(accumulator_design(), "plain", osu018());
    const std::vector<OtherUnits> all = {{.time = "1ps", .per_ns = 1e3},
                                         {.time = "10ps", .per_ns = 1e2},
                                         {.time = "1us", .per_ns = 1e-3},
                                         {.load = "ff", .per_pf = 1e3},
                                         {.leakage = "1pW", .per_nw = 1e3},
                                         {.leakage = "1uW", .per_nw = 1e-3},
                                         {.voltage = "1mV", .per_v = 1e3},
                                         {.voltage = "100mV", .per_v = 10},
                                         {.current = "1mA"},
                                         small_units};
    for (const auto& units : all) {
        INFO(units.time << " " << units.load << " " << units.leakage << " " << units.voltage);
        auto library = osu018_source();
        Rewriting(library, units).run();
        check_equal(figures_of(accumulator_design(), "units", with_liberty("units", library)),
                    known);
    }
}

TEST_CASE("cells of a library in other units cost the same energy") {
    auto source = osu018_source();
    const Library known = make_library(osu018_source(), "known");
    Rewriting(source, small_units).run();
    const Library small = make_library(std::move(source), "small");
    int compared = 0;
    for (const auto& [name, cell] : known.cells) {
        INFO(name);
        const Cell& other = small.cells.at(name);
        CHECK(other.leakage_nw == Approx(cell.leakage_nw));
        const auto expected = characterize(cell, known).power;
        const auto found = characterize(other, small).power;
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            for (const bool rise : {false, true}) {
                if (!expected[i].energy[rise]) continue;
                CHECK((*found[i].energy[rise])(0.2, 0.03) ==
                      Approx((*expected[i].energy[rise])(0.2, 0.03)).epsilon(1e-6));
                ++compared;
            }
    }
    CHECK(compared > 100);
}

TEST_CASE("a library without tables of power gives the rest of the figures") {
    const auto known = figures_of(adder_design(), "powered", osu018());
    auto library = osu018_source();
    visit(library, [](Group& group) {
        std::erase_if(group.groups, [](const Group& g) { return g.kind == "internal_power"; });
    });
    const auto found = figures_of(adder_design(), "unpowered", with_liberty("unpowered", library));
    CHECK(found["energy__internal"] == "not in the library");
    CHECK(found["synth__energy__per_cycle__pj__internal"] == 0);
    for (const char* key : {"synth__design__instance__area__stdcell", "synth__timing__delay__ns",
                            "synth__energy__per_cycle__pj__switching"})
        CHECK(found[key] == known[key]);
}

TEST_CASE("without one of the adders its sums are gates, the other stays", "[.soak]") {
    for (const std::string missing : {"FAX1", "HAX1"}) {
        INFO(missing);
        auto library = osu018_source();
        drop(library, [&](const std::string& cell) { return cell == missing; });
        const auto found = figures_of(adder_design(), missing, with_liberty(missing, library));
        CHECK(found["full_adder"] == (missing == "FAX1" ? "" : "FAX1"));
        CHECK(found["half_adder"] == (missing == "HAX1" ? "" : "HAX1"));
        CHECK(found["synth__equivalence"] == "proved");
        CHECK(found["synth__design__instance__area__stdcell"] > 0);
    }
}

TEST_CASE("a library in ps whose flip-flops invert gives figures of the same size", "[.soak]") {
    const auto known = figures_of(register_design(), "upright", osu018());
    auto library = osu018_source();
    invert_flip_flops(library);
    Rewriting(library, small_units).run();
    const auto found = figures_of(register_design(), "ps", with_liberty("ps_inverted", library));
    CHECK(found["synth__design__instance__count__register"] == 3);
    for (const char* key : {"synth__design__instance__area__stdcell", "synth__timing__delay__ns",
                            "synth__energy__per_cycle__pj"}) {
        INFO(key);
        CHECK(found[key].get<double>() == Approx(known[key].get<double>()).epsilon(0.5));
    }
}
