# SPDX-License-Identifier: Apache-2.0
# The latest arrival with every port at the clock edge: ideal clock, no load at outputs, wires as
# they are given.
read_liberty @LIBERTY@
@MODELS@
puts "mxgen: library read"
read_verilog @NETLIST@
link_design @TOP@
@WIRES@
puts "mxgen: instances [llength [get_cells -hierarchical *]]"
create_clock -name clock -period @PERIOD@ @CLOCK@
foreach port [all_inputs] {
  set name [get_property $port full_name]
  if {$name eq "@RESET_PORT@"} {
    set_false_path -from $port
  } elseif {$name ne "@CLOCK_PORT@"} {
    set_input_delay 0 -clock clock $port
  }
}
set_output_delay 0 -clock clock [all_outputs]
report_worst_slack
report_checks -path_delay max -format full -fields {net} -digits 4
puts "mxgen: timing complete"
