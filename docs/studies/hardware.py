#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/studies/hardware.md, hardware.csv and hardware.svg: circuits as mxgen lowers them beside
plain ones and beside open implementations of the same functions.

Usage: hardware.py MXGEN RUN_DIRECTORY OUTPUT_DIRECTORY [--found-only]

Every circuit is synthesised and checked by `mxgen ppa`, which does not repeat a run that is there.
"""
import pathlib

import study
from study import AREA, DELAY, ENERGY

FMAX = "synth__timing__fmax__mhz"
CYCLE_ENERGY = "synth__energy__per_cycle__pj"
DENSITY = "synth__efficiency__tops__mm2"
EFFICIENCY = "synth__efficiency__tops__w"
# Of the published figures; the others show that nothing is made for one library.
TECHNOLOGIES = ("osu018", "osu035")
LOWERINGS = ("plain", "auto")
CYCLES = 200
ARRAY_CYCLES = 60
PROOF_SECONDS = 20

SUM = "--unit dot --accumulator none --lanes"
DOT = "--unit dot --a"
CONVERT = "--unit convert --input bf16 --a"
FMA = "--unit dot --block 1 --lanes 1 --initial true"
# Circuit, flags, area in um2 and delay in ns of the best open implementation (osu018, the same flow
# without wires, best area x delay of three recipes), and the share of its area x delay that
# hand-structured circuits reached.
ROWS = (
    ("32 x int8", f"{SUM} 32 --a int8", (468291, 7.71), 0.38),
    ("32 x int4", f"{SUM} 32 --a int4", (126302, 5.41), 0.42),
    ("32 x e4m3", f"{SUM} 32 --a e4m3", (497729, 7.89), 0.58),
    ("32 x e5m2", f"{SUM} 32 --a e5m2", (711786, 7.65), None),
    ("32 x e3m2", f"{SUM} 32 --a e3m2", (263208, 6.45), 0.60),
    ("32 x e2m3", f"{SUM} 32 --a e2m3", (235628, 6.92), 0.60),
    ("32 x e2m1", f"{SUM} 32 --a e2m1", (111320, 5.77), 0.54),
    ("16 x e2m1", f"{SUM} 16 --a e2m1", (55345, 4.76), 0.59),
    ("mxint8 dot product", f"{DOT} mxint8 --lanes 32", None, None),
    ("mxfp8_e4m3 dot product", f"{DOT} mxfp8_e4m3 --lanes 32", None, None),
    ("mxfp4 dot product", f"{DOT} mxfp4 --lanes 32", None, None),
    ("nvfp4 dot product", f"{DOT} nvfp4 --lanes 16", None, None),
    ("nvfp4, one block", f"{DOT} nvfp4 --lanes 16 --blocks 1", (107408, 9.55), None),
    ("bf16 to mxfp8_e4m3", f"{CONVERT} mxfp8_e4m3", (480072, 9.06), 0.23),
    ("bf16 to mxint8", f"{CONVERT} mxint8", (353748, 7.87), 0.36),
    ("bf16 to mxfp4", f"{CONVERT} mxfp4", (329074, 8.33), 0.18),
    ("bf16 multiply-add", f"{FMA} --a bf16 --accumulator bf16", (66016, 11.66), None),
    ("fp16 multiply-add", f"{FMA} --a fp16 --accumulator fp16", (81593, 17.8), None),
    ("fp32 multiply-add", f"{FMA} --a fp32 --accumulator fp32", (229779, 31.4), None),
)
PEERS = "osu018"
ARRAYS = ("mxfp8_e4m3", "mxint8")
ARRAY = "--unit array --rows 8 --cols 8 --lanes 32 --a"
# Circuits that keep one sum or round block by block, and what makes them fast: sums that take turns
# round registers, one rounding a beat.
TURNS = "--interleave 4 --stages 4"
TENSORCORE = f"{DOT} e4m3 --lanes 32 --accumulator tensorcore<13,32,14>"
FAST = (
    ("8 x 8 x 32 mxfp8_e4m3", f"{ARRAY} mxfp8_e4m3", "--interleave 4 --cluster 4 --period-ns 3.4"),
    ("8 x 8 x 32 mxint8", f"{ARRAY} mxint8", "--interleave 4 --cluster 4 --period-ns 3.3"),
    ("32 x mxfp8_e4m3", f"{DOT} mxfp8_e4m3 --lanes 32", TURNS),
    ("32 x nvfp4", f"{DOT} nvfp4 --lanes 32", "--round beat"),
    ("32 x nvfp4, fast", f"{DOT} nvfp4 --lanes 32", f"--round beat {TURNS}"),
    ("32 x e4m3, tensorcore<13,32,14>", TENSORCORE, TURNS),
)


def measured(mxgen, technology, flags, cycles):
    """Metrics by lowering."""
    return {lowering: mxgen.ppa(*flags.split(), "--technology", technology, "--lowering", lowering,
                                "--energy-cycles", cycles) for lowering in LOWERINGS}


def energy(metrics):
    """Of a product, of converters of a cycle."""
    return metrics.get(ENERGY, metrics.get(CYCLE_ENERGY))


def product(metrics):
    return metrics[AREA] * metrics[DELAY] if metrics else None


def ratio(value, base):
    return f"{value / base:.2f}" if value and base else ""


def to_hand(share, hand):
    """How far a share is from the hand-structured one; 3 % is what equal circuits differ by."""
    if not share or not hand:
        return ""
    return "reached" if share <= 1.03 * hand else f"{100 * (share / hand - 1):+.0f} %"


def row(technology, title, metrics, peer, hand):
    """Cells of the table of one circuit."""
    base = peer[0] * peer[1] if peer and technology == PEERS else None
    plain, lowered = (metrics[lowering] for lowering in LOWERINGS)
    cells = [title]
    for found in (plain, lowered):
        cells += [study.figure(value, 4) for value in (found.get(AREA), found.get(DELAY), energy(found))]
    cells += [ratio(lowered.get(key), plain.get(key)) for key in (AREA, DELAY)]
    cells.append(ratio(energy(lowered), energy(plain)))
    cells.append(ratio(product(lowered), product(plain)))
    if technology == PEERS:
        share = product(lowered) / base if base and lowered else None
        cells += [ratio(product(plain), base), ratio(product(lowered), base),
                  f"{hand:.2f}" if hand else "", to_hand(share, hand)]
    return cells


def array_row(technology, name, metrics):
    plain, lowered = (metrics[lowering] for lowering in LOWERINGS)
    cells = [technology, name]
    for key in (AREA, FMAX, ENERGY):
        cells += [study.figure(plain.get(key), 4), study.figure(lowered.get(key), 4),
                  ratio(lowered.get(key), plain.get(key))]
    return cells


def fast_row(title, options, today, fast):
    """Cells of a circuit as it is at first and with `options`; operations a second by area and energy."""
    cells = [title, f"`{options}`"]
    for key in (AREA, FMAX, ENERGY):
        cells += [study.figure(today.get(key), 4), study.figure(fast.get(key), 4)]
    for key in (DENSITY, EFFICIENCY):
        cells.append(ratio(fast.get(key), today.get(key)))
    return cells


HEAD = ["circuit", "plain um2", "ns", "pJ", "lowered um2", "ns", "pJ",
        "area", "delay", "energy", "area x delay"]
PEER_HEAD = ["plain to peer", "lowered to peer", "by hand", "to hand"]
ARRAY_HEAD = ["technology", "8 x 8 x 32", "plain um2", "lowered um2", "ratio", "plain MHz",
              "lowered MHz", "ratio", "plain pJ a MAC", "lowered pJ a MAC", "ratio"]
FAST_HEAD = ["circuit", "with", "um2", "um2 with", "MHz", "MHz with", "pJ a MAC",
             "pJ a MAC with", "TOPS/mm2", "TOPS/W"]
CSV_HEAD = ["technology", "circuit", "lowering", "um2", "ns", "mhz", "pj", "equivalence"]


def records(technology, title, metrics):
    for lowering, found in metrics.items():
        if found:
            yield [technology, title, lowering, found[AREA], found[DELAY], found.get(FMAX, ""),
                   energy(found), found["synth__equivalence"]]


def picture(shares):
    groups = [(title, values) for title, values in shares if any(values)]
    return study.bars("Area x delay against the best open implementation, osu018",
                      ("plain + and *", "lowered", "structured by hand"), groups, 2)


def main():
    (program, runs, out), found_only = study.arguments(__doc__, 3)
    pages, lines, shares, last = {}, [], [], {}
    for technology in TECHNOLOGIES:
        mxgen = study.Mxgen(program, runs / technology, found_only, PROOF_SECONDS)
        rows = []
        for title, flags, peer, hand in ROWS:
            metrics = measured(mxgen, technology, flags, CYCLES)
            rows.append(row(technology, title, metrics, peer, hand))
            lines += records(technology, title, metrics)
            last = metrics["auto"] or last
            if technology == PEERS and peer:
                base = peer[0] * peer[1]
                shares.append((title, [product(metrics[lowering]) / base if metrics[lowering] else None
                                       for lowering in LOWERINGS] + [hand]))
        head = HEAD + (PEER_HEAD if technology == PEERS else [])
        pages[technology.upper()] = study.table(head, rows)
        pages["CONDITIONS_" + technology.upper()] = study.conditions(last)
    rows = []
    for technology in TECHNOLOGIES:
        mxgen = study.Mxgen(program, runs / technology, found_only, PROOF_SECONDS)
        for name in ARRAYS:
            metrics = measured(mxgen, technology, f"{ARRAY} {name}", ARRAY_CYCLES)
            rows.append(array_row(technology, name, metrics))
            lines += records(technology, f"8 x 8 x 32 {name}", metrics)
    pages["ARRAYS"] = study.table(ARRAY_HEAD, rows)
    rows = []
    mxgen = study.Mxgen(program, runs / PEERS, found_only, PROOF_SECONDS)
    for title, flags, options in FAST:
        fast = {lowering: mxgen.ppa(*flags.split(), *more.split(), "--technology", PEERS,
                                    "--energy-cycles", ARRAY_CYCLES)
                for lowering, more in (("auto", ""), (options, options))}
        rows.append(fast_row(title, options, *fast.values()))
        lines += records(PEERS, title, fast)
    pages["FAST"] = study.table(FAST_HEAD, rows)
    study.write_csv(out / "hardware.csv", CSV_HEAD, lines)
    (out / "hardware.svg").write_text(picture(shares), encoding="ascii")
    template = pathlib.Path(__file__).parent / "hardware.template.md"
    study.write_page(template, out / "hardware.md", pages)


if __name__ == "__main__":
    main()
