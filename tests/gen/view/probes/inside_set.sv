// Membership in a set.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys, icarus.
module inside_set (input logic [7:0] a_i, output logic b_o);
  assign b_o = a_i inside {8'd1, [8'd4 : 8'd7]};
endmodule
