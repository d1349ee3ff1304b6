// A type as a parameter.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys, icarus.
module type_parameter #(parameter type T = logic [7:0]) (input T a_i, output T b_o);
  assign b_o = a_i;
endmodule
