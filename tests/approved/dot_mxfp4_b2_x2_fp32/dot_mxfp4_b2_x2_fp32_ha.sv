// Half adder: a_i + b_i = sum_o + 2 carry_o.
// SPDX-License-Identifier: Apache-2.0
module dot_mxfp4_b2_x2_fp32_ha (
  input  logic a_i,
  input  logic b_i,
  output logic sum_o,
  output logic carry_o
);
  assign sum_o = a_i ^ b_i;
  assign carry_o = a_i & b_i;
endmodule
