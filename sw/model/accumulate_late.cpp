// SPDX-License-Identifier: Apache-2.0
#include <stdexcept>

#include "sw/model/accumulate.h"

namespace mxgen::model {

std::unique_ptr<Accumulate> make_late_accumulate(const DotSpec&) {
    throw std::logic_error("late<W> has no definition yet");
}

}  // namespace mxgen::model
