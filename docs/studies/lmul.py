#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/studies/lmul.md, lmul.csv and lmul.svg: multipliers by error, area, delay and energy.

Usage: lmul.py MXGEN RUN_DIRECTORY OUTPUT_DIRECTORY A.npy B.npy [--found-only]
"""
import pathlib

import study
from study import AREA, DELAY, ENERGY

FORMATS = {"e4m3": 3, "e5m2": 2, "bf16": 7, "fp16": 10, "fp32": 23}
MANTISSAS = {1: "e6m1", 2: "e5m2", 3: "e4m3", 4: "e3m4", 5: "e2m5", 6: "e1m6", 7: "bf16",
             10: "fp16", 23: "fp32"}
OFFSETS = ("none", "1", "2", "3", "4", "5", "6")
PAPER_L = {1: "1", 2: "2", 3: "3", 4: "3"}
# Mantissa bits and accumulator of dot products. Wide formats follow the rule of a matrix unit, all
# products aligned at once: exact sums of theirs would take hundreds of bits.
LANES = 32
MATRIX = f"tensorcore<24,{LANES},24>"
DOTS = {
    "mxfp8_e4m3": (3, "fp32"),
    "mxfp8_e5m2": (2, "fp32"),
    "bf16": (7, MATRIX),
    "fp16": (10, MATRIX),
    "fp32": (23, MATRIX),
}
ERRORS = {
    "error__mre": "MRE %",
    "error__stored__mre": "stored MRE %",
    "error__worst": "worst %",
    "error__relative_bias": "bias %",
    "error__dot64": "64-term sum %",
}
SQNR = {
    "error__tensor__lane_sqnr__db": "SQNR of the multiplier dB",
    "error__tensor__total_sqnr__db": "with quantization dB",
}
COSTS = {AREA: "area um2", DELAY: "delay ns", ENERGY: "pJ"}
LMUL = ("--multiplier", "lmul")
SAMPLES = ("--samples", "50000")  # of pairs, where formats are wide


class Operators:
    """The multipliers that formats of so many mantissa bits have, by label."""

    def __init__(self, mantissa_bits, best):
        paper = PAPER_L.get(mantissa_bits, "4")
        offset = {"none": "Mitchell"}.get(best, f"packed, l = {best}")
        self.flags = {
            "exact": (),
            f"packed, l = {paper} (paper)": LMUL,
            f"packed, l = {paper}, normalized": (*LMUL, "--lmul-subnormals", "normalize"),
            f"eq1, l = {paper} (paper)": (*LMUL, "--lmul-mode", "eq1"),
            "Mitchell": (*LMUL, "--lmul-l", "none"),
        }
        if best not in ("none", paper):
            self.flags[offset] = (*LMUL, "--lmul-l", best)
        self.best = next(name for name in self.flags if name.startswith(offset))
        if mantissa_bits <= 3:
            self.flags["rounded"] = ("--multiplier", "rounded")
            self.flags["rounded, normalized"] = ("--multiplier", "rounded",
                                                 "--lmul-subnormals", "normalize")

    def in_lanes(self):
        """Those that flush subnormals, and the exact one."""
        self.flags = {label: words for label, words in self.flags.items()
                      if not label.endswith("normalized")}
        return self


def sweep_of_l(mxgen):
    """MRE of packed L-Mul by l for each number of mantissa bits: table, and the best l."""
    rows, best = [], {}
    for m, name in MANTISSAS.items():
        flags = ("--unit", "multiply", "--a", name)
        errors = {l: mxgen.accuracy(*flags, *LMUL, "--lmul-l", l, *SAMPLES)["error__mre"]
                  for l in OFFSETS}
        best[m] = min(OFFSETS, key=errors.get)
        rounded = "-"
        if m <= 3:
            rounded = f"{100 * mxgen.accuracy(*flags, '--multiplier', 'rounded')['error__mre']:.2f}"
        cells = [f"{100 * error:.2f}" for error in errors.values()]
        cells = [f"**{c}**" if l == best[m] else c for l, c in zip(OFFSETS, cells)]
        rows.append([f"{m} ({name})", *cells, PAPER_L.get(m, "4"), rounded])
    head = ["m", *(f"l = {l}" for l in OFFSETS), "paper's l", "rounded"]
    return study.table(head, rows), best


def measured(mxgen, operators, flags, tensors):
    """(label, metrics) of each operator: errors and what synthesis says."""
    rows = []
    for label, words in operators.flags.items():
        synthesised = mxgen.ppa(*flags, *words, *tensors, data=() if tensors else study.GAUSSIAN)
        if not synthesised:
            continue
        metrics = {**mxgen.accuracy(*flags, *words, *tensors, *SAMPLES), **synthesised}
        rows.append((label + (" (best l)" if label == operators.best else ""), metrics))
    return rows


def cost_table(errors, costs, rows):
    """One row an operator: errors, then costs with ratios to the first row."""
    base = rows[0][1]
    lines = []
    for label, metrics in rows:
        cells = [label]
        for key in errors:
            value = metrics.get(key)
            scale = 1 if key.endswith("db") else 100
            cells.append("-" if value is None else f"{scale * value:.2f}")
        cells += [study.against(metrics[key], base[key]) for key in costs]
        lines.append(cells)
    return study.table(["multiplier", *errors.values(), *costs.values()], lines)


def ratio(rows, label, key, base="exact"):
    """What the operator whose label starts so costs, by another one."""
    found = {}
    for name, metrics in rows:
        for start in (label, base):
            if name.startswith(start):
                found.setdefault(start, metrics[key])
    return found[label] / found[base] if label in found and base in found else None


def change(rows, label, key, base="exact"):
    value = ratio(rows, label, key, base)
    return "-" if value is None else f"{100 * (value - 1):+.0f} %"


def claims(multipliers, dots):
    """Energy and area of packed L-Mul by the exact multiplier's, beside the paper's claims."""
    lines = []
    names = {"e4m3": "mxfp8_e4m3", "e5m2": "mxfp8_e5m2"}
    for name, rows in multipliers.items():
        dot = dots.get(names.get(name, name))
        labels = ("packed", "Mitchell", "rounded")
        cells = [name, *(change(rows, label, ENERGY) for label in labels),
                 change(rows, "packed", AREA)]
        cells += [change(dot, "packed", key) if dot else "-" for key in (ENERGY, AREA)]
        lines.append(cells)
    lines.append(["claimed", "-95 %", "", "", "", "-80 %", ""])
    return study.table(["format", "energy: packed", "Mitchell", "rounded", "area: packed",
                        "energy of a dot product: packed", "its area"], lines)


def picture(multipliers, dots):
    groups = []
    for name, rows in multipliers.items():
        groups.append((f"{name} multiplier",
                       [ratio(rows, label, ENERGY) for label in ("packed", "rounded")]))
    for name, rows in dots.items():
        groups.append((f"{LANES} lanes {name}",
                       [ratio(rows, label, ENERGY) for label in ("packed", "rounded")]))
    groups.append(("claimed, multiplier", [0.05, None]))
    groups.append(("claimed, dot product", [0.20, None]))
    return study.bars("Energy by that of the exact multiplier (1)", ["L-Mul packed", "rounded"],
                      groups, 1.3)


def fair(multipliers):
    """Area and energy of packed L-Mul where subnormals are treated alike on both sides."""
    lines = []
    for name, rows in multipliers.items():
        small = FORMATS[name] <= 3
        normalized = next(label for label, _ in rows if label.endswith("normalized"))
        pairs = [("packed", "rounded")] if small else []
        pairs.append((normalized, "rounded, normalized" if small else "exact"))
        for label, base in pairs:
            lines.append([name, f"{label} by {base}",
                          *(change(rows, label, key, base) for key in (AREA, DELAY, ENERGY))])
    return study.table(["format", "compared", "area", "delay", "energy"], lines)


def rounding_of_operands(mxgen, best, a, b):
    """SQNR of products of quantized matrices by how their elements were rounded."""
    lines = []
    for name in ("mxfp8_e4m3", "mxfp8_e5m2"):
        mantissa_bits = DOTS[name][0]
        for label, words in Operators(mantissa_bits, best[mantissa_bits]).flags.items():
            cells = [f"{name}, {label}"]
            for rounding in ("rne", "rtz"):
                found = mxgen.accuracy("--unit", "dot", "--a", name, *words, "--rounding",
                                       rounding, "--a", a, "--b", b)
                cells.append(f"{found['error__tensor__total_sqnr__db']:.2f}")
            lines.append(cells)
    return study.table(["operands, multiplier", "to nearest dB", "truncated dB"], lines)


def write_data(path, multipliers, dots):
    keys = [*ERRORS, *SQNR, *COSTS]
    rows = [[kind + name, label, *(metrics.get(key, "") for key in keys)]
            for kind, found in (("", multipliers), ("dot ", dots))
            for name, rows in found.items() for label, metrics in rows]
    study.write_csv(path, ["format", "multiplier", *keys], rows)


def main():
    (program, runs, output, a, b), found_only = study.arguments(__doc__, 5)
    mxgen = study.Mxgen(program, runs, found_only)
    offsets, best = sweep_of_l(mxgen)
    multipliers, dots = {}, {}
    for name, m in FORMATS.items():
        flags = ("--unit", "multiply", "--a", name)
        multipliers[name] = measured(mxgen, Operators(m, best[m]), flags, ())
    for name, (m, accumulator) in DOTS.items():
        flags = ("--unit", "dot", "--a", name, "--lanes", LANES, "--block", LANES,
                 "--accumulator", accumulator)
        rows = measured(mxgen, Operators(m, best[m]).in_lanes(), flags, ("--a", a, "--b", b))
        if rows:
            dots[name] = rows
    base = multipliers["e4m3"][0][1]
    study.write_page(pathlib.Path(__file__).with_name("lmul.template.md"), output / "lmul.md", {
        "CLAIMS": claims(multipliers, dots),
        "MULTIPLIERS": "\n\n".join(f"### {name}\n\n{cost_table(ERRORS, COSTS, rows)}"
                                   for name, rows in multipliers.items()),
        "DOTS": "\n\n".join(f"### {LANES} lanes of {name}, accumulator {DOTS[name][1]}\n\n"
                            + cost_table(SQNR, COSTS, rows) for name, rows in dots.items()),
        "QUANTIZATION": ", ".join(
            f"{name} {rows[0][1]['error__tensor__exact_sqnr__db']:.2f} dB"
            for name, rows in dots.items() if "error__tensor__exact_sqnr__db" in rows[0][1]),
        "FAIR": fair(multipliers),
        "OFFSETS": offsets,
        "ROUNDING": rounding_of_operands(mxgen, best, a, b),
        "CONDITIONS": study.conditions(base),
        "STIMULUS": base["stimulus"],
    })
    (output / "lmul.svg").write_text(picture(multipliers, dots), encoding="utf-8")
    write_data(output / "lmul.csv", multipliers, dots)


if __name__ == "__main__":
    main()
