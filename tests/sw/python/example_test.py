# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys
import unittest

from support import SOURCE, main


class Example(unittest.TestCase):
    def test_the_network_runs_and_keeps_its_accuracy(self):
        done = subprocess.run([sys.executable, SOURCE / "sw/python/examples/network.py"], capture_output=True,
                              text=True, check=True)
        rows = [line.split() for line in done.stdout.splitlines()]
        share = {row[0]: float(row[1].rstrip("%")) for row in rows[1:]}
        self.assertEqual(list(share), ["fp32", "mxfp8_e4m3", "mxint8", "mxfp6_e2m3", "nvfp4", "mxfp4"])
        self.assertGreater(share["fp32"], 75)
        for name, loss in (("mxfp8_e4m3", 3), ("mxint8", 3), ("mxfp6_e2m3", 3), ("nvfp4", 12), ("mxfp4", 12)):
            self.assertLess(abs(share["fp32"] - share[name]), loss, name)
        ratio = {row[0]: float(row[3]) for row in rows[2:]}
        self.assertGreater(ratio["mxint8"], ratio["mxfp8_e4m3"])
        self.assertGreater(ratio["mxfp8_e4m3"], ratio["mxfp4"])


if __name__ == "__main__":
    main()
