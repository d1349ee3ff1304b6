// A minus sign directly before a size cast.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys.
module negated_cast (input logic [7:0] a_i, output logic [8:0] b_o);
  assign b_o = -9'(a_i);
endmodule
