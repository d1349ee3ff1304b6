// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/arith/block.h"
#include "gen/ir/module.h"

namespace mxgen::unit {

/// The beats of a block that is wider than the lanes: counts them, keeps what only the first one
/// carries, and adds up their exact sums. With one beat per block all of it vanishes.
class BeatCounter {
  public:
    /// `moves`: a valid beat after which the block's next ones come; sums that take turns have
    /// their beats of one number one after the other.
    BeatCounter(ir::Module& m, unsigned count, const ir::Value& valid, const ir::Value& moves);
    BeatCounter(ir::Module& m, unsigned count, const ir::Value& valid)
        : BeatCounter(m, count, valid, valid) {}

    /// An input that is sampled on a block's first beat.
    ir::Value from_first(const ir::Value& input, const std::string& name) const;
    /// The sum and the specials of all beats up to this one.
    arith::BlockSum total(const arith::BlockSum& beat) const;
    /// Whether this beat is its block's first.
    ir::Value is_first() const { return is_first_; }
    /// A valid beat that completes its block.
    ir::Value last() const { return last_; }

  private:
    ir::Value collected(const ir::Value& flag, const std::string& name) const;

    ir::Module& m_;
    unsigned count_;
    ir::Value valid_, is_first_, last_;
};

}  // namespace mxgen::unit
