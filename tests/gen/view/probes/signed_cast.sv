// A sign cast by keyword instead of a system function.
// SPDX-License-Identifier: Apache-2.0
// Refused by: icarus.
module signed_cast (input logic [7:0] a_i, output logic signed [8:0] b_o);
  assign b_o = 9'(signed'(a_i));
endmodule
