# SPDX-License-Identifier: Apache-2.0
"""Generator of FuseSoC: makes a core of the design that a core's `generate` section describes.

FuseSoC calls it in an empty directory with one file (GAPI 1.0): `vlnv` is the name that the core
must have, `files_root` where the asking core lies, `parameters` what that core says.
"""

import os
import pathlib
import shutil
import subprocess
import sys

import yaml

OUTPUT = pathlib.Path("design")


def text_of(value):
    """A value as a flag takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return str(value)


def command_of(gapi):
    """The call of mxgen; ends with a message when a parameter is unknown or none is given."""
    parameters = gapi.get("parameters") or {}
    unknown = sorted(set(parameters) - {"config", "options"})
    if unknown or not parameters:
        sys.exit(f"parameters {unknown}: allowed are config and options, at least one of them")
    command = [os.environ.get("MXGEN", "mxgen"), "gen", "--quiet", "-o", str(OUTPUT)]
    if "config" in parameters:
        command.append(str(pathlib.Path(gapi["files_root"]) / parameters["config"]))
    for flag, value in (parameters.get("options") or {}).items():
        command += [f"--{flag}", text_of(value)]
    return command


def rename(core, vlnv):
    """Gives a core description the name under which FuseSoC looks for it."""
    lines = core.read_text(encoding="utf-8").splitlines()
    lines = [f"name: {vlnv}" if line.startswith("name:") else line for line in lines]
    core.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: mxgen_generator.py GAPI.yml")
    gapi = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    command = command_of(gapi)
    shutil.rmtree(OUTPUT, ignore_errors=True)
    result = subprocess.run(command, check=False)
    if result.returncode != 0:
        sys.exit(result.returncode)
    (core,) = OUTPUT.glob("*.core")
    rename(core, gapi["vlnv"])


if __name__ == "__main__":
    main()
