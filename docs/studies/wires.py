# SPDX-License-Identifier: Apache-2.0
"""What wires change: wires.py MXGEN RUNS OUTPUT [--found-only]

Small designs are placed and routed (mxgen ppa --layout) in both technologies, a wire model is fitted
to their nets, and comparisons of formats are made with and without wires. Writes wires.md and
wires.csv to OUTPUT and prints the [wires] tables of hw/technology.
"""
import collections
import csv
import math
import pathlib

import study

TECHNOLOGIES = ("osu018", "osu035")
SHAPE = ("--unit", "dot", "--accumulator", "none")

# Designs by name: small to large, of different formats.
DESIGNS = {
    "int4 x 2": ("--a", "int4", "--b", "int4", "--lanes", "2"),
    "int4 x 4": ("--a", "int4", "--b", "int4", "--lanes", "4"),
    "e2m1 x 4": ("--a", "e2m1", "--b", "e2m1", "--lanes", "4"),
    "int4 x 8": ("--a", "int4", "--b", "int4", "--lanes", "8"),
    "e2m1 x 8": ("--a", "e2m1", "--b", "e2m1", "--lanes", "8"),
    "int8 x 2": ("--a", "int8", "--b", "int8", "--lanes", "2"),
    "int8 x 4": ("--a", "int8", "--b", "int8", "--lanes", "4"),
}

# What is compared, the second being 1.
PAIRS = (("e2m1 x 4", "int4 x 4"), ("e2m1 x 8", "int4 x 8"), ("int4 x 2", "int8 x 2"),
         ("int4 x 4", "int8 x 4"), ("e2m1 x 4", "int8 x 4"))

AREA, CELLS = study.AREA, "synth__design__instance__count__stdcell"
DELAY, ENERGY = "timing__delay__ns", "energy__per_mac__pj"

Sample = collections.namedtuple("Sample", "design area sinks pf")


def flags_of(name, technology):
    plain = name.replace(" ", "")
    return (*SHAPE, *DESIGNS[name], "--technology", technology, "--name", f"{plain}_{technology}")


def nets(runs, name, technology):
    """Sinks and pF of every routed net."""
    file = runs / flags_of(name, technology)[-1] / "synthesis" / "layout_wires.csv"
    with open(file, newline="", encoding="ascii") as lines:
        return [(int(row["sinks"]), float(row["pf"])) for row in csv.DictReader(lines)]


def fit_at(exponent, samples):
    """The sum of squares that is left, then base and sink of least squares for one exponent, by the
    normal equations. Errors count against 1 + sinks: as much at a short net as at a long one."""
    aa = ab = bb = ay = by = yy = 0.0
    for s in samples:
        weight = 1 / (1 + s.sinks)
        a = weight * (s.area / 1e4) ** exponent
        b, y = a * s.sinks, weight * s.pf
        aa, ab, bb = aa + a * a, ab + a * b, bb + b * b
        ay, by, yy = ay + a * y, by + b * y, yy + y * y
    divisor = aa * bb - ab * ab
    base, sink = (ay * bb - by * ab) / divisor, (by * aa - ay * ab) / divisor
    return yy - base * ay - sink * by, base, sink, exponent


def fit(samples):
    """base, sink and exponent of least squares over all nets."""
    return min(fit_at(exponent / 100, samples) for exponent in range(0, 81))[1:]


def predicted(model, area, sinks):
    base, sink, exponent = model
    return (base + sinks * sink) * (area / 1e4) ** exponent


def totals(model, samples):
    """All wires of a design by the model, over those that were routed."""
    return sum(predicted(model, s.area, s.sinks) for s in samples) / sum(s.pf for s in samples)


def misses(samples):
    """By design: its total wire capacitance by a model of the other designs, over the true one."""
    found = {}
    for design in dict.fromkeys(s.design for s in samples):
        others = fit([s for s in samples if s.design != design])
        found[design] = totals(others, [s for s in samples if s.design == design])
    return found


def spread(model, samples):
    """Root mean square of what the model misses at a net, over the mean net."""
    square = [(predicted(model, s.area, s.sinks) - s.pf) ** 2 for s in samples]
    return math.sqrt(sum(square) / len(square)) / (sum(s.pf for s in samples) / len(samples))


def percent(ratio):
    return f"{100 * (ratio - 1):+.1f} %"


def design_table(found, fitted):
    rows = []
    for (name, technology), m in found.items():
        row = [f"{name}, {technology}", str(m[CELLS]),
               study.figure(m["finish__design__instance__utilization"], 2),
               f"{100 * m['finish__wire__capacitance__share']:.1f} %"]
        for key in (DELAY, ENERGY):
            row.append(percent(m["finish__" + key] / m["synth__" + key]))
        for key in (DELAY, ENERGY):
            other = fitted.get((name, technology))
            row.append(percent(other["synth__" + key] / m["finish__" + key]) if other else "-")
        rows.append(row)
    return study.table(["design", "cells", "rows filled", "wires of the load", "delay", "pJ/MAC",
                        "delay, fitted", "pJ/MAC, fitted"], rows)


def pair_table(found):
    rows = []
    for technology in TECHNOLOGIES:
        for a, b in PAIRS:
            row = [f"{a} by {b}, {technology}"]
            for key in (DELAY, ENERGY):
                for stage in ("synth__", "finish__"):
                    row.append(f"{found[a, technology][stage + key] / found[b, technology][stage + key]:.3f}")
            area = found[a, technology][AREA] / found[b, technology][AREA]
            core = "finish__design__core__area"
            row += [f"{area:.3f}", f"{found[a, technology][core] / found[b, technology][core]:.3f}"]
            rows.append(row)
    return study.table(["comparison", "delay", "routed", "pJ/MAC", "routed", "area", "core"], rows)


def largest_change(found):
    """Of all ratios in the table of pairs."""
    changes = []
    for technology in TECHNOLOGIES:
        for a, b in PAIRS:
            for key in (DELAY, ENERGY):
                ratios = [found[a, technology][s + key] / found[b, technology][s + key]
                          for s in ("synth__", "finish__")]
                changes.append(abs(ratios[1] / ratios[0] - 1))
    return f"{100 * max(changes):.1f} %"


def model_table(models):
    rows = [[technology, study.figure(model[0]), study.figure(model[1]), study.figure(model[2]),
             f"{100 * spread(model, samples):.0f} %",
             f"{percent(min(missed.values()))} to {percent(max(missed.values()))}"]
            for technology, (model, samples, missed) in models.items()]
    return study.table(["technology", "base pF", "sink pF", "exponent", "a net",
                        "a design's sum, left out of the fit"], rows)


def print_tables(models):
    for technology, (model, samples, missed) in models.items():
        error = (f"{technology}, {len(samples)} nets of {len(missed)} designs; a net within "
                 f"{100 * spread(model, samples):.0f} % (rms), a design's sum "
                 f"{percent(min(missed.values()))} to {percent(max(missed.values()))}")
        print(f"# hw/technology/{technology}.toml\n[wires]\nbase_pf = {model[0]:.4g}\n"
              f"sink_pf = {model[1]:.4g}\nexponent = {model[2]:.2f}\nerror = \"{error}\"\n")


def write_samples(output, models):
    """Nets by design and sinks, with their mean wire."""
    rows = []
    for technology, (_, samples, _) in models.items():
        groups = collections.defaultdict(list)
        for s in samples:
            groups[s.design, s.area, s.sinks].append(s.pf)
        rows += [[technology, design, study.figure(area, 8), sinks, len(pf),
                  study.figure(sum(pf) / len(pf), 5)]
                 for (design, area, sinks), pf in groups.items()]
    study.write_csv(output / "wires.csv",
                    ["technology", "design", "area um2", "sinks", "nets", "mean pF"], rows)


def main():
    (program, runs, output), found_only = study.arguments(__doc__, 3)
    placed = study.Mxgen(program, runs / "layout", found_only)
    modelled = study.Mxgen(program, runs / "fitted", found_only)
    found, fitted, models = {}, {}, {}
    for technology in TECHNOLOGIES:
        samples = []
        for name in DESIGNS:
            metrics = placed.ppa(*flags_of(name, technology), "--layout")
            found[name, technology] = metrics
            samples += [Sample(name, metrics[AREA], *net)
                        for net in nets(placed.runs, name, technology)]
            fitted[name, technology] = modelled.ppa(*flags_of(name, technology), "--wires",
                                                    "fitted", unless="none are fitted")
        models[technology] = (fit(samples), samples, misses(samples))
    print_tables(models)
    write_samples(output, models)
    first = next(iter(found.values()))
    study.write_page(pathlib.Path(__file__).with_name("wires.template.md"), output / "wires.md", {
        "DESIGNS": design_table(found, fitted), "MODELS": model_table(models),
        "PAIRS": pair_table(found), "CHANGE": largest_change(found),
        "STIMULUS": first["stimulus"]})


if __name__ == "__main__":
    main()
