# SPDX-License-Identifier: Apache-2.0
"""The SHA-256 of every file that mxgen emits for random configurations of all units.

    python3 tests/digests/emitted.py build/mxgen 1000 > before
    ... change the program ...
    python3 tests/digests/emitted.py build/mxgen 1000 | diff before -

A change of structure leaves every line as it was. Configuration n depends on n alone; a refused one is
a line with its exit code.
"""
import hashlib
import multiprocessing
import pathlib
import random
import subprocess
import sys
import tempfile

ELEMENTS = ["e5m2", "e4m3", "e3m2", "e2m3", "e2m1", "int2", "int4", "int8", "int12", "fp16", "bf16", "e2m1b3",
            "e3m4", "nf4", "bitmod_fp4_er_pos", "mant17", "posit8", "hif8"]
BLOCKS = ["mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4", "mxint8", "mxint6", "mxint4", "nvfp4",
          "nvint4", "dfp16"]
ACCUMULATORS = ["fp32", "fp32", "fp32", "bf16", "fp16", "int", "int32", "int24 wrap", "int20 saturate", "int24 spill",
                "fixed", "fixed<40,-20>", "tensorcore<25,16,24>", "tensorcore<13,32,14> promote=128", "none"]
MODES = [("int8", "int8", "int8,2xint4"), ("int8", "int8", "int8,int4"), ("mxint8", "mxint8", "int8,2xint4"),
         ("int8", "int4", "int8,2xint4"), ("e4m3", "e4m3", "fp8,fp4"), ("e4m3", "e2m1", "fp8,fp4")]


class Choice:
    """A configuration's random choices as flags."""

    def __init__(self, number):
        self.random = random.Random(number)
        self.flags = []

    def maybe(self, chance):
        return self.random.random() < chance

    def add(self, flag, *values):
        self.flags += [flag, str(self.random.choice(values))]

    def operands(self):
        random = self.random
        if self.maybe(0.12):
            a, b, modes = random.choice(MODES)
            self.flags += ["--a", a, "--b", b, "--modes", modes]
            return
        self.add("--a", *(BLOCKS if self.maybe(0.6) else ELEMENTS))
        if self.maybe(0.4):
            self.add("--b", *(BLOCKS if self.maybe(0.6) else ELEMENTS))
        if self.maybe(0.5):
            self.add("--block", 1, 3, 4, 8, 16)
        if self.maybe(0.1):
            self.add("--a-scale-per", "row")

    def dot(self):
        self.operands()
        if self.maybe(0.8):
            self.add("--lanes", 1, 2, 3, 4, 8, 16)
        self.add("--accumulator", *ACCUMULATORS)
        if self.maybe(0.4):
            self.add("--blocks", 1, 2, 16, 1024)
        if self.maybe(0.2):
            self.flags += ["--initial"]
        if self.maybe(0.15):
            self.multiplier()

    def multiplier(self):
        self.add("--multiplier", "exact", "lmul", "lmul", "rounded")
        if self.maybe(0.5):
            self.add("--lmul-mode", "packed", "eq1")
        if self.maybe(0.5):
            self.add("--lmul-l", "paper", "none", "1", "3")
        if self.maybe(0.5):
            self.add("--lmul-subnormals", "flush", "normalize")

    def array(self):
        self.dot()
        self.add("--rows", 1, 2, 3, 4)
        self.add("--cols", 1, 2, 4, 8)
        self.add("--dataflow", "output_stationary", "weight_stationary")
        if self.maybe(0.4):
            self.add("--output", "fp32", "bf16", "fp16", "mxfp8_e4m3_b2", "mxint8_b4", "mxfp4_b1")
        self.rule(0.2)

    def rule(self, chance):
        for flag, values in (("--scale-rule", ("floor", "ceil", "even", "rceil")), ("--rounding", ("rne", "rtz", "rna")),
                             ("--overflow", ("saturate", "propagate")), ("--nonfinite", ("nan_block", "saturate")),
                             ("--clip", ("symmetric", "asymmetric"))):
            if self.maybe(chance):
                self.add(flag, *values)

    def convert(self):
        self.add("--a", *(BLOCKS if self.maybe(0.7) else ELEMENTS))
        self.add("--input", "fp32", "bf16", "fp16")
        self.add("--block", 1, 2, 4, 8)
        if self.maybe(0.3):
            self.flags += ["--convert-lanes" if False else "--lanes", str(self.random.choice([1, 2, 4]))]
        self.rule(0.5)
        if self.maybe(0.2):
            self.flags += ["--rounding", "sr"]
            self.add("--random-bits", 1, 8, 13)
            self.add("--random", "port", "lfsr")

    def deconvert(self):
        self.add("--a", *(BLOCKS if self.maybe(0.7) else ELEMENTS))
        self.add("--block", 1, 2, 4, 8)
        self.flags += ["--output", self.random.choice(["fp32", "bf16", "fp16"])]

    def multiply(self):
        self.add("--a", "e5m2", "e4m3", "e3m2", "e2m3", "e2m1", "fp16", "bf16", "fp32", "e3m4", "e2m1b3")
        if self.maybe(0.2):
            self.add("--b", "e4m3", "bf16")
        self.multiplier()
        if self.maybe(0.3):
            self.flags += ["--full-product"]
        if self.maybe(0.3):
            self.add("--overflow", "saturate", "propagate")

    def timing(self):
        if self.maybe(0.3):
            self.add("--stages", 0, 1, 2, 3)
        elif self.maybe(0.15):
            self.add("--period-ns", 6, 9, 14, 25)
        if self.maybe(0.3):
            self.add("--optimise", "area", "delay", "energy", "balanced")
        if self.maybe(0.2):
            self.add("--lowering", "auto", "plain")
        if self.maybe(0.1):
            self.add("--technology", "osu035", "xilinx", "ecp5", "sky130")
        if self.maybe(0.05):
            self.flags += ["--name", "design_%d" % self.random.randrange(100)]


def flags_of(number):
    choice = Choice(number)
    unit = choice.random.choice(["dot", "dot", "array", "array", "convert", "convert", "deconvert", "multiply"])
    choice.flags += ["--unit", unit]
    getattr(choice, unit)()
    choice.timing()
    return choice.flags


def digests(job):
    program, number = job
    flags = flags_of(number)
    lines = ["%d %s" % (number, " ".join(flags))]
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "out"
        try:
            code = subprocess.run([program, "gen", *flags, "-o", str(out), "--quiet"], capture_output=True,
                                  timeout=300).returncode
        except subprocess.TimeoutExpired:
            code = "none in time"
        if code != 0:
            return lines + ["%d exit %s" % (number, code)]
        for file in sorted(path for path in out.rglob("*") if path.is_file()):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            lines.append("%d %s %s" % (number, file.relative_to(out), digest))
    return lines


def main():
    program, count = sys.argv[1], int(sys.argv[2])
    with multiprocessing.Pool(2) as pool:
        for lines in pool.imap(digests, ((program, number) for number in range(count))):
            print("\n".join(lines))


main()
