// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mxgen::accuracy {

/// A mean and the half width of its 95 % confidence interval.
struct ErrorEstimate {
    double value = 0;
    double interval = 0;
};

/// Error figures of an approximate number against the exact one, over pairs of operands. Relative
/// errors are over pairs of which the exact product is not zero.
struct Errors {
    std::uint64_t pairs = 0;
    ErrorEstimate probability;    ///< EP: share of pairs with any error
    ErrorEstimate mean_absolute;  ///< MAE, the mean error distance
    ErrorEstimate mean_relative;  ///< MRE: mean of |error| / |exact|
    ErrorEstimate mean_squared;   ///< MSE
    ErrorEstimate bias;           ///< mean of approximate - exact
    ErrorEstimate relative_bias;  ///< mean of (approximate - exact) / exact
    double root_mean_square = 0;
    double normalized_mean = 0;      ///< NMED: MAE / largest |exact|
    double normalized_distance = 0;  ///< NED: MAE / largest |error|
    double worst_absolute = 0;
    double worst_relative = 0;
};

/// Collects errors pair by pair.
class ErrorSums {
  public:
    void add(double exact, double approximate);

    /// The figures; `complete` when every pair was added, so that nothing is uncertain.
    Errors errors(bool complete) const;

  private:
    /// Moments of one figure; squares of fp32 products leave the range of double.
    struct Moments {
        long double sum = 0, squares = 0;
        std::uint64_t count = 0;

        void add(long double x);
        ErrorEstimate estimate(bool complete) const;
    };

    Moments probability_, absolute_, relative_, squared_, bias_, relative_bias_;
    double largest_ = 0, worst_absolute_ = 0, worst_relative_ = 0;
};

}  // namespace mxgen::accuracy
