// SPDX-License-Identifier: Apache-2.0
// Every way in which a netlist or a tool can be wrong, planted, and found.
#include <catch2/catch.hpp>
#include <functional>

#include "sw/flow/proof.h"
#include "sw/flow/simulation.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "tests/sw/flow/designs.h"
#include "tests/sw/flow/fake_tool.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

constexpr std::chrono::seconds proof_limit{60};

/// Replaces the first match in the flow's netlist; the text must be there.
void edit(const Flow& flow, const std::string& from, const std::string& to) {
    auto file = flow.directory / "netlist.v";
    auto text = read_file(file);
    auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    write_file(file, text.replace(at, from.size(), to));
}

/// The first verdict but equal.
Verdict prove_all(const Flow& flow, const Netlist& netlist) {
    auto modules = kept_modules(netlist);
    modules.push_back(netlist.top);
    for (const auto& module : modules)
        if (auto verdict = prove(flow, netlist, module, proof_limit); verdict != Verdict::equal)
            return verdict;
    return Verdict::equal;
}

struct Fault {
    std::string name, from, to;
};

/// The message of the failure that a run with this tool ends with.
std::string failure(const HandDesign& design, const std::string& tool, const std::string& script,
                    std::chrono::seconds limit = std::chrono::seconds(120)) {
    const testing::ScratchFolder folder("fault_tool");
    auto directory = write_package(design, folder.path().filename().string());
    auto options = osu018();
    options.tool_limit = limit;
    FakeTool fake(tool, script);
    try {
        run_flow(directory, options);
    } catch (const Error& error) {
        CHECK(error.code() == Exit::tool_failed);
        CHECK_FALSE(fs::exists(directory / "metrics.json"));
        return error.what();
    }
    return "no failure";
}

}  // namespace

TEST_CASE("an inverted gate and a swapped pin are refuted by proof") {
    auto flow = flow_of(write_package(adder_design(), "fault_proof"));
    auto netlist = synthesise(flow);
    REQUIRE(prove_all(flow, netlist) == Verdict::equal);
    auto good = read_file(flow.directory / "netlist.v");
    for (const Fault& fault :
         {Fault{"inverted", "XOR2X1 ", "XNOR2X1 "}, Fault{"swapped", ".YC(", ".YX("},
          Fault{"constant", ".A(a_i[0])", ".A(1'h0)"}}) {
        INFO(fault.name);
        edit(flow, fault.from, fault.to);
        if (fault.name == "swapped") {
            edit(flow, ".YS(", ".YC(");
            edit(flow, ".YX(", ".YS(");
        }
        CHECK(prove_all(flow, netlist) == Verdict::different);
        try {
            check_equivalence(flow, netlist, proof_limit);
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.code() == Exit::check_failed);
        }
        write_file(flow.directory / "netlist.v", good);
    }
}

TEST_CASE("a wrong gate, a stuck register and a swapped register are refuted by simulation") {
    auto flow = flow_of(write_package(accumulator_design(), "fault_simulation"));
    auto netlist = synthesise(flow);
    REQUIRE(prove_all(flow, netlist) == Verdict::equal);
    CHECK(simulate(flow, netlist, flow.top()) >= 10'000);
    auto good = read_file(flow.directory / "netlist.v");
    for (const Fault& fault :
         {Fault{"inverted", "NAND2X1 ", "NOR2X1 "}, Fault{"stuck", ".Q(acc_o[3])", ".Q()"},
          Fault{"other register", ".Q(acc_o[4])", ".Q(held)"}}) {
        INFO(fault.name);
        edit(flow, fault.from, fault.to);
        if (fault.name == "other register") {
            edit(flow, ".Q(acc_o[5])", ".Q(acc_o[4])");
            edit(flow, ".Q(held)", ".Q(acc_o[5])");
        }
        CHECK(prove_all(flow, netlist) != Verdict::equal);
        CHECK_THROWS_AS(simulate(flow, netlist, flow.top()), Error);
        write_file(flow.directory / "netlist.v", good);
    }
}

TEST_CASE("a verdict is a line of its own") {
    CHECK(verdict_of("ABC\n\nNetworks are equivalent.  Time =     0.01 sec\n") == Verdict::equal);
    CHECK(verdict_of("Networks are equivalent after structural hashing.  Time") == Verdict::equal);
    for (const char* report :
         {"Networks are NOT EQUIVALENT.  Time =     0.01 sec\n",
          "Networks are NOT EQUIVALENT after SAT.\n", "x\nVerification failed for at least 5\n",
          "Networks are equivalent.\nNetworks are NOT EQUIVALENT.\n"})
        CHECK(verdict_of(report) == Verdict::different);
    for (const char* report :
         {"", "Networks are UNDECIDED.  Time =   60.00 sec\n", "Networks are equivalent",
          "It is not said that Networks are equivalent.", "Networks are equivalently bad.\n",
          "Networks are undecided (SAT solver timed out).\n", "networks are equivalent.\n"}) {
        INFO(report);
        CHECK(verdict_of(report) == Verdict::undecided);
    }
}

TEST_CASE("a proof that runs out of time or says nothing proves nothing") {
    auto flow = flow_of(write_package(adder_design(), "fault_undecided"));
    const auto netlist = synthesise(flow);
    const std::string check = "case \"$*\" in *cec*)";
    {
        const FakeTool abc("yosys-abc", check + " sleep 100;; *) exec $REAL \"$@\";; esac");
        const std::chrono::seconds limit(1);
        CHECK(prove(flow, netlist, flow.top(), limit) == Verdict::undecided);
        const auto found = check_equivalence(flow, netlist, limit);
        CHECK(to_string(found.kind) == "simulated");
        CHECK(found.vectors >= 10'000);
    }
    const FakeTool silent("yosys-abc", check + " echo fine;; *) exec $REAL \"$@\";; esac");
    CHECK(prove(flow, netlist, flow.top(), proof_limit) == Verdict::undecided);
}

TEST_CASE("a fault inside a processing element is found") {
    auto flow = flow_of(write_package(array_design(), "fault_array"));
    auto netlist = synthesise(flow);
    REQUIRE(prove_all(flow, netlist) == Verdict::equal);
    CHECK(simulate(flow, netlist, "row") >= 10'000);
    CHECK(simulate(flow, netlist, "row_pe") >= 10'000);
    edit(flow, "NAND2X1 ", "NOR2X1 ");
    CHECK(prove_all(flow, netlist) != Verdict::equal);
    CHECK_THROWS_AS(simulate(flow, netlist, "row_pe"), Error);
    CHECK_THROWS_WITH(check_equivalence(flow, netlist, proof_limit), Catch::Contains("row_pe"));
}

TEST_CASE("failures of Yosys are found, silent ones too") {
    auto yosys = [](const std::string& script, int seconds = 120) {
        return failure(adder_design(), "yosys", script, std::chrono::seconds(seconds));
    };
    CHECK_THAT(yosys("exit 3"), Catch::Contains("yosys exited with status 3"));
    CHECK_THAT(yosys("kill -9 $$"), Catch::Contains("ended by signal 9"));
    CHECK_THAT(yosys("sleep 100", 1), Catch::Contains("ran out of time"));
    CHECK_THAT(yosys("echo 'ERROR: no such thing'"), Catch::Contains("with exit status 0"));
    CHECK_THAT(yosys("echo fine"), Catch::Contains("stopped early"));
    const std::string run = "$REAL \"$@\" || exit 1\n[ -f netlist.json ] || exit 0\n";
    CHECK_THAT(yosys(run + "rm -f netlist.json"), Catch::Contains("netlist.json"));
    CHECK_THAT(yosys(run + "truncate -s -200 netlist.json"), Catch::Contains("netlist.json"));
    CHECK_THAT(yosys(run + "sed -i s/XOR2X1/XOR9X9/ netlist.json"), Catch::Contains("XOR9X9"));
    CHECK_THAT(yosys(run + "sed -i s/FAX1/HAX1/ netlist.json"),
               Catch::Contains("the netlist holds"));
    CHECK_THAT(yosys("$REAL \"$@\" | grep -v 'Chip area'"), Catch::Contains("statistics"));
}

TEST_CASE("RTL that Yosys only warns of is refused") {
    auto design = adder_design();
    auto& top = design.modules[1].second;
    top.replace(top.find("6'(s)"), 5, "6'(z)");
    CHECK_THAT(failure(design, "yosys", "exec $REAL \"$@\""),
               Catch::Contains("implicitly declared"));
    auto missing = adder_design();
    missing.ports.push_back(port("d_i", "input", 4));
    CHECK_THAT(failure(missing, "yosys", "exec $REAL \"$@\""),
               Catch::Contains("lacks the port d_i"));
}

TEST_CASE("failures of OpenSTA are found although its exit status is 0") {
    auto sta = [](const std::string& script) { return failure(adder_design(), "sta", script); };
    CHECK_THAT(sta("exit 2"), Catch::Contains("sta exited with status 2"));
    CHECK_THAT(sta("$REAL \"$@\" | grep -v 'worst slack'"), Catch::Contains("no worst slack"));
    CHECK_THAT(sta("$REAL \"$@\" | grep -v 'arrival time'"), Catch::Contains("no arrival time"));
    CHECK_THAT(sta("echo 'Error: timing.tcl, 5 unknown command'; $REAL \"$@\""),
               Catch::Contains("with exit status 0"));
    // The proof reads netlist.v at the same time: sta is pointed to a spoilt copy.
    const std::string spoilt = " netlist.v > t.v; sed -i s/netlist.v/t.v/ timing.tcl; $REAL \"$@\"";
    CHECK_THAT(sta("sed s/FAX1/FAX9/" + spoilt), Catch::Contains("with exit status 0"));
    CHECK_THAT(sta("sed '/FAX1 /d'" + spoilt), Catch::Contains("instances"));
    CHECK_THAT(sta("head -c 1000" + spoilt), Catch::Contains("with exit status 0"));
}

TEST_CASE("an equivalence check that compares nothing is a failure") {
    auto flow = flow_of(write_package(accumulator_design(), "fault_empty"));
    auto netlist = synthesise(flow);
    {
        FakeTool verilator("verilator", "exit 0");
        CHECK_THROWS_AS(simulate(flow, netlist, flow.top()), Error);
    }
    flow.package.interface.ports.resize(5);
    CHECK_THROWS_WITH(simulate(flow, netlist, flow.top()), Catch::Contains("no outputs"));
}
