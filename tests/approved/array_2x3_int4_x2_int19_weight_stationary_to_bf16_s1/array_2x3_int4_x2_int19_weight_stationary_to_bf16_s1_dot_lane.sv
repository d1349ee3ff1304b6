// Exact product of int4 and int4 in units of the smallest product bit.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_dot_lane (
  input  logic [3:0] a_i,
  input  logic [3:0] b_i,
  output logic [15:0] term_o
);
  logic [15:0] heap_bits;
  assign heap_bits = {~(b_i[3] & a_i[3]), ~(a_i[3] & b_i[2]), ~(a_i[3] & b_i[1]), ~(a_i[3] & b_i[0]), ~(b_i[3] & a_i[2]), ~(b_i[2] & a_i[2]), ~(b_i[1] & a_i[2]), ~(b_i[0] & a_i[2]), ~(b_i[3] & a_i[1]), ~(b_i[2] & a_i[1]), ~(b_i[1] & a_i[1]), ~(b_i[0] & a_i[1]), ~(b_i[3] & a_i[0]), ~(a_i[0] & b_i[2]), ~(a_i[0] & b_i[1]), ~(b_i[0] & a_i[0])};
  assign term_o = heap_bits;
endmodule
