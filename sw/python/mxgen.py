# SPDX-License-Identifier: Apache-2.0
"""The golden model of mxgen: bits as the emitted RTL gives them.

    import mxgen
    product = mxgen.matmul("array.toml", a, b)
    codes = mxgen.quantize(x, "mxfp4").codes

A configuration is a path, TOML text (with a line break or an "="), or a dict of sections. What a
configuration or an argument has wrong is an mxgen.Error that says the place, what is allowed and the
nearest legal value. libmxgen is the file that MXGEN_LIBRARY names, else the one beside an
installation, else that of the tree's build folder, else the system's.

Arrays of float32 or float64 in C order enter by their own memory; other types of real numbers are
brought to one of the two where that is exact, and refused where it is not. Arrays that come back are
views of the library's memory, which lives as long as any of them.
"""
from __future__ import annotations

import ctypes
import functools
import json
import numbers
import os
import pathlib
import re
import weakref
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, NamedTuple, Optional, Sequence, Union

import numpy as np

Config = Union[str, "os.PathLike[str]", Mapping[str, Any]]

__all__ = ["Config", "Design", "Error", "Port", "Product", "Quantized", "matmul", "product", "quantize",
           "version"]


class Error(ValueError):
    """What the library refuses, in its words."""


class _Port(ctypes.Structure):  # Later libraries fill in more than is named here.
    _fields_ = [("name", ctypes.c_char_p), ("format", ctypes.c_char_p), ("stream", ctypes.c_int),
                ("width", ctypes.c_int), ("elements", ctypes.c_int), ("element_width", ctypes.c_int),
                ("later", ctypes.c_uint8 * 512)]


class _Array(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("rank", ctypes.c_int), ("shape", ctypes.POINTER(ctypes.c_size_t)),
                ("data", ctypes.c_void_p)]


class _Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("axis", ctypes.c_int), ("tiles", ctypes.c_int),
                ("per_row", ctypes.c_int), ("profile", ctypes.c_char_p), ("tensor_scale", ctypes.c_float),
                ("seed", ctypes.c_uint64), ("later", ctypes.c_uint8 * 512)]


_TYPES = [np.dtype("f4"), np.dtype("f8"), np.dtype("u1"), np.dtype("u2"), np.dtype("u4")]
_TEXT, _HANDLE, _INT, _SIZE = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
_FUNCTIONS = {
    "mxgen_version": (_TEXT, []), "mxgen_last_error": (_TEXT, []),
    "mxgen_open": (_HANDLE, [_TEXT]), "mxgen_close": (None, [_HANDLE]), "mxgen_name": (_TEXT, [_HANDLE]),
    "mxgen_unit": (_TEXT, [_HANDLE]), "mxgen_port_count": (_SIZE, [_HANDLE]),
    "mxgen_port_at": (_INT, [_HANDLE, _SIZE, ctypes.POINTER(_Port)]),
    "mxgen_drive": (_INT, [_HANDLE, _INT, _TEXT, _SIZE]),
    "mxgen_step": (_INT, [_HANDLE]), "mxgen_load": (_INT, [_HANDLE]),
    "mxgen_read": (_INT, [_HANDLE, _INT, _HANDLE, _SIZE]), "mxgen_flags_only": (_INT, [_HANDLE]),
    "mxgen_next": (_INT, [_HANDLE]), "mxgen_reset": (_INT, [_HANDLE]),
    "mxgen_free": (None, [_HANDLE]), "mxgen_get": (_INT, [_HANDLE, _TEXT, ctypes.POINTER(_Array)]),
    "mxgen_number": (_INT, [_HANDLE, _TEXT, ctypes.POINTER(ctypes.c_double)]),
    "mxgen_matmul": (_HANDLE, [_TEXT, ctypes.POINTER(_Array), ctypes.POINTER(_Array), ctypes.c_uint]),
    "mxgen_quantize_defaults": (None, [ctypes.POINTER(_Options)]),
    "mxgen_quantize": (_HANDLE, [_TEXT, ctypes.POINTER(_Array), ctypes.POINTER(_Options)]),
}


def _places() -> Iterable[str]:
    """Where libmxgen may lie, the first that exists counts."""
    name = "libmxgen.so.1"
    here = pathlib.Path(__file__).resolve()
    for up in here.parents[1:4]:  # PREFIX/lib/python3/dist-packages
        for pattern in (name, f"*-linux-*/{name}", f"lib64/{name}"):
            yield from map(str, sorted(up.glob(pattern)))
    for up in here.parents[:3]:
        yield str(up / "build" / name)


@functools.lru_cache(maxsize=None)
def _library() -> ctypes.CDLL:
    """Loaded once, when it is first needed."""
    named = os.environ.get("MXGEN_LIBRARY")
    found = named or next(filter(os.path.exists, _places()), "libmxgen.so.1")
    try:
        library = ctypes.CDLL(found)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        hint = "MXGEN_LIBRARY" if named else "set MXGEN_LIBRARY to the file; libmxgen"
        raise Error(f"{hint}: {error}") from None
    return library


def _call(name: str, *arguments: Any) -> Any:
    """What a function gives. Raises Error for a null pointer or -1."""
    answer = getattr(_library(), name)(*arguments)
    if answer is None or answer == -1:
        raise Error(_library().mxgen_last_error().decode("utf-8", "replace"))
    return answer


def version() -> str:
    return _library().mxgen_version().decode()


def _toml_value(value: Any, place: str) -> str:
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(float(value))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml_value(item, place) for item in value) + "]"
    raise TypeError(f"{place}: {type(value).__name__}; allowed: bool, int, float, str, a list of these")


def _toml_key(name: Any) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", str(name)) else _toml_value(str(name), "")


def _toml(config: Mapping[str, Any]) -> str:
    lines = []
    for section, settings in config.items():
        if not isinstance(settings, Mapping):
            raise TypeError(f"[{section}]: {type(settings).__name__}; allowed: a dict of its keys")
        lines.append(f"[{_toml_key(section)}]")
        for name, value in settings.items():
            lines.append(f"{_toml_key(name)} = {_toml_value(value, f'{section}.{name}')}")
    return "\n".join(lines) + "\n"


def _config(config: Config) -> bytes:
    """As the library takes it: a text has a line break, a path has none."""
    if isinstance(config, Mapping):
        text = _toml(config)
    elif isinstance(config, str):
        is_text = "\n" in config or ("=" in config and not os.path.exists(config))
        text = config + "\n" if is_text else config
    elif isinstance(config, os.PathLike):
        text = os.fsdecode(config)
    else:
        raise TypeError(f"config: {type(config).__name__}; allowed: a path, TOML text, a dict")
    if "\0" in text or (isinstance(config, os.PathLike) and "\n" in text):
        raise Error(f"config: {text!r}; allowed: no zero byte, no line break in the name of a file")
    return text.encode("utf-8", "surrogateescape")


def _numbers(x: Any, place: str) -> np.ndarray:
    """The array itself where the library reads it as it lies, else its numbers as one that it does.

    Tensors of torch are read in place on the CPU, bfloat16 as float32."""
    if hasattr(x, "detach"):
        x = x.detach().cpu()
        x = x.float().numpy() if "float8" in str(x.dtype) or "bfloat16" in str(x.dtype) else x.numpy()
    array = np.asarray(x)
    kind = "f" if array.dtype.name in ("bfloat16", "float8_e4m3fn", "float8_e5m2") else array.dtype.kind
    if kind not in "fiub":
        raise TypeError(f"{place}: {array.dtype}; allowed: real numbers")
    native = array.dtype.newbyteorder("=")
    wanted = native if native in _TYPES[:2] else _TYPES[0 if native.itemsize < 4 else 1]
    if (kind in "iu" and native.itemsize == 8) or native.itemsize > 8:
        _check_exact(array, place)
    return np.require(array, wanted, ["C", "A"])  # a copy only where it must


def _check_exact(array: np.ndarray, place: str) -> None:
    """Raises Error unless doubles hold the numbers."""
    with np.errstate(all="ignore"):
        double = array.astype("f8")
        if array.dtype.kind in "iu":  # 2^63 and 2^64 have no integer of the type
            limit = 2.0 ** (63 if array.dtype.kind == "i" else 64)
            same = (double < limit) & (double.astype(array.dtype) == array)
        else:
            same = (double == array) | np.isnan(array)
    if not np.all(same):
        raise Error(f"{place}: {array[~same].flat[0]} is no float64; allowed: what is, as all to 2^53")


def _as_argument(array: np.ndarray, place: str) -> _Array:
    """The array as the library is given it: its own memory."""
    if array.ndim > 32:
        raise Error(f"{place}: rank {array.ndim}; allowed: 0 to 32")
    shape = (ctypes.c_size_t * max(1, array.ndim))(*array.shape)
    return _Array(_TYPES.index(array.dtype), array.ndim, shape, array.ctypes.data)


class _Result:
    """A result of the library, freed with the last array that views it."""

    def __init__(self, handle: int):
        self._handle = handle
        weakref.finalize(self, _library().mxgen_free, handle)

    def number(self, name: str) -> float:
        number = ctypes.c_double()
        _call("mxgen_number", self._handle, name.encode(), ctypes.byref(number))
        return number.value

    def array(self, name: str) -> np.ndarray:
        array = _Array()
        _call("mxgen_get", self._handle, name.encode(), ctypes.byref(array))
        shape, dtype = tuple(array.shape[:array.rank]), _TYPES[array.type]
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        if size == 0:
            return np.empty(shape, dtype)
        memory = (ctypes.c_uint8 * size).from_address(array.data)
        memory.owner = self  # the memory is the array's base, so that it keeps the result
        return np.frombuffer(memory, dtype).reshape(shape)


class Product(NamedTuple):
    """`product` (M x N, float32; float64 where sums leave as integers), its signal-to-noise ratio
    against float64 in dB, and the number of sums with a flag (overflow, NaN)."""
    product: np.ndarray
    sqnr_db: float
    flagged: int


def product(config: Config, a: Any, b: Any, mode: int = 0) -> Product:
    """a (M x K) times b (K x N) as the configured dot product or array computes it, quantized along
    K, in run-time mode `mode`: what `mxgen matmul` writes. Raises Error and TypeError."""
    if not 0 <= mode < 2 ** 32:
        raise Error(f"mode: {mode}; allowed: 0 to the number of modes less one")
    left, right = _numbers(a, "a"), _numbers(b, "b")
    result = _Result(_call("mxgen_matmul", _config(config), ctypes.byref(_as_argument(left, "a")),
                           ctypes.byref(_as_argument(right, "b")), mode))
    return Product(result.array("product"), result.number("sqnr_db"), int(result.number("flagged")))


def matmul(config: Config, a: Any, b: Any, mode: int = 0) -> np.ndarray:
    """`product` of product() alone."""
    return product(config, a, b, mode).product


@dataclass(frozen=True)
class Quantized:
    """`codes` (the shape of x; uint8, uint16 or uint32), `scales` (uint8; None for a format without),
    `dequantized` (float32), the scale of the tensor (1 without), and whether NaN was lost."""
    codes: np.ndarray
    scales: Optional[np.ndarray]
    dequantized: np.ndarray
    tensor_scale: float
    invalid: bool


_OF_CALL = {"axis": int, "tiles": bool, "per_row": bool, "profile": str, "tensor_scale": float, "seed": int}
_OF_FORMAT = ("element", "block", "scale", "scale_per")


def quantize(x: Any, format: Optional[str] = None, *, config: Optional[Config] = None,
             **options: Any) -> Quantized:
    """x in a format: what `mxgen quantize` writes.

    Options are the command's, "_" for "-": block, scale, element, scale_per of the format; scale_rule,
    rounding, random_bits, overflow, nonfinite, clip; and axis, tiles, per_row, profile, tensor_scale, seed,
    which serve a `config` in place of the format too: its [a] and [convert]. Raises Error, TypeError."""
    how = _Options()
    _library().mxgen_quantize_defaults(ctypes.byref(how))
    for name in [name for name in options if name in _OF_CALL]:
        value = _OF_CALL[name](options.pop(name))
        low, high = (0, 2 ** 64) if name == "seed" else (-2 ** 31, 2 ** 31)
        if isinstance(value, int) and not low <= value < high:
            raise Error(f"{name}: {value}; allowed: {low} to {high - 1}")
        setattr(how, name, value.encode() if isinstance(value, str) else value)
    if config is None:
        settings = {name: options.pop(name) for name in list(options) if name in _OF_FORMAT}
        if format is not None:
            settings["format"] = format
        config = {"a": settings, "convert": options}
    elif options or format is not None:
        raise TypeError(f"{', '.join(options) or 'format'}: say it in the configuration, or leave that out")
    array = _numbers(x, "x")
    result = _Result(_call("mxgen_quantize", _config(config), ctypes.byref(_as_argument(array, "x")),
                           ctypes.byref(how)))
    try:
        scales = result.array("scales")
    except Error:  # a format without
        scales = None
    return Quantized(result.array("codes"), scales, result.array("dequantized"),
                     result.number("tensor_scale"), result.number("invalid") != 0)


@dataclass(frozen=True)
class Port:
    """A port that carries data: element i is bits [i * element_width +: element_width]."""
    name: str           #: "a_i"
    group: str          #: its handshake: "input", "weights" or "output"
    format: str         #: of an element's code: "e4m3"; "" where it is no number
    width: int          #: in bits
    elements: int
    element_width: int

    def pack(self, codes: Sequence[int]) -> int:
        """The port's bits: element i is codes[i], negative ones in two's complement. Raises Error."""
        if len(codes) != self.elements:
            raise Error(f"{self.name}: {len(codes)} elements; allowed: {self.elements}")
        bits, range_ = 0, 1 << self.element_width
        for i, code in enumerate(codes):
            if not -range_ // 2 <= code < range_:
                raise Error(f"{self.name}[{i}]: {code}; allowed: {self.element_width} bits")
            bits |= (int(code) & (range_ - 1)) << (i * self.element_width)
        return bits

    def unpack(self, bits: int) -> list[int]:
        """The elements of the port's bits, as unsigned codes."""
        width, mask = self.element_width, (1 << self.element_width) - 1
        return [bits >> (i * width) & mask for i in range(self.elements)]


class Design:
    """A design's golden model as a machine over its ports, as after reset: values are driven, a step is
    a valid beat, results line up in the order in which they leave, whatever the latency. A thread at a
    time. Errors are mxgen.Error."""

    def __init__(self, config: Config):
        self._handle = _call("mxgen_open", _config(config))
        self._end = weakref.finalize(self, _library().mxgen_close, self._handle)
        self.name: str = _library().mxgen_name(self._handle).decode()
        self.unit: str = _library().mxgen_unit(self._handle).decode()
        #: by name, in the order of the library's indices
        self.ports: dict[str, Port] = {}
        for index in range(_library().mxgen_port_count(self._handle)):
            port = _Port()
            _call("mxgen_port_at", self._handle, index, ctypes.byref(port))
            name, group = port.name.decode(), ("input", "weights", "output")[port.stream]
            self.ports[name] = Port(name, group, port.format.decode(), port.width, port.elements,
                                    port.element_width)
        self._index = {name: index for index, name in enumerate(self.ports)}

    def _find(self, name: str) -> Port:
        if name not in self.ports:
            raise Error(f"{name}: {self.name} has no such port; allowed: {', '.join(self.ports)}")
        return self.ports[name]

    def drive(self, port: str, value: Union[int, bytes, Sequence[int]]) -> None:
        """Puts a value on an input, which stays until it is driven anew: its bits as an int or as
        little-endian bytes, or its elements' codes."""
        of = self._find(port)
        if isinstance(value, numbers.Integral):
            if not 0 <= value < 1 << of.width:
                raise Error(f"{port}: {value}; allowed: 0 to 2^{of.width} - 1")
            value = int(value).to_bytes((of.width + 7) // 8, "little")
        elif not isinstance(value, (bytes, bytearray)):
            value = of.pack(value).to_bytes((of.width + 7) // 8, "little")
        _call("mxgen_drive", self._handle, self._index[port], bytes(value), len(value))

    def step(self) -> int:
        """A valid beat of the inputs; how many results wait."""
        return _call("mxgen_step", self._handle)

    def load(self) -> None:
        """A valid beat of stationary weights."""
        _call("mxgen_load", self._handle)

    def read_bytes(self, port: str) -> bytes:
        """An output of the first result that waits, in little-endian bytes."""
        bits = ctypes.create_string_buffer((self._find(port).width + 7) // 8)
        _call("mxgen_read", self._handle, self._index[port], bits, len(bits))
        return bits.raw

    def read(self, port: str) -> int:
        """The same as an int; ports[port].unpack() has its elements."""
        return int.from_bytes(self.read_bytes(port), "little")

    def flags_only(self) -> bool:
        """Whether only the flags of the first result that waits have a meaning."""
        return _call("mxgen_flags_only", self._handle) == 1

    def next(self) -> int:
        """Drops the first result that waits; how many wait then."""
        return _call("mxgen_next", self._handle)

    def reset(self) -> None:
        """Forgets beats, results and driven values."""
        _call("mxgen_reset", self._handle)

    def close(self) -> None:
        """Frees the library's memory; what follows is an Error."""
        self._end()
        self._handle = None

    def __enter__(self) -> "Design":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
