#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/studies/lmul.md and lmul.csv: multipliers by error, area, delay and energy.

Usage: lmul.py MXGEN WORK_DIRECTORY OUTPUT_DIRECTORY A.npy B.npy

Each figure is read from the metrics.json of a run of `mxgen ppa` and `mxgen accuracy`; a run that is
there already is not repeated.
"""
import csv
import json
import pathlib
import subprocess
import sys

FORMATS = {"e4m3": 3, "e5m2": 2, "bf16": 7, "fp16": 10, "fp32": 23}
DOTS = {"mxfp8_e4m3": 3, "mxfp8_e5m2": 2}
COLUMNS = {
    "error__mre": "MRE %",
    "error__stored__mre": "stored MRE %",
    "error__worst": "worst %",
    "error__relative_bias": "bias %",
    "error__dot64": "64-term error %",
    "synth__design__instance__area__stdcell": "area um2",
    "synth__timing__delay__ns": "delay ns",
    "synth__energy__per_mac__pj": "pJ",
}
DOT_COLUMNS = {
    "error__tensor__lane_sqnr__db": "SQNR of the multiplier dB",
    "error__tensor__total_sqnr__db": "with quantization dB",
    "error__tensor__exact_sqnr__db": "quantization alone dB",
    "synth__design__instance__area__stdcell": "area um2",
    "synth__timing__delay__ns": "delay ns",
    "synth__energy__per_mac__pj": "pJ/MAC",
}
PERCENT = {"error__mre", "error__stored__mre", "error__worst", "error__relative_bias",
           "error__dot64"}


def multipliers(mantissa_bits):
    """Names and flags of the operators that a format of so many mantissa bits has."""
    lmul = ["--multiplier", "lmul"]
    rows = {
        "exact": [],
        "L-Mul packed, l = paper": lmul,
        "L-Mul packed, normalized": lmul + ["--lmul-subnormals", "normalize"],
        "Mitchell": lmul + ["--lmul-l", "none"],
        "L-Mul eq1, l = paper": lmul + ["--lmul-mode", "eq1"],
    }
    if mantissa_bits <= 3:
        rows["rounded"] = ["--multiplier", "rounded"]
        rows["rounded, normalized"] = ["--multiplier", "rounded",
                                       "--lmul-subnormals", "normalize"]
    return rows


def run(*words):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                            check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{result.stderr}")
    return result.stdout


def figures(mxgen, runs, flags, tensors):
    """The metrics of one configuration."""
    found = json.loads(run(mxgen, "accuracy", *flags, *tensors, "--json"))
    directory = runs / found["name"]
    metrics = directory / "metrics.json"
    if not metrics.exists() or "synth__timing__delay__ns" not in metrics.read_text():
        run(mxgen, "ppa", *flags, "-o", runs, "--proof-seconds", "20", "--quiet")
    run(mxgen, "accuracy", *flags, *tensors, "-o", directory, "--quiet")
    return json.loads(metrics.read_text())


def cell(key, value, baseline):
    if value is None:
        return "-"
    if key in PERCENT:
        return f"{100 * value:.2f}"
    text = f"{value:.4g}" if key.endswith(("ns", "pj", "db")) else f"{value:.0f}"
    if key.startswith("synth__") and baseline:
        text += f" ({value / baseline:.2f})"
    return text


def table(columns, rows):
    """Markdown: one row an operator, ratios to the first row in parentheses."""
    used = {key: name for key, name in columns.items()
            if any(key in metrics for _, metrics in rows)}
    lines = ["| multiplier | " + " | ".join(used.values()) + " |",
             "| --- |" + " ---: |" * len(used)]
    base = rows[0][1]
    for name, metrics in rows:
        cells = [cell(key, metrics.get(key), base.get(key)) for key in used]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def sweep_of_l(mxgen):
    """MRE of packed L-Mul by l, for each number of mantissa bits."""
    formats = {1: "e6m1", 2: "e5m2", 3: "e4m3", 4: "e3m4", 5: "e2m5", 6: "e1m6", 7: "bf16"}
    offsets = ["none", "1", "2", "3", "4", "5", "6"]
    lines = ["| m | " + " | ".join(f"l = {l}" for l in offsets) + " | rounded |",
             "| ---: |" + " ---: |" * (len(offsets) + 1)]
    for m, name in formats.items():
        cells = []
        for l in offsets:
            found = json.loads(run(mxgen, "accuracy", "--unit", "multiply", "--a", name,
                                   "--multiplier", "lmul", "--lmul-l", l, "--json"))
            cells.append(f"{100 * found['error__mre']:.2f}")
        rounded = "-"
        if m <= 3:
            found = json.loads(run(mxgen, "accuracy", "--unit", "multiply", "--a", name,
                                   "--multiplier", "rounded", "--json"))
            rounded = f"{100 * found['error__mre']:.2f}"
        lines.append(f"| {m} | " + " | ".join(cells) + f" | {rounded} |")
    return "\n".join(lines)


def rounding_of_operands(mxgen, a, b):
    """SQNR of products of quantized matrices by how their elements were rounded."""
    lines = ["| format | multiplier | operands to nearest dB | operands truncated dB |",
             "| --- | --- | ---: | ---: |"]
    for name, mantissa_bits in DOTS.items():
        for label, flags in multipliers(mantissa_bits).items():
            cells = []
            for rounding in ("rne", "rtz"):
                found = json.loads(run(mxgen, "accuracy", "--unit", "dot", "--a", name, *flags,
                                       "--rounding", rounding, "--a", a, "--b", b, "--json"))
                cells.append(f"{found['error__tensor__total_sqnr__db']:.2f}")
            lines.append(f"| {name} | {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    mxgen, work, output, a, b = (pathlib.Path(word) for word in sys.argv[1:6])
    work.mkdir(parents=True, exist_ok=True)
    sections, data, conditions = [], [], {}
    for name, mantissa_bits in FORMATS.items():
        rows = []
        for label, flags in multipliers(mantissa_bits).items():
            flags = ["--unit", "multiply", "--a", name, *flags]
            rows.append((label, figures(mxgen, work, flags, [])))
        sections.append(f"### {name}\n\n{table(COLUMNS, rows)}\n")
        data += [(name, label, metrics) for label, metrics in rows]
        conditions = rows[0][1]
    dots = []
    for name, mantissa_bits in DOTS.items():
        rows = []
        for label, flags in multipliers(mantissa_bits).items():
            flags = ["--unit", "dot", "--a", name, "--accumulator", "fp32", *flags]
            rows.append((label, figures(mxgen, work, flags, ["--a", a, "--b", b])))
        dots.append(f"### 32 lanes of {name}, fp32 accumulator\n\n{table(DOT_COLUMNS, rows)}\n")
        data += [(f"dot {name}", label, metrics) for label, metrics in rows]
    text = pathlib.Path(__file__).with_name("lmul.template.md").read_text()
    places = {
        "MULTIPLIERS": "\n".join(sections).rstrip(),
        "DOTS": "\n".join(dots).rstrip(),
        "OFFSETS": sweep_of_l(mxgen),
        "ROUNDING": rounding_of_operands(mxgen, a, b),
        "TECHNOLOGY": ", ".join(str(conditions[key]) for key in
                                ("technology", "library", "corner") if key in conditions),
    }
    for place, value in places.items():
        text = text.replace("{{" + place + "}}", value)
    (output / "lmul.md").write_text(text)
    with open(output / "lmul.csv", "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        keys = list(dict.fromkeys([*COLUMNS, *DOT_COLUMNS]))
        writer.writerow(["format", "multiplier", *keys])
        for name, label, metrics in data:
            writer.writerow([name, label, *(metrics.get(key, "") for key in keys)])


if __name__ == "__main__":
    main()
