# SPDX-License-Identifier: Apache-2.0
# The standard routes of a placed design, and what its wires weigh.
verbose 1
read_lef cells.lef
layers @LAYERS@
via stack @STACK@
vdd @POWER@
gnd @GROUND@
@OBSTRUCTIONS@
read_def layout.def
qrouter::standard_route routed.def false
puts "mxgen: routing complete"
quit
