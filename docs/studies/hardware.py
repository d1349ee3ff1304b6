# SPDX-License-Identifier: Apache-2.0
"""Area, delay and energy of plain and lowered circuits beside published ones: `make bench-hardware`.

python3 hardware.py MXGEN RUNS OUT [TECHNOLOGY...] writes OUT/hardware.md and OUT/hardware.csv.
Every circuit is synthesised and checked by `mxgen ppa`; runs are kept in RUNS and repeated only when
something changed. A circuit that cannot be measured is a row that says so.
"""
import csv
import json
import subprocess
import sys
from pathlib import Path

# The same function by others, in osu018 through one flow without wires: area in um2, delay in ns
# (best area x delay of three recipes); and what hand-structured circuits of the same flow reached,
# as a share of that area x delay.
#   name, options, area, delay, hand
SUM = "--unit dot --lanes {} --accumulator none --a {}"
ROWS = [
    ("32 x int8, sum", SUM.format(32, "int8"), 468291, 7.71, 0.38),
    ("32 x int4, sum", SUM.format(32, "int4"), 126302, 5.41, 0.42),
    ("32 x e4m3, sum", SUM.format(32, "e4m3"), 497729, 7.89, 0.58),
    ("32 x e5m2, sum", SUM.format(32, "e5m2"), 711786, 7.65, None),
    ("32 x e3m2, sum", SUM.format(32, "e3m2"), 263208, 6.45, 0.60),
    ("32 x e2m3, sum", SUM.format(32, "e2m3"), 235628, 6.92, 0.60),
    ("32 x e2m1, sum", SUM.format(32, "e2m1"), 111320, 5.77, 0.54),
    ("16 x e2m1, sum", SUM.format(16, "e2m1"), 55345, 4.76, 0.59),
    ("nvfp4, 16 lanes, fp32", "--unit dot --a nvfp4 --lanes 16", 107408, 9.55, None),
    ("mxfp8_e4m3, 32 lanes, fp32", "--unit dot --a mxfp8_e4m3 --lanes 32", None, None, None),
    ("mxint8, 32 lanes, fp32", "--unit dot --a mxint8 --lanes 32", None, None, None),
    ("mxfp4, 32 lanes, fp32", "--unit dot --a mxfp4 --lanes 32", None, None, None),
    ("bf16 to mxfp8_e4m3, k = 32", "--unit convert --input bf16 --a mxfp8_e4m3", 480072, 9.06, 0.23),
    ("bf16 to mxint8, k = 32", "--unit convert --input bf16 --a mxint8", 353748, 7.87, 0.36),
    ("bf16 to mxfp4, k = 32", "--unit convert --input bf16 --a mxfp4", 329074, 8.33, 0.18),
    ("bf16 multiply-add", "--unit dot --a bf16 --block 1 --lanes 1 --accumulator bf16 --initial true",
     66016, 11.66, None),
    ("fp16 multiply-add", "--unit dot --a fp16 --block 1 --lanes 1 --accumulator fp16 --initial true",
     81593, 17.8, None),
    ("fp32 multiply-add", "--unit dot --a fp32 --block 1 --lanes 1 --accumulator fp32 --initial true",
     229779, 31.4, None),
]
PEER_TECHNOLOGY = "osu018"
AREA = "synth__design__instance__area__stdcell"
DELAY = "synth__timing__delay__ns"
ENERGY = "synth__energy__per_mac__pj"
EQUIVALENCE = "synth__equivalence"


def measure(mxgen, runs, options, technology, lowering):
    """The metrics of one circuit, or the reason why there are none."""
    words = options.split() + ["--technology", technology, "--lowering", lowering]
    name = "_".join(word.strip("-") for word in words if word != "--unit").replace(".", "p")
    name = "b_" + name.replace("<", "_").replace(">", "_")
    done = runs / name / "metrics.json"
    command = [mxgen, "ppa", *words, "--name", name, "-o", str(runs), "--quiet",
               "--proof-seconds", "10", "--energy-cycles", "300"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    except subprocess.TimeoutExpired:
        return "not finished in 30 minutes"
    if ran.returncode != 0 or not done.exists():
        return "exit code %d" % ran.returncode
    return json.loads(done.read_text())


def figures(metrics, peer):
    """Cells of one lowering's columns, and its area x delay."""
    if isinstance(metrics, str):
        return [metrics, "", "", "", ""], None
    area, delay, energy = metrics[AREA], metrics[DELAY], metrics.get(ENERGY)
    product = area * delay
    ratio = "%.2f" % (product / peer) if peer else ""
    energy = "%.3g" % energy if isinstance(energy, (int, float)) else ""
    return ["%.0f" % area, "%.2f" % delay, energy, "%.0f" % (product / 1000), ratio], product


def remark(product, peer, hand):
    if not hand or not peer or product is None:
        return ""
    ratio = product / peer
    if ratio <= hand * 1.03:
        return "reached"
    return "%+.0f %%" % (100 * (ratio / hand - 1))


def table(mxgen, runs, technology):
    lines = []
    for name, options, area, delay, hand in ROWS:
        compared = area and technology == PEER_TECHNOLOGY
        peer = area * delay if compared else None
        plain, _ = figures(measure(mxgen, runs, options, technology, "plain"), peer)
        lowered, product = figures(measure(mxgen, runs, options, technology, "auto"), peer)
        lines.append([technology, name, *plain, *lowered, "%.2f" % hand if compared and hand else "",
                      remark(product, peer, hand)])
        print(", ".join(lines[-1]), file=sys.stderr, flush=True)
    return lines


HEADER = ["technology", "circuit"] + [
    "%s %s" % (kind, what) for kind in ("plain", "lowered")
    for what in ("um2", "ns", "pJ a MAC", "um2 ns / 1000", "to peer")] + ["hand", "to hand"]


def main():
    mxgen, runs, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    rows = [row for technology in sys.argv[4:] or ["osu018", "osu035"]
            for row in table(mxgen, runs, technology)]
    with open(out / "hardware.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
    text = (Path(__file__).parent / "hardware_text.md").read_text()
    cells = [HEADER, ["---"] * len(HEADER), *rows]
    text += "\n" + "\n".join("| " + " | ".join(row) + " |" for row in cells) + "\n"
    (out / "hardware.md").write_text(text)


if __name__ == "__main__":
    main()
