// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mxgen::ppa {

/// A library of cells with names that tell nothing: a full adder with an inverted carry, flip-flops
/// with clear and with preset, an inverter and NAND2 of two sizes.
inline const char* const small_library = R"lib(
library (orchard) {
  time_unit : "1ps"; voltage_unit : "1V"; leakage_power_unit : "1uW";
  capacitive_load_unit (1, ff);
  nom_voltage : 1.1; nom_temperature : 25;
  cell (kiwi) { area : 2;
    pin (A) { direction : input; capacitance : 2; }
    pin (Y) { direction : output; function : "!A"; }
  }
  cell (plum) { area : 4;
    pin (A) { direction : input; capacitance : 2; }
    pin (B) { direction : input; capacitance : 2; }
    pin (Y) { direction : output; function : "A' + B'"; }
  }
  cell (pear) { area : 6;
    pin (A) { direction : input; capacitance : 4; }
    pin (B) { direction : input; capacitance : 4; }
    pin (Y) { direction : output; function : "!(A B)"; }
  }
  cell (fig) { area : 15;
    pin (A) { direction : input; capacitance : 3; }
    pin (B) { direction : input; capacitance : 3; }
    pin (CI) { direction : input; capacitance : 3; }
    pin (S) { direction : output; function : "A ^ B ^ CI"; }
    pin (N) { direction : output; function : "!(A B + CI (A + B))"; }
  }
  cell (date) { area : 20;
    ff (IQ, IQN) { clocked_on : "K"; next_state : "D"; clear : "!R"; }
    pin (K) { direction : input; clock : true; capacitance : 2; }
    pin (D) { direction : input; capacitance : 2; }
    pin (R) { direction : input; capacitance : 2; }
    pin (Q) { direction : output; function : "IQ"; }
    pin (QN) { direction : output; function : "IQN"; }
  }
  cell (lime) { area : 16;
    ff (IQ, IQN) { clocked_on : "K"; next_state : "D"; }
    pin (K) { direction : input; clock : true; capacitance : 2; }
    pin (D) { direction : input; capacitance : 2; }
    pin (Q) { direction : output; function : "IQ"; }
  }
}
)lib";

}  // namespace mxgen::ppa
