# SPDX-License-Identifier: Apache-2.0
"""A test bench for any emitted design, made from its manifest.json alone.

Ports are found by role, handshake and what they belong to, never by name. Nothing here knows a
simulator: a cycle is drive(), then sample() of the settled pins, then the clock's edge.

    bench = Bench(Manifest("out/manifest.json"), seed=1, transactions=100)
    while not bench.done:
        for name, value in bench.drive().items(): ...  # put it on the pin
        bench.sample(read)                             # read(name) is a pin's value as an int
        ...                                            # a rising edge of the clock
"""
from __future__ import annotations

import json
import os
import pathlib
import random
import struct
from collections import deque
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, Optional, Union

import mxgen

FLAGS = ("last", "overflow", "invalid", "special")  #: say something of a result and are no number


@dataclass(frozen=True)
class Pin(mxgen.Port):
    """A port as the manifest has it (docs/interfaces.md); texts are "" where a key is left out."""

    is_input: bool
    role: str       #: "a", "scale", "valid"
    of: str         #: the port that a scale, a flag or a first value belongs to
    per_block: bool  #: sampled with the first beat of a block alone
    vectors: int    #: equal parts of the elements: rows or columns of an array


def _pin(port: Mapping[str, Any]) -> Pin:
    width = port["width"]
    return Pin(port["name"], port.get("group", ""), port.get("format", ""), width, port.get("elements", 1),
               port.get("element_width", width), port["direction"] == "input", port["role"], port.get("of", ""),
               port.get("sampled") == "block", port.get("vectors", 1))


class Manifest:
    """A package as its manifest.json describes it."""

    def __init__(self, path: Union[str, "os.PathLike[str]"]):
        self.directory = pathlib.Path(path).parent
        self.json: dict[str, Any] = json.loads(pathlib.Path(path).read_text())
        self.top: str = self.json["top"]
        self.pins = [_pin(port) for port in self.json["ports"]]
        self.latency: int = self.json["latency_cycles"]
        self.beats_per_block: int = self.json["initiation_interval"]

    def find(self, role: str, group: str = "") -> Optional[Pin]:
        """The pin of a role in a group; None where there is none."""
        return next((pin for pin in self.pins if pin.role == role and pin.group == group), None)

    def data(self, group: str) -> list[Pin]:
        """The pins of a group but its handshake."""
        return [pin for pin in self.pins if pin.group == group and pin.role not in ("valid", "ready")]

    def sources(self) -> list[pathlib.Path]:
        """The SystemVerilog files, instantiated modules first."""
        lines = (self.directory / "rtl.f").read_text().splitlines()
        return [self.directory / line for line in lines if line and not line.startswith(("#", "//"))]

    def config(self) -> dict[str, dict[str, Any]]:
        """The configuration that makes this design again."""
        config = {section: {key: value for key, value in keys.items() if value != []}
                  for section, keys in self.json["config"].items()}
        for operand in (config[name] for name in ("a", "b") if name in config):
            format = operand.pop("format").split("_")[0]
            if format in ("nvfp4", "nvint4", "dfp16"):  # what a tensor's scale makes of them has no key
                del operand["element"]
                operand["format"] = format
            if operand.get("scale") == "none":
                del operand["scale"]
        return config

    def model(self) -> mxgen.Design:
        """Its golden model."""
        return mxgen.Design(self.config())


@dataclass
class Tile:
    """Beats of one sum, tile or block: values by pin. Weights enter before the last beat."""

    weights: list[dict[str, int]]
    beats: list[dict[str, int]]


class Stimulus:
    """Random tiles for the pins of a design, endlessly."""

    def __init__(self, manifest: Manifest, seed: int):
        self._manifest = manifest
        self._random = random.Random(seed)
        dot = manifest.json["config"].get("dot", {})
        block = manifest.json["config"].get("a", {}).get("block", 1)
        steps = max(1, dot.get("blocks", 1) * block // max(block, dot.get("lanes", block)))
        self._longest = min(4, steps)  #: steps of a sum
        self._modes = max(1, len(manifest.json.get("modes", [])))

    def __iter__(self) -> Iterator[Tile]:
        weights = self._manifest.data("weights")
        a = self._manifest.find("a", "input")
        while True:
            loads = a.vectors if weights and a else 0
            mode = self._random.randrange(self._modes)
            steps = self._random.randint(1, self._longest)
            inputs = self._manifest.data("input")
            yield Tile(self._beats(weights, loads, mode), self._beats(inputs, steps, mode))

    def _beats(self, pins: list[Pin], steps: int, mode: int) -> list[dict[str, int]]:
        beats = []
        for step in range(steps):
            for beat in range(self._manifest.beats_per_block):
                known = {"first": step == 0, "last": step + 1 == steps, "mode": mode}
                # What is sampled with a block's first beat is anything behind it.
                beats.append({pin.name: self.anything(pin) if beat and pin.per_block
                              else int(known.get(pin.role, self.value(pin))) for pin in pins})
        return beats

    def anything(self, pin: Pin) -> int:
        """Random bits."""
        return self._random.getrandbits(pin.width)

    def value(self, pin: Pin) -> int:
        """Random codes of a pin, near one where the format has exponents to get lost in."""
        return pin.pack([self._code(pin) for _ in range(pin.elements)])

    def _code(self, pin: Pin) -> int:
        if pin.role != "tensor_scale" and self._random.random() < 0.05:
            return self._random.getrandbits(pin.element_width)
        if pin.format == "e8m0":
            return self._random.randint(120, 134)
        exponent = self._random.randint(-6, 6)
        number = 2.0 ** exponent if pin.role == "tensor_scale" else self._random.gauss(0, 2.0 ** exponent)
        if pin.format in ("fp32", "bf16"):
            return int.from_bytes(struct.pack("<f", number), "little") >> (32 - pin.element_width)
        if pin.format == "fp16":
            return int.from_bytes(struct.pack("<e", number), "little")
        return self._random.getrandbits(pin.element_width)


@dataclass
class Result:
    """What is due on the pins of the output; `flags_only`: its numbers have no meaning."""

    values: dict[str, int]
    flags_only: bool


class Scoreboard:
    """Results that are due, in the order in which they leave, against those that come."""

    def __init__(self, manifest: Manifest):
        self._pins = manifest.data("output")
        self._due: deque[Result] = deque()
        self.checked = 0

    def expect(self, result: Result) -> None:
        self._due.append(result)

    def waits(self) -> int:
        """How many results have not come."""
        return len(self._due)

    def check(self, values: Mapping[str, int]) -> None:
        """Raises AssertionError, naming port, element and codes, unless it is the next result."""
        assert self._due, f"result {self.checked}: nothing is due, but {dict(values)} came"
        due = self._due.popleft()
        for pin in self._pins:
            if due.flags_only and pin.role not in FLAGS:
                continue
            wanted, got = pin.unpack(due.values[pin.name]), pin.unpack(values[pin.name])
            for i, (one, other) in enumerate(zip(wanted, got)):
                kind = f"{pin.role} in {pin.format}" if pin.format else pin.role
                assert one == other, (f"result {self.checked}: {pin.name}[{i}] is {other:#x}, expected "
                                      f"{one:#x} ({kind})")
        self.checked += 1


def results_of(model: mxgen.Design, tile: Tile) -> Iterator[Result]:
    """What a golden model gives for a tile."""
    outputs = [port.name for port in model.ports.values() if port.group == "output"]
    for beats, enter in ((tile.weights, model.load), (tile.beats, model.step)):
        for beat in beats:
            for name, value in beat.items():
                model.drive(name, value)
            waiting = enter() or 0
            while waiting:
                yield Result({name: model.read(name) for name in outputs}, model.flags_only())
                waiting = model.next()


class Source:
    """A side that sends: an offer once made stands until it is taken."""

    def __init__(self, manifest: Manifest, group: str):
        self.pins = manifest.data(group)
        self.valid, self.ready = manifest.find("valid", group), manifest.find("ready", group)
        self.beats: deque[dict[str, int]] = deque()
        self._offers = False

    def drive(self, stimulus: Stimulus, pauses: bool) -> dict[str, int]:
        """Values for its pins in the cycle that begins."""
        self._offers = bool(self.beats) and (self._offers or self.valid is None or not pauses)
        # A payload without valid must not matter.
        values = self.beats[0] if self._offers else {pin.name: stimulus.anything(pin) for pin in self.pins}
        return {**values, self.valid.name: int(self._offers)} if self.valid else dict(values)

    def sample(self, read: Callable[[str], int]) -> bool:
        """Whether the offer of the cycle was taken."""
        taken = self._offers and (self.ready is None or read(self.ready.name) == 1)
        if taken:
            self.beats.popleft()
            self._offers = False
        return taken


class Bench:
    """Random tiles through a design by its handshakes, pausing on both sides, each result checked.

    `transactions`: tiles; `stalls`: share of the cycles in which a side pauses. Any AssertionError is the
    design's fault."""

    def __init__(self, manifest: Manifest, seed: int = 1, transactions: int = 100, stalls: float = 0.3,
                 model: Optional[mxgen.Design] = None):
        self.manifest, self._stalls, self._random = manifest, stalls, random.Random(seed)
        self._stimulus = Stimulus(manifest, seed)
        self.scoreboard = Scoreboard(manifest)
        self._sources = [Source(manifest, group) for group in ("input", "weights")]
        self._valid, self._ready = manifest.find("valid", "output"), manifest.find("ready", "output")
        self._accepts = True
        self._waiting: Optional[dict[str, int]] = None  #: offered last cycle and not accepted
        self._due: deque[int] = deque()  #: cycles of results that no valid announces
        model = model or manifest.model()
        for tile, _ in zip(self._stimulus, range(transactions)):
            self._sources[0].beats.extend(tile.beats)
            self._sources[1].beats.extend(tile.weights)
            for result in results_of(model, tile):
                self.scoreboard.expect(result)
        self.cycle = 0
        self._reset_cycles = manifest.latency + 3 if manifest.find("clock") else 0
        self._quiet = 0

    @property
    def done(self) -> bool:
        """Whether all results came, and none after them for as long as one takes."""
        return self.scoreboard.waits() == 0 and self._quiet > self.manifest.latency + 4

    def drive(self) -> dict[str, int]:
        """Values of the inputs but the clock, by name, for the cycle that begins."""
        in_reset = self.cycle < self._reset_cycles
        values: dict[str, int] = {}
        for source in self._sources:
            values.update(source.drive(self._stimulus, in_reset or self._random.random() < self._stalls))
        reset = self.manifest.find("reset")
        if reset:
            values[reset.name] = int(not in_reset)
        self._accepts = self._random.random() >= self._stalls
        if self._ready:
            values[self._ready.name] = int(self._accepts and not in_reset)
        return values

    def sample(self, read: Callable[[str], int]) -> None:
        """Looks at the settled pins of the cycle. Raises AssertionError for a result or a handshake that is
        wrong, or when nothing moves any more."""
        now, self.cycle = self.cycle, self.cycle + 1
        if now < self._reset_cycles:
            return
        moved = [source.sample(read) for source in self._sources]
        if self._valid is None and moved[0]:
            self._due.append(now + self.manifest.latency)
        came = self._sample_results(read, now)
        self._quiet = 0 if any(moved) or came else self._quiet + 1
        patience = 100 + 20 * (self.manifest.latency + self.manifest.beats_per_block)
        assert self._quiet < patience or self.done, f"nothing moved for {patience} cycles"

    def _sample_results(self, read: Callable[[str], int], now: int) -> bool:
        if self._valid is None:
            shown = bool(self._due) and self._due[0] == now
        else:
            shown = read(self._valid.name) == 1
        assert shown or self._waiting is None, "an output's valid fell before it was accepted"
        if not shown:
            return False
        values = {pin.name: read(pin.name) for pin in self.manifest.data("output")}
        assert self._waiting in (None, values), "an output's payload changed before it was accepted"
        if self._ready and not self._accepts:
            self._waiting = values
            return False
        self._waiting = None
        if self._valid is None:
            self._due.popleft()
        self.scoreboard.check(values)
        return True
