// SPDX-License-Identifier: Apache-2.0
// Yosys as WebAssembly (npm: @yowasp/yosys, below MXGEN_NODE_MODULES) on the files of the current
// directory, with the arguments of the program.
import fs from "node:fs";
import path from "node:path";

const packages = process.env.MXGEN_NODE_MODULES;
const { runYosys, Exit } = await import(path.join(packages, "@yowasp/yosys/gen/bundle.js"));

const read = (directory) => Object.fromEntries(
    fs.readdirSync(directory).map((name) => [name, path.join(directory, name)])
        .filter(([, file]) => fs.existsSync(file))
        .map(([name, file]) => [name, fs.statSync(file).isDirectory() ? read(file) : fs.readFileSync(file)]));

const write = (tree, directory, before) => {
  fs.mkdirSync(directory, { recursive: true });
  for (const [name, entry] of Object.entries(tree)) {
    const file = path.join(directory, name);
    if (typeof entry === "object" && !(entry instanceof Uint8Array)) write(entry, file, before?.[name] ?? {});
    else if (before?.[name] === undefined || Buffer.compare(Buffer.from(entry), Buffer.from(before[name])) !== 0)
      fs.writeFileSync(file, entry);
  }
};

// There is no directory above the root: what scripts find beside the current one lies in it.
const beside = (name) => path.join("..", name);
const before = process.argv.includes("-s") ? read(".") : {};
if (fs.existsSync(beside("rtl"))) before.rtl ??= read(beside("rtl"));
for (const [name, bytes] of Object.entries(before))
  if (name.endsWith(".ys")) before[name] = Buffer.from(bytes.toString().replaceAll("../rtl/", "rtl/"));
const keep = ({ rtl, ...files }) =>
    write(Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith(".ys"))), ".", read("."));
const out = (stream) => (bytes) => bytes && stream.write(bytes);
try {
  const after = await runYosys(process.argv.slice(2), before, { stdout: out(process.stdout), stderr: out(process.stderr), decodeASCII: false });
  if (after) keep(after);
} catch (error) {
  if (!(error instanceof Exit)) throw error;
  keep(error.files);
  process.exitCode = error.code;
}
