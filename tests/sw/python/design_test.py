# SPDX-License-Identifier: Apache-2.0
"""Designs stepped through mxgen.Design, and what mxgen_bench makes of manifests."""
import gc
import json
import pathlib
import unittest

import mxgen
import mxgen_bench
from mxgen_bench import Bench, Manifest, Scoreboard, Stimulus
from support import SOURCE, main, run_mxgen

PACKAGES = {
    "multiply": "--unit multiply --a e4m3",
    "lmul": "--unit multiply --a e5m2 --multiplier lmul --stages 1",
    "dot": "--a mxfp4 --block 4 --lanes 2 --initial true",
    "blocks": "--a mxfp6_e3m2 --b nvint4 --block 2 --lanes 6",
    "sum": "--a e2m1b3 --b int4 --accumulator none --lanes 4",
    "modes": "--a int8 --modes int8,2xint4 --accumulator int --block 4 --lanes 4",
    "rows": "--a int8 --a-scale-per row --b mxint8 --block 4 --lanes 4",
    "scaled": "--a e2m1 --a-scale ue5m3 --block 4 --lanes 4",
    "convert": "--unit convert --a nvfp4 --input bf16 --lanes 4 --rounding sr",
    "deconvert": "--unit deconvert --a dfp16 --block 4 --stages 1",
    "array": "--unit array --a mxint8 --block 4 --lanes 2 --rows 2 --cols 4 --output mxfp8_e4m3_b2",
    "weights": "--unit array --a mxfp4 --b int4 --block 2 --lanes 2 --rows 3 --cols 2 --dataflow weight_stationary",
}


def manifest_of(name):
    if not pathlib.Path(name).exists():
        run_mxgen("gen", *PACKAGES[name].split(), "-o", name)
    return Manifest(f"{name}/manifest.json")


def vectors(manifest, group, name):
    """The records of a package's file of vectors: values by pin."""
    file = manifest.directory / "vectors" / name
    pins = [pin for pin in manifest.pins if pin.group == group and pin.role != "ready"]
    for line in file.read_text().split() if file.exists() else ():
        bits, values = int(line, 16), {}
        for pin in pins:
            values[pin.name] = bits & ((1 << pin.width) - 1)
            bits >>= pin.width
        yield {pin.name: values[pin.name] for pin in manifest.data(group)}


class Manifests(unittest.TestCase):
    def test_every_package_leads_to_its_model(self):
        for name in PACKAGES:
            with self.subTest(name):
                manifest = manifest_of(name)
                with manifest.model() as model:
                    self.assertEqual(model.name, manifest.top)
                    self.assertEqual(model.unit, manifest.json["unit"])
                    ports = {pin.name: (pin.group, pin.format, pin.width, pin.elements) for pin in manifest.pins
                             if pin.group and pin.role not in ("valid", "ready")}
                    self.assertEqual({port.name: (port.group, port.format, port.width, port.elements)
                                      for port in model.ports.values()}, ports)
                self.assertTrue(all(file.exists() for file in manifest.sources()))

    def test_manifests_are_what_the_schema_says(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("jsonschema")
        schema = json.loads((SOURCE / "docs/schema/manifest.schema.json").read_text())
        for name in PACKAGES:
            with self.subTest(name):
                jsonschema.validate(manifest_of(name).json, schema)

    def test_the_golden_model_gives_the_vectors_of_the_packages(self):
        count = 0
        for name in PACKAGES:
            manifest = manifest_of(name)
            tile = mxgen_bench.Tile(list(vectors(manifest, "weights", "weights.hex")),
                                    list(vectors(manifest, "input", "stimulus.hex")))
            expected = list(vectors(manifest, "output", "expected.hex"))
            results = list(mxgen_bench.results_of(manifest.model(), tile))
            with self.subTest(name):
                self.assertGreater(len(expected), 0)
                self.assertEqual([result.values for result in results], expected)
            count += len(results)
        print("compared", count, "results of", len(PACKAGES), "packages")
        self.assertGreater(count, 100)

    def test_scales_and_flags_say_whose_they_are(self):
        manifest = manifest_of("weights")
        scale = next(pin for pin in manifest.data("input") if pin.role == "scale")
        self.assertEqual(scale.of, manifest.find("a", "input").name)
        self.assertEqual(manifest.find("b", "weights").vectors, 2)
        self.assertEqual(manifest.find("a", "input").vectors, 3)
        self.assertTrue(scale.per_block)


class Stepping(unittest.TestCase):
    DOT = {"a": {"format": "int4"}, "dot": {"lanes": 4, "accumulator": "int16 wrap"}}

    def test_a_sum_by_hand(self):
        with mxgen.Design({**self.DOT, "a": {"format": "int4", "block": 4}}) as dot:
            self.assertEqual(dot.ports["a_i"].pack([1, -2, 3, 7]), 0x73e1)
            self.assertEqual(dot.ports["a_i"].unpack(0x73e1), [1, 14, 3, 7])
            for first, a, b in [(1, [1, -2, 3, 7], [4, 5, -6, -8]), (0, [1, 1, 1, 1], [0, 0, 0, 1])]:
                dot.drive("first_i", first)
                dot.drive("a_i", a)
                dot.drive("b_i", b)
                self.assertEqual(dot.step(), 1)
                sum_, wanted = dot.read("acc_o"), -80 + (0 if first else 1)
                self.assertEqual(sum_, wanted % 2 ** 16)
                self.assertFalse(dot.flags_only())
                self.assertEqual(dot.read_bytes("acc_o"), sum_.to_bytes(2, "little"))
                self.assertEqual(dot.next(), 0)
            dot.reset()
            self.assertEqual(dot.step(), 1)

    def test_values_in_every_form(self):
        with mxgen.Design("[design]\nunit = 'multiply'\n[a]\nformat = 'e2m1'\n") as multiply:
            for value in (3, b"\x03", bytearray(b"\x03"), [3], (3,)):
                multiply.drive("a_i", value)
            with self.assertRaises(TypeError):
                multiply.drive("a_i", None)
            for bad in (16, -1, b"", b"\0\0", [16], [-9], [1, 2], []):
                with self.subTest(bad=bad), self.assertRaises(mxgen.Error):
                    multiply.drive("a_i", bad)

    def test_what_cannot_be_is_said(self):
        design = mxgen.Design(self.DOT)
        for act in (lambda: design.read("acc_o"), lambda: design.read("a_i"), lambda: design.drive("acc_o", 0),
                    lambda: design.drive("d_i", 0), lambda: design.next(), lambda: design.load(),
                    lambda: design.flags_only()):
            with self.assertRaises(mxgen.Error):
                act()
        design.close()
        design.close()
        for act in (design.step, design.reset, lambda: design.read("acc_o"), lambda: design.drive("a_i", 0)):
            with self.assertRaises(mxgen.Error):
                act()
        with self.assertRaises(mxgen.Error):
            mxgen.Design("no/such.toml")

    def test_designs_come_and_go(self):
        for _ in range(200):
            mxgen.Design(self.DOT).step()
        gc.collect()


class Simulated:
    """A design without a simulator: the golden model behind the pins, a cycle late."""

    def __init__(self, manifest, fault=None):
        self._manifest, self._model, self._fault = manifest, manifest.model(), fault
        self._in, self._results = {}, []

    def run(self, bench):
        valid, ready = self._manifest.find("valid", "input"), self._manifest.find("ready", "output")
        out_valid = self._manifest.find("valid", "output")
        while not bench.done:
            self._in.update(bench.drive())
            outputs = self._outputs(out_valid)
            bench.sample(lambda name: outputs.get(name, 1))
            if outputs[out_valid.name] and (not ready or self._in[ready.name]):
                self._results = self._results[1:]
            if self._in[valid.name]:
                tile = mxgen_bench.Tile([], [{pin.name: self._in[pin.name] for pin in self._manifest.data("input")}])
                self._results += [dict(r.values) for r in mxgen_bench.results_of(self._model, tile)]

    def _outputs(self, valid):
        outputs = {pin.name: 0 for pin in self._manifest.data("output")}
        if self._results:
            outputs.update(self._results[0])
        outputs[valid.name] = int(bool(self._results))
        return self._fault(outputs, self._manifest) if self._fault else outputs


class Benches(unittest.TestCase):
    def test_a_right_design_passes(self):
        for name in ("dot", "array", "blocks", "modes", "convert"):
            manifest = manifest_of(name)
            bench = Bench(manifest, seed=3, transactions=30)
            Simulated(manifest).run(bench)
            self.assertGreaterEqual(bench.scoreboard.checked, 30)

    def test_planted_faults_are_found(self):
        def wrong_bit(outputs, manifest):
            pin = next(pin for pin in manifest.data("output") if pin.format)
            return {**outputs, pin.name: outputs[pin.name] ^ 1}

        def never(outputs, manifest):
            return {**outputs, manifest.find("valid", "output").name: 0}

        def always(outputs, manifest):
            return {**outputs, manifest.find("valid", "output").name: 1}

        for fault, words in ((wrong_bit, "expected"), (never, "nothing moved"), (always, "result")):
            for name in ("dot", "array"):
                manifest = manifest_of(name)
                with self.subTest(name=name, words=words), self.assertRaisesRegex(AssertionError, words):
                    Simulated(manifest, fault).run(Bench(manifest, seed=3, transactions=30))

    def test_offers_that_are_not_taken_stand(self):
        manifest = manifest_of("array")
        taken = {}

        def unstable(outputs, manifest):
            taken["n"] = taken.get("n", 0) + 1
            pin = manifest.find("result", "output")
            return {**outputs, pin.name: taken["n"] % (1 << pin.width)}

        bench = Bench(manifest, seed=4, transactions=30, stalls=0.9)
        bench.scoreboard.check = lambda values: None
        with self.assertRaisesRegex(AssertionError, "changed before it was accepted"):
            Simulated(manifest, unstable).run(bench)

    def test_the_scoreboard_names_the_element(self):
        manifest = manifest_of("array")
        board = Scoreboard(manifest)
        pin = manifest.find("result", "output")
        values = {p.name: 0 for p in manifest.data("output")}
        board.expect(mxgen_bench.Result(values, False))
        with self.assertRaisesRegex(AssertionError, rf"{pin.name}\[2\] is 0x5, expected 0x0 \(result in e4m3\)"):
            board.check({**values, pin.name: pin.pack([0, 0, 5, 0])})
        with self.assertRaisesRegex(AssertionError, "nothing is due"):
            board.check(values)

    def test_stimulus_is_the_seed_s(self):
        manifest = manifest_of("dot")
        first = [next(iter(Stimulus(manifest, 5))) for _ in range(2)]
        self.assertEqual(first[0], first[1])
        self.assertNotEqual(first[0], next(iter(Stimulus(manifest, 6))))

    def test_names_mean_nothing(self):
        manifest = manifest_of("dot")
        text = json.dumps(manifest.json["ports"])
        for number, port in enumerate(manifest.json["ports"]):
            text = text.replace(f'"{port["name"]}"', f'"p{number}"')
        pathlib.Path("nameless.json").write_text(json.dumps({**manifest.json, "ports": json.loads(text)}))
        nameless = Manifest("nameless.json")
        self.assertEqual([(p.role, p.group, p.width) for p in nameless.pins],
                         [(p.role, p.group, p.width) for p in manifest.pins])
        one, other = next(iter(Stimulus(manifest, 5))), next(iter(Stimulus(nameless, 5)))
        self.assertEqual([list(beat.values()) for beat in one.beats], [list(beat.values()) for beat in other.beats])


if __name__ == "__main__":
    main()
