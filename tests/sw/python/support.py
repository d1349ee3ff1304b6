# SPDX-License-Identifier: Apache-2.0
"""What the tests of this directory share: the program, and a main that counts."""
import os
import pathlib
import subprocess
import unittest

SOURCE = pathlib.Path(os.environ["MXGEN_SOURCE_DIR"])
DATA = SOURCE / "tests" / "data"


def run_mxgen(*arguments):
    """Runs the program in the current directory; its standard output."""
    words = [os.environ["MXGEN"], *map(str, arguments)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def main():
    unittest.main(verbosity=1)
