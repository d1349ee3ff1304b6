// SPDX-License-Identifier: Apache-2.0
// Data sets against digests that a program of their own, written from docs/ppa.md, gave.
#include "sw/tensor/data_set.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <set>

#include "sw/support/files.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::testing::refusal;
using tensor::DataSet;
using tensor::draw;
using tensor::Factor;
using tensor::Shape;
using tensor::Tensor;

namespace {

constexpr std::size_t vectors = 16, depth = 1024;

std::string digest(const Tensor& x) {
    std::string bytes(x.data.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), x.data.data(), bytes.size());
    return sha256(bytes);
}

double mean_square(const Tensor& x) {
    double sum = 0;
    for (const float value : x.data) sum += double{value} * double{value};
    return sum / static_cast<double>(x.data.size());
}

double largest(const Tensor& x) {
    double most = 0;
    for (const float value : x.data) most = std::max(most, std::abs(double{value}));
    return most;
}

}  // namespace

TEST_CASE("the matrices of llm and relu are those of their definition, bit for bit") {
    const auto a = draw({"llm", 1}, Factor::activations, vectors, depth);
    CHECK(a.shape == Shape{vectors, depth});
    CHECK(digest(a) == "da9935331c7e296b57f82b5f0922c89166ac99dba19b4fead6ae4f5694b5adb4");
    const auto b = draw({"llm", 1}, Factor::weights, vectors, depth);
    CHECK(b.shape == Shape{depth, vectors});
    CHECK(digest(b) == "244e8a685266d5b05f0ef1ffecf64b6f3f66b95cc31f67a328f8512b8740ba45");
    const auto relu = draw({"relu", 1}, Factor::activations, vectors, depth);
    CHECK(digest(relu) == "cb32ba3beb8b4201d06cde68948da31c09d0e48a5926c9173f248f0bef8b84ba");
    CHECK(digest(draw({"relu", 1}, Factor::weights, vectors, depth)) == digest(b));
}

TEST_CASE("outliers of llm stay in one channel of 128, 10 to 60 times the others") {
    for (const unsigned seed : {1u, 2u, 77u}) {
        const auto a = draw({"llm", seed}, Factor::activations, vectors, depth);
        std::vector<double> size(depth);
        for (std::size_t i = 0; i < a.data.size(); ++i)
            size[i % depth] += std::abs(double{a.data[i]}) / vectors;
        std::size_t outliers = 0, runs = 0;
        for (std::size_t first = 0; first < depth; first += 128, ++runs) {
            const auto here = std::span(size).subspan(first, 128);
            const auto count = std::ranges::count_if(here, [](double x) { return x > 4; });
            CHECK(count == 1);
            outliers += static_cast<std::size_t>(count);
        }
        CHECK(runs == 8);
        CHECK(outliers == 8);
        CHECK(largest(a) > 20);
    }
}

TEST_CASE("every set has its size, and another seed or factor gives other numbers") {
    std::set<std::string> digests;
    for (const auto& name : tensor::data_set_names())
        for (const unsigned seed : {1u, 2u}) {
            const auto a = draw({name, seed}, Factor::activations, vectors, depth);
            const auto b = draw({name, seed}, Factor::weights, vectors, depth);
            digests.insert(digest(a));
            const double expected = name == "uniform" ? 1.0 / 3 : 1;
            if (name == "gaussian" || name == "uniform") {
                CHECK(mean_square(a) == Approx(expected).epsilon(0.04));
                CHECK(mean_square(b) == Approx(expected).epsilon(0.04));
            }
            CHECK(largest(b) <= full_scale({name, seed}) * 1.2);
            if (name == "relu") CHECK(*std::ranges::min_element(a.data) == 0);
            if (name == "llm") CHECK(*std::ranges::min_element(a.data) < -20);
        }
    CHECK(digests.size() == 8);
}

TEST_CASE("names and seeds of data sets are refused with what is allowed") {
    CHECK(tensor::parse_data_sets("", 1).empty());
    const std::vector<DataSet> both{{"uniform", 3}, {"llm", 3}};
    CHECK(tensor::parse_data_sets("uniform,llm", 3) == both);
    CHECK_THAT(refusal([] { tensor::parse_data_sets("llm,gausian", 1); }),
               Contains("allowed: llm, relu, gaussian or uniform; nearest: gaussian"));
    CHECK_THAT(refusal([] { tensor::parse_data_sets("llm", 0); }),
               Contains("--stimulus-seed = 0; allowed: 1 to 2147483647; nearest: 1"));
    CHECK_THAT(refusal([] { tensor::parse_data_sets("llm", 1ull << 31); }),
               Contains("nearest: 2147483647"));
}
