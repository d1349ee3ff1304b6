// A package imported in a module's header.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys.
package widths;
  localparam int W = 8;
endpackage
module header_import import widths::*; (input logic [W-1:0] a_i, output logic [W-1:0] b_o);
  assign b_o = a_i;
endmodule
