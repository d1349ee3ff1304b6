# SPDX-License-Identifier: Apache-2.0
"""docs/python.md as a user follows it."""
import os
import shlex
import shutil
import subprocess
import sys
import unittest

from support import DATA, SOURCE, main

EXAMPLES = SOURCE / "sw/python/examples"


def blocks_of(page):
    """(info string, text) of each block of code."""
    info, text = None, []
    for line in page.read_text().splitlines():
        if line.startswith("```"):
            if info is not None:
                yield info, "\n".join(text)
            info, text = (line[3:], []) if info is None else (None, [])
        elif info is not None:
            text.append(line)


def run_shell(lines):
    for line in lines.splitlines():
        words = shlex.split(line)
        if words[-1] == "network.py":  # run by example_test.py
            continue
        program = {"mxgen": os.environ["MXGEN"], "python3": sys.executable}[words[0]]
        files = [str(EXAMPLES / word) if word.endswith(".py") else word for word in words[1:]]
        subprocess.run([program, *files], check=True, stdout=subprocess.DEVNULL)


class Page(unittest.TestCase):
    def test_what_the_page_shows_works(self):
        for name in ("act1.npy", "w2.npy"):
            shutil.copy(DATA / name, name)
        done, names = {}, {}
        for info, text in blocks_of(SOURCE / "docs/python.md"):
            try:
                if info == "sh":
                    run_shell(text)
                elif info.startswith("python"):
                    exec(compile(text, "docs/python.md", "exec"), names)
            except ModuleNotFoundError as error:
                if info != "python torch" or error.name != "torch":
                    raise
            done[info] = done.get(info, 0) + 1
        self.assertEqual(done, {"python": 4, "sh": 3, "python torch": 1, "sh cocotb": 1})
        self.assertTrue(all((EXAMPLES / name).exists() for name in ("network.py", "cocotb_bench.py")))


if __name__ == "__main__":
    main()
