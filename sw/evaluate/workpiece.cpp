// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/workpiece.h"

#include "sw/package/lowering.h"

namespace mxgen {

const UserLibrary* Workpiece::library() {
    if (!library_is_read_) library_ = read_user_library(config_, liberty_);
    library_is_read_ = true;
    return library_ ? &*library_ : nullptr;
}

const view::Target& Workpiece::target() {
    return library() ? library()->target : package::target_of(config_);
}

const package::Built& Workpiece::built() {
    if (!built_) built_ = package::build_or_refuse(config_, target(), memo_);
    return *built_;
}

const package::Design& Workpiece::design() {
    if (!design_) design_ = package::generate(config_, target(), built());
    return *design_;
}

}  // namespace mxgen
