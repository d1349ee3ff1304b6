// SPDX-License-Identifier: Apache-2.0
#include "sw/model/value.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace mxgen;
using namespace mxgen::model;

namespace {

namespace fs = std::filesystem;

const fs::path value_tables = MXGEN_SOURCE_DIR "/tests/data/values";

/// One entry of a table: "nan", "inf", "-inf", "0", "-0" or "NpE".
ExactValue parse_value(const std::string& text) {
    const bool negative = text.front() == '-';
    if (text == "nan") return nan_value();
    if (text == "inf" || text == "-inf") return infinite_value(negative);
    const auto p = text.find('p');
    if (p == std::string::npos) return finite_value(Dyadic(), negative);
    return finite_value(Dyadic(std::stoll(text.substr(0, p)), std::stoi(text.substr(p + 1))));
}

bool same(const ExactValue& x, const ExactValue& y) { return x.is_nan() ? y.is_nan() : x == y; }

}  // namespace

TEST_CASE("every code has the value that its standard or paper gives") {
    std::ptrdiff_t checked = 0;
    for (const Format& format : formats()) {
        if (format.bits > 8) continue;
        INFO(format.name);
        std::ifstream table(value_tables / (format.name + ".txt"));
        REQUIRE(table);
        std::string line;
        unsigned codes = 0;
        while (std::getline(table, line)) {
            if (line.starts_with("#")) continue;
            std::istringstream row(line);
            std::string value;
            std::uint32_t code = 0;
            row >> std::hex >> code >> value;
            INFO(line);
            CHECK(same(decode(format, code), parse_value(value)));
            ++codes;
        }
        REQUIRE(codes == code_count(format));
        ++checked;
    }
    REQUIRE(checked > 0);
    CHECK(checked == std::distance(fs::directory_iterator(value_tables), {}));
}

TEST_CASE("extremes of every catalogue row") {
    const auto format = [](const char* name) { return find_format(name).value(); };
    CHECK(max_finite(format("e5m2")) == Dyadic(57344));
    CHECK(max_finite(format("e4m3")) == Dyadic(448));
    CHECK(max_finite(format("e3m2")) == Dyadic(28));
    CHECK(max_finite(format("e2m3")) == Dyadic(15, -1));
    CHECK(max_finite(format("e2m1")) == Dyadic(6));
    CHECK(max_finite(format("mxint8")) == Dyadic(127, -6));
    CHECK(max_finite(format("ue4m3")) == Dyadic(448));
    CHECK(max_finite(format("ue5m3")) == Dyadic(114688));
    CHECK(max_finite(format("e8m0")) == Dyadic(1, 127));
    CHECK(max_finite(format("fp32")) == Dyadic((1 << 24) - 1, 104));
    CHECK(unit_exponent(format("e5m2")) == -16);
    CHECK(unit_exponent(format("e8m0")) == -127);
    CHECK(unit_exponent(format("ue5m3")) == -17);
    CHECK(unit_exponent(format("fp32")) == -149);
    CHECK(max_exponent(format("int8")) == 6);
    CHECK(max_exponent(format("mxint8")) == 0);
}

TEST_CASE("codes at the edges") {
    const Format ue4m3 = find_format("ue4m3").value();
    CHECK(decode(ue4m3, 0xFE) == decode(ue4m3, 0x7E));
    CHECK(decode(ue4m3, 0xFF).is_nan());
    CHECK(decode(find_format("int8").value(), 0x80).number == Dyadic(-128));
    CHECK(decode(find_format("mxint8").value(), 0x80).number == Dyadic(-2));
    CHECK(decode(find_format("fp32").value(), 0x80000001).number == Dyadic(-1, -149));
    CHECK(decode(find_format("fp32").value(), 0xFF800000) == infinite_value(true));
    CHECK(decode(find_format("e4m3b7").value(), 0x7F).number == Dyadic(480));
    CHECK(decode(find_format("e2m0").value(), 0x7).number == Dyadic(-4));
}

TEST_CASE("specials in sums and products") {
    const ExactValue one = finite_value(Dyadic(1)), zero, inf = infinite_value(false);
    CHECK((zero * inf).is_nan());
    CHECK((inf + infinite_value(true)).is_nan());
    CHECK((inf * finite_value(Dyadic(-1))) == infinite_value(true));
    CHECK((nan_value() + one).is_nan());
    CHECK((nan_value() * zero).is_nan());
    CHECK((one + finite_value(Dyadic(-1))) == zero);
    CHECK((inf + one) == inf);
}
