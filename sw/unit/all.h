// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mxgen {

class Unit;

// One function per unit, each in the file of its name; units.cpp lists them.
const Unit& dot_unit();
const Unit& array_unit();
const Unit& multiply_unit();
const Unit& convert_unit();
const Unit& deconvert_unit();

}  // namespace mxgen
