// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "gen/arith/rounding.h"
#include "gen/arith/tensor_thresholds.h"
#include "gen/unit/convert.h"

namespace mxgen::unit {

/// Facts about a block, or a part of it, that decide its scale. A fact that a conversion does not
/// ask for is a constant.
struct BlockSummary {
    ir::Value key;      ///< grows with the largest magnitude
    ir::Value nan;      ///< an input is NaN, and that counts
    ir::Value nonzero;  ///< an input is not zero
};

/// Of two parts together.
BlockSummary together(const BlockSummary& a, const BlockSummary& b);

/// The scale of a block and what it tells the elements.
struct ChosenScale {
    ir::Value code;
    ir::Value invalid;                 ///< the block has no meaning
    std::vector<ir::Binding> to_lane;  ///< inputs that all lanes share
};

/// Codes of the elements of a block, or of a part of it.
struct ConvertedElements {
    ir::Array codes;
    ir::Value invalid;  ///< NaN went into a format without NaN
};

/// What a converter is told of the tensor, by what its format asks for.
struct TensorInputs {
    std::optional<ir::Value> scale;         ///< the code of g, or of the power of two
    std::optional<arith::TensorGain> gain;  ///< g, loaded once
};

/// The two sides of a conversion: what all inputs say about the scale, and what the scale makes of
/// each.
class ConvertLanes {
  public:
    /// For the kind of scale that the block format has, or none.
    static std::unique_ptr<ConvertLanes> make(const ConvertOptions& options);
    virtual ~ConvertLanes() = default;

    virtual BlockSummary summary(ir::Module& m, const ir::Array& x) const = 0;
    virtual ChosenScale scale(ir::Module& m, const BlockSummary& summary,
                              const TensorInputs& tensor) const = 0;
    /// Codes, given the scale, and random bits for sr.
    ConvertedElements elements(ir::Module& m, const ir::Array& x, const ChosenScale& scale,
                               const std::optional<ir::Array>& random) const;

  protected:
    explicit ConvertLanes(const ConvertOptions& options) : o_(options) {}

    /// One lane, with the inputs that its scale binds.
    virtual ir::Module lane_module(const ChosenScale& scale) const = 0;
    /// A lane's module with its ports x_i and, for sr, random_i.
    struct Lane {
        ir::Module m;
        ir::Value x;
        arith::RoundingMode rounding;
    };
    Lane new_lane() const;
    /// NaN has no code in the element format, and does not make the block NaN by itself.
    bool loses_nan() const;

    ConvertOptions o_;
};

/// Lanes whose scale follows from the largest key of the inputs; a NaN that the elements cannot
/// hold makes the scale one.
class KeyedLanes : public ConvertLanes {
  public:
    BlockSummary summary(ir::Module& m, const ir::Array& x) const override;

  protected:
    using ConvertLanes::ConvertLanes;

    /// The code of a scale, or NaN.
    ir::Value scale_code(const BlockSummary& summary, const ir::Value& code) const;

  private:
    ir::Module key_module() const;
};

/// Power-of-two scales, and none (convert_power.cpp); scales with a mantissa
/// (convert_mantissa.cpp), of a tensor whose scale was loaded (convert_loaded.cpp).
std::unique_ptr<ConvertLanes> power_lanes(const ConvertOptions& options);
std::unique_ptr<ConvertLanes> mantissa_lanes(const ConvertOptions& options);
std::unique_ptr<ConvertLanes> loaded_lanes(const ConvertOptions& options);

/// The thresholds of a conversion with ConvertOptions::loads_tensor.
arith::TensorThresholds tensor_thresholds(const ConvertOptions& options);

}  // namespace mxgen::unit
