// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/config/settings.h"
#include "sw/unit/config.h"
#include "sw/unit/cycles.h"
#include "sw/unit/golden.h"
#include "sw/unit/keys.h"
#include "sw/unit/product.h"
#include "sw/unit/stimulus.h"

namespace mxgen {

class MatrixUnit;

/// One unit: its part of the configuration's language, and the meaning of a design of it. Drivers
/// (package, bench, co-simulation, energy data) ask a unit and name none.
class Unit {
  public:
    virtual ~Unit() = default;

    /// "dot": as [design] unit says it.
    virtual std::string_view name() const = 0;

    /// Its keys, section by section, but those that all units have.
    virtual UnitKeys keys() const = 0;

    /// Its specification before any key is set.
    virtual UnitDesign initial() const = 0;

    /// Completes a design whose keys are set: formats exist, lanes and block fit, what follows from
    /// the rest is filled in. Throws Error (usage) that names the place of the setting at fault,
    /// what is allowed and the nearest legal value.
    virtual void resolve(UnitDesign& design, const Settings& settings) const = 0;

    /// The derived name before its tags: "dot_mxfp8_e4m3_x32_fp32".
    virtual std::string stem(const UnitDesign& design) const = 0;

    /// The meaning of its results, a paragraph in words.
    virtual std::string meaning(const UnitDesign& design) const = 0;

    /// The ports of its top module but clock and reset; formats and places of codes are those of a
    /// run-time mode. `has_valid`: it was asked for registers, so that valid goes along.
    virtual std::vector<Port> ports(const UnitDesign& design, bool has_valid,
                                    std::size_t mode = 0) const = 0;

    /// How its blocks enter.
    virtual BeatShape beats(const UnitDesign& design) const = 0;

    /// Independent sums that take turns, a beat each.
    virtual int turns(const UnitDesign&) const { return 1; }

    /// Results that leave, one a cycle, when a step has entered.
    virtual int results_per_step(const UnitDesign&) const { return 1; }

    /// When its designs have a valid on either side, in words after its name, for an error: "with
    /// an accumulator"; empty: never.
    virtual std::optional<std::string_view> has_handshakes() const { return std::nullopt; }

    /// Its golden model, as after reset.
    virtual std::unique_ptr<Golden> golden(const UnitDesign& design) const = 0;

    /// Inputs where circuits break by construction, then random ones, in each run-time mode.
    virtual Stimulus stimulus(const UnitDesign& design, const StimulusOptions& options) const = 0;

    /// A few transactions of a fixed seed for the bench of a package: extreme codes and zeros
    /// first, then random ones; sums of one block and more.
    virtual Stimulus examples(const UnitDesign& design) const = 0;

    /// The product of two elements in it; empty for a unit without products.
    virtual std::optional<MultiplySpec> product(const UnitDesign&) const { return std::nullopt; }

    /// Its operands a and b; empty for a unit without products.
    virtual std::optional<Operands> operands(const UnitDesign&) const { return std::nullopt; }

    /// The unit as one that multiplies matrices; null for others.
    virtual const MatrixUnit* matrices() const { return nullptr; }
};

/// A unit that multiplies matrices by dot products, in each of its run-time modes.
class MatrixUnit {
  public:
    virtual ~MatrixUnit() = default;

    /// Designs without run-time modes that it equals, in the order of mode_i.
    virtual std::vector<UnitDesign> modes(const UnitDesign& design) const = 0;

    /// One of its dot products, and their number.
    virtual const DotDesign& dot(const UnitDesign& design) const = 0;
    virtual int elements(const UnitDesign& design) const = 0;

    /// The meaning of a result's code before any conversion.
    virtual ArrayOutput output(const UnitDesign& design) const = 0;

    /// How tensors become its operands, where its own keys say so.
    virtual std::optional<DataRule> data_rule(const UnitDesign&) const { return std::nullopt; }

    /// The inputs of a processing element but clock, reset and enable, where it has several.
    virtual std::vector<Word> element_words(const UnitDesign&) const { return {}; }

    /// Throws Error (usage) for sums of `depth` products that its accumulator does not take.
    virtual void check_depth(const UnitDesign& design, int depth) const = 0;

    /// The golden product of two matrices, and the beats that bring them, one product for each
    /// run-time mode. Throws Error (usage) as check_depth does.
    virtual DesignProduct multiply(const UnitDesign& design,
                                   const ProductOperands& operands) const = 0;
    virtual Stimulus products(const UnitDesign& design,
                              const std::vector<ProductOperands>& products) const = 0;

    /// What it works on at once.
    virtual MatrixTile tile(const UnitDesign&) const { return {}; }

    /// How long a product takes when nobody makes it wait; empty for a unit without streams.
    virtual std::optional<ArrayCycles> cycles(const UnitDesign&, const Interface&,
                                              const ProductShape&, const Pieces& = {}) const {
        return std::nullopt;
    }
};

/// A unit with the specification `Design`, beside which the functions stand that this one calls.
template <class Design>
class UnitOf : public Unit {
  public:
    UnitDesign initial() const final { return Design{}; }
    void resolve(UnitDesign& design, const Settings& settings) const final {
        complete(std::get<Design>(design), settings);
    }
    std::string stem(const UnitDesign& design) const final { return stem_of(typed(design)); }
    std::string meaning(const UnitDesign& design) const final { return meaning_of(typed(design)); }
    std::vector<Port> ports(const UnitDesign& design, bool has_valid,
                            std::size_t mode) const final {
        return ports_of(typed(design), has_valid, mode);
    }
    BeatShape beats(const UnitDesign& design) const final { return typed(design).beats(); }
    std::unique_ptr<Golden> golden(const UnitDesign& design) const final {
        return golden_of(typed(design));
    }
    Stimulus stimulus(const UnitDesign& design, const StimulusOptions& options) const final {
        return stimulus_of(typed(design), options);
    }
    Stimulus examples(const UnitDesign& design) const final { return examples_of(typed(design)); }

  protected:
    static const Design& typed(const UnitDesign& design) { return std::get<Design>(design); }

  private:
    virtual void complete(Design& design, const Settings& settings) const = 0;
    virtual std::string stem_of(const Design& design) const = 0;
    virtual std::string meaning_of(const Design& design) const = 0;
};

}  // namespace mxgen
