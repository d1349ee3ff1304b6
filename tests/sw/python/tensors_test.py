# SPDX-License-Identifier: Apache-2.0
import gc
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import mxgen
import numpy as np
from support import DATA, main, run_mxgen

DOT = {"design": {"unit": "dot"}, "a": {"format": "mxfp8_e4m3"}, "b": {"format": "mxfp4"}}


def random(shape, dtype="f4", seed=1):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


class AgainstTheProgram(unittest.TestCase):
    def test_quantize_writes_the_same(self):
        x = random((6, 70)) * np.exp2(np.arange(70, dtype="f4") - 35)
        np.save("x.npy", x)
        count = 0
        for format, options in [
                ("mxfp8_e4m3", {}), ("mxfp8_e5m2", {"scale_rule": "ceil"}), ("mxfp6_e3m2", {"rounding": "rtz"}),
                ("mxfp4", {"axis": 0, "block": 4}), ("mxint8", {"clip": "asymmetric"}), ("nvfp4", {}),
                ("nvfp4", {"tensor_scale": 2.0}), ("nvint4", {}), ("int8", {}), ("e5m2", {"overflow": "propagate"}),
                ("int16", {}), ("bf16", {}), ("mxfp4", {"rounding": "sr", "seed": 7}), ("mxfp4", {"tiles": True}),
                ("fp32", {}), ("mxfp4", {"scale": "ue5m3", "block": 16})]:
            flags = []
            for name, value in options.items():
                flags += [f"--{name.replace('_', '-')}"] + ([] if value is True else [str(value)])
            run_mxgen("quantize", "x.npy", "--format", format, *flags, "-o", f"q{count}")
            out = pathlib.Path(f"q{count}")
            q = mxgen.quantize(x, format, **options)
            with self.subTest(format=format, **options):
                self.assertEqual(q.codes.dtype, np.load(out / "codes.npy").dtype)
                np.testing.assert_array_equal(q.codes, np.load(out / "codes.npy"))
                np.testing.assert_array_equal(q.dequantized, np.load(out / "dequantized.npy"))
                self.assertEqual(q.scales is not None, (out / "scales.npy").exists())
                if q.scales is not None:
                    np.testing.assert_array_equal(q.scales, np.load(out / "scales.npy"))
            count += 1
        print("compared", count, "tensors of", x.size)

    def test_matmul_writes_the_same(self):
        a, b = np.load(DATA / "act1.npy")[:8, :64], np.load(DATA / "w2.npy")[:64, :6]
        np.save("a.npy", a), np.save("b.npy", b)
        for number, config in enumerate([
                DOT, {"a": {"format": "mxint8"}, "dot": {"lanes": 8}},
                {"design": {"unit": "array"}, "a": {"format": "nvfp4"}, "array": {"rows": 2, "cols": 3}},
                {"design": {"unit": "array"}, "a": {"format": "mxfp4"},
                 "array": {"rows": 2, "cols": 2, "dataflow": "weight_stationary"}},
                {"a": {"format": "int8"}, "dot": {"accumulator": "int32", "modes": ["int8", "2xint4"]}}]):
            text = mxgen._toml(config)
            path = pathlib.Path(f"{number}.toml")
            path.write_text(text)
            run_mxgen("matmul", path, "--a", "a.npy", "--b", "b.npy", "-o", "c.npy")
            wanted = np.load("c.npy")
            for form in (config, text, path, str(path)):
                c = mxgen.matmul(form, a, b)
                self.assertEqual(c.dtype, wanted.dtype)
                np.testing.assert_array_equal(c, wanted)
        run_mxgen("matmul", path, "--a", "a.npy", "--b", "b.npy", "-o", "c.npy", "--mode", "1")
        np.testing.assert_array_equal(mxgen.matmul(config, a, b, mode=1), np.load("c.npy"))

    def test_one_line_of_text_and_what_it_says(self):
        q = mxgen.quantize(random((2, 8)), config="a.format = 'mxfp4'", axis=0)
        self.assertEqual(q.scales.shape, (1, 8))
        self.assertEqual(mxgen.version().count("."), 2)
        self.assertGreater(mxgen.product(DOT, random((4, 64)), random((64, 4))).sqnr_db, 10)


class ArraysIn(unittest.TestCase):
    def test_contiguous_arrays_enter_by_their_own_memory(self):
        seen = []
        inner = mxgen._as_argument

        def spy(array, place):
            argument = inner(array, place)
            seen.append(argument.data)
            return argument

        with mock.patch.object(mxgen, "_as_argument", spy):
            for dtype in ("f4", "f8"):
                a, b = random((3, 64), dtype), random((64, 2), dtype, 2)
                mxgen.matmul(DOT, a, b)
                mxgen.quantize(a[1:], "mxfp4")
                self.assertEqual(seen, [a.ctypes.data, b.ctypes.data, a[1:].ctypes.data])
                seen.clear()
            a = random((64, 3)).T
            mxgen.quantize(a, "mxfp4")
            self.assertNotEqual(seen, [a.ctypes.data])

    def test_how_numbers_lie_changes_nothing(self):
        x = random((4, 64))
        wanted = mxgen.quantize(x, "mxfp6_e2m3").codes
        wide = np.zeros((8, 128), "f4")
        wide[::2, ::2] = x
        odd = np.frombuffer(b"\0" + x.tobytes(), "u1")[1:].view("f4").reshape(x.shape)  # not aligned
        for other in (np.asfortranarray(x), x.astype(">f4"), x.astype("f8"), x.astype(">f8"), wide[::2, ::2], odd,
                      x.astype("g"), x[:, ::-1][:, ::-1], x.tolist()):
            np.testing.assert_array_equal(mxgen.quantize(other, "mxfp6_e2m3").codes, wanted)
        halves = x.astype("f2")
        np.testing.assert_array_equal(mxgen.quantize(halves, "mxfp4").codes,
                                      mxgen.quantize(halves.astype("f4"), "mxfp4").codes)

    def test_doubles_and_integers_stay_exact(self):
        self.assertEqual(mxgen.quantize([-431.99999999999994], "e4m3").codes[0], 0xfd)
        for dtype in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "?"):
            x = np.arange(100).astype(dtype)
            np.testing.assert_array_equal(mxgen.quantize(x, "int16").codes, x.astype("u2"))
        exact = np.array([2 ** 53, -2 ** 53, 2 ** 62], "i8")
        np.testing.assert_array_equal(mxgen.quantize(exact, "fp32").dequantized, exact.astype("f4"))
        for value, dtype in [(2 ** 53 + 1, "i8"), (2 ** 63 - 1, "i8"), (2 ** 64 - 1, "u8"), (-2 ** 53 - 1, "i8")]:
            with self.assertRaisesRegex(mxgen.Error, str(value)):
                mxgen.quantize(np.array([value], dtype), "fp32")
        if np.finfo("g").nmant > 52:
            with self.assertRaises(mxgen.Error):
                mxgen.quantize(np.array([1], "g") + np.finfo("g").eps, "fp32")
            with self.assertRaises(mxgen.Error):
                mxgen.quantize(np.array([10], "g") ** 400, "fp32")

    def test_what_is_no_tensor_is_refused(self):
        for bad in (np.ones(4, "c8"), np.array(["1"]), np.array([None]), np.ones(4, "M8[s]")):
            with self.assertRaises(TypeError):
                mxgen.quantize(bad, "mxfp4")
        for bad in (np.float32(1), np.empty(0, "f4"), np.empty((3, 0), "f4"), np.empty((0, 3))):
            with self.assertRaises(mxgen.Error):
                mxgen.quantize(bad, "mxfp4")
        a = random((4, 64))
        for x, y in [(a, a), (a[0], a.T), (a, a[0]), (a[None], a.T), (np.float32(1), a), (a[:0], a.T)]:
            with self.assertRaises(mxgen.Error):
                mxgen.matmul(DOT, x, y)
        huge = np.lib.stride_tricks.as_strided(np.zeros(1, "f4"), (2 ** 40, 2 ** 20), (0, 0))
        with self.assertRaises((MemoryError, mxgen.Error, ValueError)):
            mxgen.quantize(huge, "mxfp4")

    def test_subclasses_and_views_of_one_dimension(self):
        class Own(np.ndarray):
            pass

        x = random((1, 64))
        self.assertEqual(mxgen.quantize(x.view(Own), "mxfp4").codes.shape, (1, 64))
        self.assertEqual(mxgen.quantize(x[0, ::2], "mxfp4").codes.shape, (32,))


class Errors(unittest.TestCase):
    def test_the_library_says_what_is_wrong(self):
        x = random((2, 32))
        for config, words in [
                ({"design": {"unit": "dott"}}, "nearest: "), ({"a": {"format": "mxfp5"}}, "nearest: mxfp4"),
                ({"a": {"fromat": "mxfp4"}}, "format"), ({"nothing": {}}, "nothing"), ("no/such.toml", "no/such.toml"),
                ("[a\n", "configuration"), (pathlib.Path("a\nb"), "line break"), ("a\0b\n", "zero byte"),
                ({"a": {"block": 2 ** 80}}, "block"), ({"timing": {"period_ns": float("nan")}}, "period_ns"),
                ({"a": {'q"\n': 1}}, "q"), ({}, "format"), ({3: {}}, "3"), ("", "")]:
            with self.subTest(config=config), self.assertRaisesRegex(mxgen.Error, words):
                mxgen.matmul(config, x, x.T)
        for options in ({"axis": 7}, {"axis": -2 ** 40}, {"seed": -1}, {"profile": "fast"}, {"rounding": "up"},
                        {"blokc": 4}, {"tensor_scale": -1.0}, {"axis": 2 ** 31}):
            with self.subTest(**options), self.assertRaises(mxgen.Error):
                mxgen.quantize(x, "mxfp4", **options)
        with self.assertRaises(mxgen.Error):
            mxgen.matmul(DOT, x, x.T, mode=1)
        with self.assertRaises(mxgen.Error):
            mxgen.matmul(DOT, x, x.T, mode=-1)

    def test_what_is_no_configuration_is_a_type_error(self):
        x = random((2, 32))
        for config in (7, None, {"a": 3}, {"a": {"format": None}}, {"a": {"block": [1, {}]}}, b"x\n"):
            with self.subTest(config=config), self.assertRaises(TypeError):
                mxgen.matmul(config, x, x.T)
        with self.assertRaises(TypeError):
            mxgen.quantize(x, "mxfp4", config=DOT)
        with self.assertRaises(TypeError):
            mxgen.quantize(x, config=DOT, rounding="rtz")

    def test_a_library_that_is_none_is_an_error(self):
        for place in ("/no/such/library.so", __file__, "libc.so.6"):
            with mock.patch.dict("os.environ", MXGEN_LIBRARY=place):
                mxgen._library.cache_clear()
                with self.subTest(place=place), self.assertRaisesRegex(mxgen.Error, "MXGEN_LIBRARY"):
                    mxgen.version()
        mxgen._library.cache_clear()
        mxgen.version()


class Places(unittest.TestCase):
    def test_the_library_is_found_beside_an_installation_and_in_the_tree(self):
        module, library = pathlib.Path(mxgen.__file__), os.environ["MXGEN_LIBRARY"]
        environment = {"PATH": os.environ["PATH"]}
        for place, lies in [("lib/python3/dist-packages", "lib/x86_64-linux-gnu"), ("lib/python3/dist-packages", "lib"),
                            ("lib/python3/dist-packages", "lib64"), ("sw/python", "build")]:
            with self.subTest(lies=lies), tempfile.TemporaryDirectory(dir=".") as root:
                at, to = pathlib.Path(root, place), pathlib.Path(root, lies)
                at.mkdir(parents=True), to.mkdir(parents=True, exist_ok=True)
                shutil.copy(module, at)
                (to / "libmxgen.so.1").symlink_to(library)
                said = subprocess.run([sys.executable, "-c", "import mxgen; print(mxgen._library()._name)"], cwd=at,
                                      env=environment, capture_output=True, text=True, check=True).stdout
                self.assertTrue(said.strip().endswith(f"{root[2:]}/{lies}/libmxgen.so.1"), said)


class Lifetimes(unittest.TestCase):
    def test_results_live_as_long_as_their_arrays_and_are_freed_once(self):
        library = mxgen._library()
        freed, inner = [], library.mxgen_free
        with mock.patch.object(library, "mxgen_free", lambda handle: (freed.append(handle), inner(handle))):
            q = mxgen.quantize(random((64, 64)), "mxfp4")
            codes, wanted = q.codes, q.codes.copy()
            part = codes[1:3, ::2]
            del q, codes
            gc.collect()
            self.assertEqual(freed, [])
            for _ in range(20):  # what was freed would be written over
                mxgen.quantize(random((64, 64), seed=2), "mxfp4")
            np.testing.assert_array_equal(part, wanted[1:3, ::2])
            self.assertEqual(len(freed), 20)
            del part
            gc.collect()
            self.assertEqual(len(freed), 21)

    def test_arrays_are_views_of_the_library_and_can_be_written(self):
        c = mxgen.matmul(DOT, random((4, 64)), random((64, 4)))
        self.assertFalse(c.flags.owndata)
        self.assertTrue(c.flags.writeable and c.flags.c_contiguous and c.flags.aligned)
        c[0] = 0
        self.assertEqual(c[0].sum(), 0)

    def test_memory_does_not_grow(self):
        x = random((256, 1024))
        for _ in range(3):
            mxgen.quantize(x, "mxfp8_e4m3")
        before = resident()
        for _ in range(40):
            mxgen.quantize(x, "mxfp8_e4m3")
        self.assertLess(resident() - before, 16 << 20)  # one result is 1.3 MB


def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096


if __name__ == "__main__":
    main()
