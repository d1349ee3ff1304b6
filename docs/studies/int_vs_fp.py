#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/studies/int-vs-fp.md, int-vs-fp.csv and int-vs-fp.svg: integer and floating-point dot
products by the gate model of arXiv:2510.25602 and by synthesis.

Usage: int_vs_fp.py MXGEN RUN_DIRECTORY OUTPUT_DIRECTORY [--found-only]
"""
import pathlib

import study
from study import AREA, DELAY, ENERGY

MODEL = "estimate__gate_model__area__nand2eq"
# The mux weight with which the model's ratios are those of the published energies.
ENERGY_WEIGHTS = "mux=4.1"
LANES = 16

# Format: the paper's shape (lanes, block), the published area and energy, and F of the aligned
# accumulator whose window has the model's width; integers need none.
FORMATS = {
    "mxfp8_e4m3": (32, 1, 1, ("e4m3", 22)),
    "mxint8": (32, 0.79, 0.63, None),
    "mxfp6_e2m3": (32, None, None, ("e2m3", 12)),
    "mxint6": (32, None, None, None),
    "mxfp4": (32, None, None, ("e2m1", 8)),
    "mxint4": (32, None, None, None),
    "nvfp4": (16, 0.54, 0.55, ("e2m1", 8)),
    "nvint4": (16, 0.38, 0.34, None),
}
# Units that serve 8-bit products, or twice as many 4-bit ones: flags of the parts side by side.
MIXED = {
    "fp8 or fp4, and fp4": (("--a", "e4m3", "--modes", "fp8,fp4"), ("--a", "e2m1",)),
    "int8 or 2xint4": (("--a", "int8", "--modes", "int8,2xint4"),),
}
PUBLISHED_MIXED = {"area": 0.66, "energy": 0.75}


def model(mxgen, flags, weights=""):
    """Gates of a configuration by the gate model, without synthesis."""
    words = ("--gate-weights", weights) if weights else ()
    return mxgen.estimate("--unit", "dot", *flags, *words)[MODEL]


def shape(lanes):
    return ("--lanes", lanes, "--block", lanes)


def synthesised(mxgen):
    """Metrics by (format, kind): kind exact, or aligned as the paper's circuit is."""
    found = {}
    for name, (_, _, _, aligned) in FORMATS.items():
        found[name, "exact"] = mxgen.ppa("--unit", "dot", "--a", name, *shape(LANES))
        if aligned:
            element, bits = aligned
            found[name, "aligned"] = mxgen.ppa(
                "--unit", "dot", "--a", element, *shape(LANES),
                "--accumulator", f"tensorcore<{bits},{LANES},24>")
    return found


def compared(mxgen, found):
    """One row a format: published ratios, the model's, and those of both circuits."""
    base_model = {w: model(mxgen, ("--a", "mxfp8_e4m3", *shape(32)), w) / 32
                  for w in ("", ENERGY_WEIGHTS)}
    rows = []
    for name, (lanes, area, energy, aligned) in FORMATS.items():
        kind = "aligned" if aligned else "exact"
        row = {"format": name, "published area": area, "published energy": energy}
        for label, weights in (("model area", ""), ("model energy", ENERGY_WEIGHTS)):
            gates = model(mxgen, ("--a", name, *shape(lanes)), weights)
            row[label] = gates / lanes / base_model[weights]
        for label, which, base in (("aligned", kind, "aligned"), ("exact", "exact", "exact")):
            for figure, key in (("area", AREA), ("energy", ENERGY)):
                own = found[name, which].get(key)
                row[f"{label} {figure}"] = own and own / found["mxfp8_e4m3", base][key]
        rows.append(row)
    return rows


def costs(found):
    """Figures of every circuit that was synthesised."""
    rows = []
    for (name, kind), metrics in found.items():
        if not metrics:
            continue
        rows.append([f"{name}, {kind}", study.figure(metrics[AREA], 6),
                     study.figure(metrics[DELAY]), study.figure(metrics[ENERGY], 4),
                     study.figure(metrics[MODEL], 5) if MODEL in metrics else "-",
                     study.figure(metrics[study.GATES], 5)])
    return study.table(["circuit", "area um2", "delay ns", "pJ/MAC", "gate model NAND2",
                        "synthesised NAND2"], rows)


def mixed(mxgen):
    """Units for both widths: area, and energy of an 8-bit and of a 4-bit product."""
    rows = []
    for name, parts in MIXED.items():
        runs = [mxgen.ppa("--unit", "dot", *flags, *shape(LANES)) for flags in parts]
        gates = [model(mxgen, (*flags, *shape(32))) for flags in parts]
        row = {"unit": name, "model": sum(gates), "area": "", "energy": "", "delay": None}
        if all(runs):
            row.update({"area": sum(r[AREA] for r in runs), "energy": runs[0][ENERGY],
                        "delay": max(r[DELAY] for r in runs)})
        rows.append(row)
    base = rows[0]
    lines = [[row["unit"], f"{row['model'] / base['model']:.2f}",
              study.against(row["area"], base["area"]), study.figure(row["delay"]),
              study.against(row["energy"], base["energy"])] for row in rows]
    lines.append(["published, INT by FP", "", f"({PUBLISHED_MIXED['area']:.2f})", "",
                  f"({PUBLISHED_MIXED['energy']:.2f})"])
    return study.table(["unit", "gate model", "area um2", "delay ns", "pJ an 8-bit MAC"],
                       lines), rows


def ratio_table(rows):
    head = list(rows[0])
    return study.table(head, [[row["format"], *("-" if row[key] is None else f"{row[key]:.2f}"
                                                for key in head[1:])] for row in rows])


def main():
    (program, runs, output), found_only = study.arguments(__doc__, 3)
    mxgen = study.Mxgen(program, runs, found_only)
    found = synthesised(mxgen)
    rows = compared(mxgen, found)
    mixed_table, mixed_rows = mixed(mxgen)
    base = found["mxfp8_e4m3", "exact"]
    study.write_page(pathlib.Path(__file__).with_name("int-vs-fp.template.md"),
                     output / "int-vs-fp.md", {
        "RATIOS": ratio_table(rows),
        "COSTS": costs(found),
        "MIXED": mixed_table,
        "LANES": str(LANES),
        "WEIGHTS": ENERGY_WEIGHTS,
        "CONDITIONS": study.conditions(base),
        "STIMULUS": base["stimulus"],
    })
    (output / "int-vs-fp.svg").write_text(study.bars(
        "Area a product by that of MXFP8", ["published", "aligned", "exact"],
        [(row["format"], [row["published area"], row["aligned area"], row["exact area"]])
         for row in rows], 1.2), encoding="utf-8")
    mixed_base = mixed_rows[0]
    data = [list(row.values()) for row in rows]
    for row in mixed_rows:
        by_floats = [row[key] / mixed_base[key] if row[key] else None
                     for key in ("model", "area", "energy")]
        data.append([row["unit"], None, None, by_floats[0], None, None, None, *by_floats[1:]])
    study.write_csv(output / "int-vs-fp.csv", list(rows[0]),
                    [[study.figure(value, 4) if isinstance(value, float) else value
                      for value in line] for line in data])


if __name__ == "__main__":
    main()
