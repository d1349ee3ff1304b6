# SPDX-License-Identifier: Apache-2.0
"""What the studies share: runs of mxgen, Markdown tables, CSV, bar charts, pages from templates.

A page is its template with {{PLACE}} filled in; everything in it comes from mxgen's metrics, so that
equal tools give equal bytes.
"""
import csv
import hashlib
import json
import pathlib
import subprocess
import sys

AREA = "synth__design__instance__area__stdcell"
GATES = "synth__design__instance__area__nand2eq"
DELAY = "synth__timing__delay__ns"
ENERGY = "synth__energy__per_mac__pj"
CONDITIONS = ("technology", "library", "corner", "wire_model", "recipe")

# The data that the pages' energies are for, where they have no tensors.
GAUSSIAN = ("--stimulus", "gaussian")


def run(*words, unless=None):
    """The standard output of a program; ends the study with its message when it fails, but for a
    message with the words `unless`, where there is none."""
    words = [str(word) for word in words]
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return result.stdout
    message = f"{' '.join(words)}\n{result.stderr}"
    if unless is None or unless not in result.stderr:
        sys.exit(message)
    print(message, file=sys.stderr)
    return None


class Mxgen:
    """The program, and the directory in which it leaves its runs. With `found_only` nothing is
    synthesised: a circuit whose run is not there has no figures."""

    def __init__(self, program, runs, found_only=False, proof_seconds=120):
        self.program, self.runs, self.found_only = program, pathlib.Path(runs), found_only
        self.proof_seconds = proof_seconds
        self.found = self.runs / "accuracy"
        self.found.mkdir(parents=True, exist_ok=True)
        self.version = hashlib.sha256(pathlib.Path(program).read_bytes()).hexdigest()

    def accuracy(self, *flags):
        """Error figures of one configuration, by the golden model; kept for this very program."""
        words = [str(word) for word in flags]
        key = hashlib.sha256(" ".join([self.version, *words]).encode()).hexdigest()
        file = self.found / f"{key}.json"
        if not file.exists():
            file.write_text(run(self.program, "accuracy", *words, "--json"), encoding="utf-8")
        return json.loads(file.read_text(encoding="utf-8"))

    def estimate(self, *flags):
        """Name and estimates of one configuration, without synthesis."""
        words = (self.program, "ppa", *flags, "--estimate-only", "--json")
        return json.loads(run(*words))["runs"][0]["metrics"]

    def ppa(self, *flags, data=GAUSSIAN, unless="equivalence is undecided"):
        """Metrics of one configuration, none where it was not decided whether the netlist equals the
        RTL, or as `unless` of run(); mxgen itself does not repeat a run that is there. Energy is for
        `data`, flags that say which."""
        if self.found_only:
            file = self.runs / self.estimate(*flags)["name"] / "metrics.json"
            metrics = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
            return metrics if AREA in metrics else {}
        print(" ".join(str(flag) for flag in flags), file=sys.stderr, flush=True)
        words = ("ppa", *flags, *data, "-o", self.runs, "--proof-seconds", self.proof_seconds, "--json")
        report = run(self.program, *words, unless=unless)
        return json.loads(report)["runs"][0]["metrics"] if report else {}


def arguments(usage, count):
    """`count` paths of the command line, and whether it ends with --found-only."""
    words = sys.argv[1:]
    found_only = words[-1:] == ["--found-only"]
    paths = words[:-1] if found_only else words
    if len(paths) != count:
        sys.exit(usage)
    return [pathlib.Path(path) for path in paths], found_only


def conditions(metrics):
    """What the figures of a run are for, in words."""
    return ", ".join(f"{key.replace('_', ' ')} {metrics[key]}" for key in CONDITIONS
                     if key in metrics)


def figure(value, digits=3):
    """A number to so many significant digits, without an exponent."""
    if value is None:
        return "-"
    if value == 0:
        return "0"
    text = f"{float(f'{value:.{digits}g}'):f}"
    return text.rstrip("0").rstrip(".")


def against(value, baseline):
    """A figure with its ratio to a baseline."""
    if value is None or value == "":
        return "-"
    return figure(value, 4) + (f" ({value / baseline:.2f})" if baseline else "")


def table(head, rows):
    """Markdown: the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def write_csv(path, head, rows):
    with open(path, "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def write_page(template, path, places):
    text = pathlib.Path(template).read_text(encoding="utf-8")
    for place, value in places.items():
        text = text.replace("{{" + place + "}}", value)
    if "{{" in text:
        sys.exit(f"{template}: a place is not filled in: {text[text.index('{{'):][:40]}")
    pathlib.Path(path).write_text(text, encoding="utf-8")


COLOURS = ("#5b8def", "#e0913a", "#4fae6a")


def bars(title, names, groups, top):
    """An SVG: for each (label, values) of `groups` one bar a name, values from 0 to `top`, None for
    none. Readable on white and on black."""
    left, width, bar = 190, 520, 13
    y, body = 66, []
    for label, values in groups:
        middle = y + bar * len(values) / 2 + 4
        body.append(f'<text x="{left - 10}" y="{middle:.0f}" text-anchor="end">{label}</text>')
        for value, colour in zip(values, COLOURS):
            if value is not None:
                length = width * value / top
                body.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="{bar - 2}" '
                            f'fill="{colour}"/>')
                body.append(f'<text x="{left + length + 6:.1f}" y="{y + bar - 3}" class="value">'
                            f"{value:.2f}</text>")
            y += bar
        y += 9
    legend = []
    for i, (name, colour) in enumerate(zip(names, COLOURS)):
        x = left + 175 * i
        legend.append(f'<rect x="{x}" y="34" width="11" height="11" fill="{colour}"/>'
                      f'<text x="{x + 17}" y="44">{name}</text>')
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="780" height="{y + 8}" '
        f'viewBox="0 0 780 {y + 8}" role="img">',
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        f"<title>{title}</title>",
        "<style>text { font: 12px system-ui, sans-serif; fill: #6e7781; } "
        ".title { font-size: 15px; } .value { font-size: 11px; }</style>",
        f'<text x="16" y="22" class="title">{title}</text>',
        *legend,
        f'<path d="M{left} 58V{y}M{left + width / top:.1f} 58V{y}" stroke="#8b949e" '
        'stroke-dasharray="2 3"/>',
        *body,
        "</svg>\n"])
