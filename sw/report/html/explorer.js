// SPDX-License-Identifier: Apache-2.0
const preferred = ["synth__design__instance__area__nand2eq", "estimate__circuit__area__nand2eq", "synth__energy__per_mac__pj", "estimate__circuit__energy__per_mac__pj",
  "synth__timing__delay__ns", "estimate__circuit__delay__ns", "synth__timing__fmax__mhz", "error__sqnr__db", "synth__efficiency__tops__w", "synth__efficiency__tops__mm2"];

function number(x) {
  const size = Math.abs(x);
  return size >= 1e7 || (size < 1e-4 && x !== 0) ? x.toExponential(2) : Number(x.toPrecision(4)).toString();
}
const shown = value => typeof value === "number" ? number(value) : Array.isArray(value) ? value.join(" ") : String(value ?? "");

// What a figure rests on: the words beside every heading.
const origin = key => key.startsWith("estimate__") ? "estimated" : key.includes("projected") ? "projected" : "measured";
const units = {nand2eq: "NAND2", ns: "ns", pj: "pJ", mhz: "MHz", db: "dB", mw: "mW", w: "W", mm2: "mm2", stdcell: "um2", um2: "um2", count: ""};
function heading(key) {
  if (!key.includes("__")) return key;
  const parts = key.split("__").filter(part => !["synth", "estimate", "error", "design", "instance", "circuit"].includes(part));
  const unit = units[parts.at(-1)];
  return unit === undefined ? parts.join(" ") : [...parts.slice(0, -1), unit].join(" ").trim();
}
const larger_is_better = key => /sqnr|fmax|tops|coverage|utilisation|intensity/.test(key);

// Points: configurations as flat keys, metrics as figures.
function flat(config) {
  const keys = {};
  for (const section in config)
    for (const key in config[section]) keys[section + "." + key] = shown_key(config[section][key]);
  return keys;
}
const shown_key = value => typeof value === "number" ? value : shown(value);
const points = data.points.map((point, index) => ({...point, index, keys: flat(point.config || {})}));
const there = points.filter(point => Object.keys(point.metrics || {}).length > 0);
const value_of = (point, key) => key in point.metrics ? point.metrics[key] : point.keys[key];
const distinct = key => [...new Set(there.map(point => point.keys[key]))];
// Keys that tell designs apart; of those that always change together the first.
function pattern(key) {
  const places = new Map();
  return there.map(point => { if (!places.has(point.keys[key])) places.set(point.keys[key], places.size); return places.get(point.keys[key]); }).join();
}
const varying = [...new Set(there.flatMap(point => Object.keys(point.keys)))].filter(key => key !== "design.name" && distinct(key).length > 1);
const patterns = varying.map(pattern);
const keys = varying.filter((key, i) => patterns.indexOf(patterns[i]) === i);
const every = [...new Set(there.flatMap(point => Object.keys(point.metrics).filter(key => typeof point.metrics[key] === "number")))];
const figures = [...preferred.filter(key => every.includes(key)), ...every.filter(key => !preferred.includes(key))];
const main_figures = preferred.filter(key => every.includes(key)).slice(0, 6);
const columns = main_figures.length > 0 ? main_figures : figures.slice(0, 6);
const is_numeric = key => figures.includes(key) || there.every(point => typeof (point.keys[key] ?? 0) === "number");

// Area and energy, or what there is, of one origin.
const second = columns.find(key => key.includes("energy") && origin(key) === origin(columns[0])) ?? columns[1] ?? columns[0];
const state = {x: columns[0], y: second, colour: keys[0] ?? "", shape: "", kept: {}, bounds: {}, chosen: null, order: columns[0], down: false, rows: 100};

function passes(point) {
  for (const key in state.kept) if (!state.kept[key].has(point.keys[key])) return false;
  for (const key in state.bounds) {
    const [low, high] = state.bounds[key], value = value_of(point, key);
    if (typeof value !== "number" || value < low || value > high) return false;
  }
  return true;
}

// Scales of plots.
function scale(values, from, to) {
  let low = Math.min(...values), high = Math.max(...values);
  if (!Number.isFinite(low)) low = 0, high = 1;
  if (low === high) low -= Math.abs(low) * .1 || 1, high += Math.abs(high) * .1 || 1;
  const margin = (high - low) * .04;
  low -= margin, high += margin;
  const at = x => from + (x - low) / (high - low) * (to - from);
  at.back = pixel => low + (pixel - from) / (to - from) * (high - low);
  const step = 10 ** Math.floor(Math.log10((high - low) / 4)), unit = [1, 2, 5, 10].map(k => k * step).find(k => (high - low) / k <= 6);
  at.ticks = [];
  for (let tick = Math.ceil(low / unit) * unit; tick <= high; tick += unit) at.ticks.push(tick);
  return at;
}
function front(list, x, y) {
  const sign = key => larger_is_better(key) ? -1 : 1;
  const ordered = [...list].sort((a, b) => sign(x) * (a.metrics[x] - b.metrics[x]) || sign(y) * (a.metrics[y] - b.metrics[y]));
  const best = [];
  for (const point of ordered)
    if (best.length === 0 || sign(y) * point.metrics[y] < sign(y) * best.at(-1).metrics[y]) best.push(point);
  return best;
}
function classes(key) {
  const values = key ? distinct(key) : [];
  return values.sort((a, b) => a > b ? 1 : a < b ? -1 : 0);
}
const colour_of = point => state.colour ? colours[Math.max(0, state.colours.indexOf(point.keys[state.colour])) % colours.length] : colours[0];
const outlines = [
  (x, y) => `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z`, (x, y) => `M${x - 5} ${y - 5}h10v10h-10Z`, (x, y) => `M${x} ${y - 6}l6 11h-12Z`,
  (x, y) => `M${x} ${y - 6}l6 6l-6 6l-6 -6Z`, (x, y) => `M${x - 6} ${y - 5}h12l-6 11Z`, (x, y) => `M${x - 2} ${y - 6}h4v4h4v4h-4v4h-4v-4h-4v-4h4Z`];
const outline_of = point => outlines[state.shape ? Math.max(0, state.shapes.indexOf(point.keys[state.shape])) % outlines.length : 0];
const described = point => [point.name, ...columns.map(key => `${heading(key)} ${shown(point.metrics[key])} (${origin(key)})`), ...keys.map(key => `${key} ${shown(point.keys[key])}`)].join("\n");

function scatter() {
  const svg = by_id("scatter");
  svg.replaceChildren();
  const list = there.filter(point => typeof point.metrics[state.x] === "number" && typeof point.metrics[state.y] === "number");
  const sx = scale(list.map(point => point.metrics[state.x]), 70, 880), sy = scale(list.map(point => point.metrics[state.y]), 410, 20);
  for (const tick of sx.ticks) {
    element(svg, "line", {class: "grid", x1: sx(tick), x2: sx(tick), y1: 20, y2: 410});
    element(svg, "text", {x: sx(tick), y: 428, "text-anchor": "middle"}, number(tick));
  }
  for (const tick of sy.ticks) {
    element(svg, "line", {class: "grid", x1: 70, x2: 880, y1: sy(tick), y2: sy(tick)});
    element(svg, "text", {x: 64, y: sy(tick) + 4, "text-anchor": "end"}, number(tick));
  }
  element(svg, "text", {class: "name", x: 475, y: 452, "text-anchor": "middle"}, `${heading(state.x)} (${origin(state.x)})`);
  element(svg, "text", {class: "name", x: 14, y: 215, "text-anchor": "middle", transform: "rotate(-90 14 215)"}, `${heading(state.y)} (${origin(state.y)})`);
  const inside = list.filter(passes), best = front(inside, state.x, state.y);
  element(svg, "path", {class: "front", id: "front", d: best.map((point, i) => `${i ? "L" : "M"}${sx(point.metrics[state.x])} ${sy(point.metrics[state.y])}`).join("")});
  const on = new Set(inside);
  for (const point of [...list.filter(point => !on.has(point)), ...inside]) {
    const mark = element(svg, "path", {class: `point${on.has(point) ? "" : " off"}${state.chosen === point ? " chosen" : ""}`, fill: colour_of(point), "data-point": point.index, d: outline_of(point)(sx(point.metrics[state.x]), sy(point.metrics[state.y]))});
    element(mark, "title", {}, described(point));
    mark.onclick = () => choose(point);
  }
  brush(svg, sx, sy);
  legend(best.length);
}
function legend(best) {
  const caption = by_id("legend");
  caption.replaceChildren();
  element(caption, "span", {}, `dashed: front of ${best} designs. Drag over the plot to keep what lies there; choose a mark to see its design.`);
  if (state.colour) element(caption, "span", {class: "note"}, state.colour + ":");
  for (const value of state.colour ? state.colours : []) {
    const item = element(caption, "span");
    element(item, "span", {style: `display:inline-block;width:.7rem;height:.7rem;border-radius:2px;margin-right:.35rem;background:${colours[state.colours.indexOf(value) % colours.length]}`});
    item.append(shown(value));
  }
  if (state.shape) element(caption, "span", {class: "note"}, state.shape + ":");
  for (const value of state.shape ? state.shapes : []) {
    const item = element(caption, "span"), picture = element(item, "svg", {viewBox: "-7 -7 14 14", style: "display:inline-block;width:.9rem;height:.9rem;margin-right:.3rem;vertical-align:-2px"});
    element(picture, "path", {fill: "currentColor", d: outlines[state.shapes.indexOf(value) % outlines.length](0, 0)});
    item.append(shown(value));
  }
}
function in_plot(svg, event) {
  const box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
  return [(event.clientX - box.left) * view.width / box.width, (event.clientY - box.top) * view.height / box.height];
}
function brush(svg, sx, sy) {
  svg.onpointerdown = down => {
    if (down.target.closest(".point")) return;
    const [x0, y0] = in_plot(svg, down), area = element(svg, "rect", {class: "brush"});
    let x1 = x0, y1 = y0;
    svg.setPointerCapture(down.pointerId);
    svg.onpointermove = move => {
      [x1, y1] = in_plot(svg, move);
      for (const [key, value] of [["x", Math.min(x0, x1)], ["y", Math.min(y0, y1)], ["width", Math.abs(x1 - x0)], ["height", Math.abs(y1 - y0)]]) area.setAttribute(key, value);
    };
    svg.onpointerup = () => {
      svg.onpointermove = svg.onpointerup = null;
      const ordered = (a, b) => a < b ? [a, b] : [b, a];
      if (Math.abs(x1 - x0) > 4 && Math.abs(y1 - y0) > 4) {
        state.bounds[state.x] = ordered(sx.back(x0), sx.back(x1));
        state.bounds[state.y] = ordered(sy.back(y0), sy.back(y1));
      }
      update();
    };
  };
}

// Parallel coordinates: keys that vary, then figures.
function courses() {
  const svg = by_id("courses");
  svg.replaceChildren();
  const axes = [...keys.slice(0, 4), ...columns].map((key, i, all) => {
    const x = 60 + i * 780 / Math.max(1, all.length - 1);
    if (is_numeric(key)) return {key, x, at: scale(there.map(point => value_of(point, key)).filter(Number.isFinite), 250, 40)};
    const values = classes(key), at = value => values.length > 1 ? 250 - values.indexOf(value) * 210 / (values.length - 1) : 145;
    return {key, x, at, values};
  });
  const y_of = (axis, point) => { const value = value_of(point, axis.key); return value === undefined ? NaN : axis.at(value); };
  const ordered = [...there].sort((a, b) => passes(a) - passes(b));
  for (const point of ordered) {
    const d = axes.map(axis => [axis.x, y_of(axis, point)]).filter(([, y]) => Number.isFinite(y)).map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("");
    const line = element(svg, "path", {class: `course${passes(point) ? "" : " off"}${state.chosen === point ? " chosen" : ""}`, stroke: colour_of(point), d});
    line.onclick = () => choose(point);
  }
  axes.forEach((axis, i) => {
    element(svg, "line", {class: "axis", x1: axis.x, x2: axis.x, y1: 40, y2: 250});
    const name = element(svg, "text", {class: "name", x: axis.x, y: i % 2 ? 30 : 16, "text-anchor": "middle"}, heading(axis.key).slice(0, 24));
    element(name, "title", {}, axis.key);
    if (figures.includes(axis.key)) element(svg, "text", {x: axis.x, y: 288, "text-anchor": "middle"}, origin(axis.key));
    for (const tick of axis.values ?? [axis.at.ticks[0], axis.at.ticks.at(-1)]) element(svg, "text", {x: axis.x + 5, y: axis.at(tick) + 4}, shown(tick).slice(0, 16));
    const bounds = state.bounds[axis.key];
    if (bounds && !axis.values) element(svg, "rect", {class: "brush", x: axis.x - 8, width: 16, y: axis.at(bounds[1]), height: Math.max(2, axis.at(bounds[0]) - axis.at(bounds[1]))});
    brush_axis(svg, axis);
  });
}
function brush_axis(svg, axis) {
  const handle = element(svg, "rect", {x: axis.x - 14, y: 40, width: 28, height: 210, fill: "transparent", style: "cursor:crosshair", "data-axis": axis.key});
  handle.onpointerdown = down => {
    const y0 = in_plot(svg, down)[1], area = element(svg, "rect", {class: "brush", x: axis.x - 8, width: 16});
    let y1 = y0;
    handle.setPointerCapture(down.pointerId);
    handle.onpointermove = move => {
      y1 = in_plot(svg, move)[1];
      area.setAttribute("y", Math.min(y0, y1)), area.setAttribute("height", Math.abs(y1 - y0));
    };
    handle.onpointerup = () => {
      const low = Math.max(y0, y1), high = Math.min(y0, y1);
      if (low - high <= 4) delete state.bounds[axis.key], delete state.kept[axis.key];
      else if (axis.values) state.kept[axis.key] = new Set(axis.values.filter(value => axis.at(value) <= low && axis.at(value) >= high));
      else state.bounds[axis.key] = [axis.at.back(low), axis.at.back(high)];
      update();
    };
  };
}

// Filters by keys and figures.
function filters() {
  const box = by_id("filters");
  box.replaceChildren();
  for (const key of keys) {
    const values = classes(key), field = element(box, "fieldset");
    element(field, "legend", {}, key);
    if (values.length > 12 && is_numeric(key)) { between(field, key); continue; }
    for (const value of values.slice(0, 40)) {
      const label = element(field, "label"), tick = element(label, "input", {type: "checkbox", "data-key": key, "data-value": value});
      tick.checked = !state.kept[key] || state.kept[key].has(value);
      label.append(" " + shown(value));
      tick.onchange = () => {
        const kept = state.kept[key] ?? new Set(values);
        tick.checked ? kept.add(value) : kept.delete(value);
        if (kept.size === values.length) delete state.kept[key]; else state.kept[key] = kept;
        update();
      };
    }
  }
  for (const key of columns) {
    const field = element(box, "fieldset");
    element(field, "legend", {}, heading(key));
    between(field, key);
  }
}
function between(field, key) {
  const bounds = state.bounds[key] ?? [-Infinity, Infinity];
  [0, 1].forEach(side => {
    const input = element(field, "input", {type: "number", step: "any", placeholder: side ? "to" : "from", "aria-label": `${key} ${side ? "to" : "from"}`});
    if (Number.isFinite(bounds[side])) input.value = Number(bounds[side].toPrecision(5));
    input.onchange = () => {
      const now = [...(state.bounds[key] ?? [-Infinity, Infinity])];
      now[side] = input.value === "" ? (side ? Infinity : -Infinity) : Number(input.value);
      if (now.some(Number.isFinite)) state.bounds[key] = now; else delete state.bounds[key];
      update();
    };
    field.append(" ");
  });
}

// The table.
function table() {
  const list = there.filter(passes), root = by_id("table");
  const value = point => state.order === "name" ? point.name : value_of(point, state.order);
  list.sort((a, b) => {
    const x = value(a), y = value(b);
    if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
    return (x > y ? 1 : x < y ? -1 : a.index - b.index) * (state.down ? -1 : 1);
  });
  by_id("count").textContent = `${list.length} of ${there.length} designs`;
  root.replaceChildren();
  const head = element(element(root, "thead"), "tr");
  for (const key of ["name", ...keys, ...columns]) {
    const cell = element(head, "th", {scope: "col", "aria-sort": state.order !== key ? "none" : state.down ? "descending" : "ascending"});
    element(cell, "button", {type: "button", title: key, "data-key": key}, heading(key)).onclick = () => {
      state.down = state.order === key && !state.down;
      state.order = key;
      table();
    };
    if (figures.includes(key)) element(cell, "small", {}, origin(key));
  }
  const body = element(root, "tbody");
  for (const point of list.slice(0, state.rows)) {
    const row = element(body, "tr", point === state.chosen ? {class: "chosen"} : {});
    row.onclick = () => choose(point);
    element(row, "td", {}, point.name);
    for (const key of [...keys, ...columns]) element(row, "td", {}, shown(value_of(point, key)));
  }
  if (list.length > state.rows) {
    const cell = element(element(body, "tr"), "td", {colspan: 1 + keys.length + columns.length});
    element(cell, "button", {type: "button", class: "tool"}, `${list.length - state.rows} more`).onclick = () => { state.rows += 900; table(); };
  }
}

// One design: configuration, parts, critical path, where the figures come from.
function toml(config) {
  const value = x => Array.isArray(x) ? `[${x.map(value).join(", ")}]` : typeof x === "string" ? JSON.stringify(x) : String(x);
  // A format's name stands for its element and scale, which are not given beside it.
  const given = keys => Object.entries(keys).filter(([key]) => !("format" in keys && ["element", "scale"].includes(key)));
  return Object.entries(config).map(([section, keys]) => `[${section}]\n` + given(keys).map(([key, x]) => `${key} = ${value(x)}\n`).join("")).join("\n");
}
function bars(parent, title, parts) {
  if (parts.length === 0) return;
  const total = parts.reduce((sum, [, value]) => sum + value, 0), block = element(parent, "div");
  element(block, "h2", {}, title);
  const svg = element(block, "svg", {viewBox: `0 0 400 ${parts.length * 24}`});
  parts.forEach(([name, value], i) => {
    element(svg, "text", {class: "name", x: 0, y: i * 24 + 16}, name);
    element(svg, "rect", {x: 150, y: i * 24 + 5, height: 14, width: Math.max(1, 170 * value / Math.max(...parts.map(([, v]) => v))), fill: colours[i % colours.length]});
    element(svg, "text", {x: 328, y: i * 24 + 16}, `${number(value)} (${(100 * value / total).toFixed(0)} %)`);
  });
}
function parts_of(point, pattern) {
  const found = [];
  for (const key in point.metrics) {
    const match = key.match(pattern);
    if (match && typeof point.metrics[key] === "number") found.push([match[1].replaceAll("_", " "), point.metrics[key]]);
  }
  return found.filter(([, value]) => value > 0).sort((a, b) => b[1] - a[1]);
}
function card() {
  const box = by_id("card"), point = state.chosen;
  box.replaceChildren();
  if (!point) return;
  element(box, "h2", {}, point.name);
  if (point.reason) element(box, "p", {}, `${point.status}: ${point.reason}`);
  const grid = element(box, "div", {class: "parts"}), left = element(grid, "div");
  const text = toml(point.config);
  element(left, "pre", {id: "toml"}, text);
  const copy = element(left, "button", {type: "button", class: "tool"}, "Copy this configuration");
  copy.onclick = async () => {
    try { await navigator.clipboard.writeText(text); copy.textContent = "Copied"; } catch {
      getSelection().selectAllChildren(by_id("toml"));
      copy.textContent = "Selected: copy it";
    }
  };
  bars(grid, "Energy by part, pJ (measured)", parts_of(point, /^synth__energy__part__(.*)__pj$/));
  bars(grid, "Area by part, NAND2 (estimated by the gate model)", parts_of(point, /^estimate__gate_model__part__(.*)__nand2eq$/));
  const path = point.metrics["synth__timing__critical_path"];
  if (path) { const block = element(grid, "div"); element(block, "h2", {}, "Critical path"); element(block, "p", {}, path); }
  const rest = element(element(element(grid, "div"), "div", {class: "wide"}), "table");
  for (const key in point.metrics) {
    const row = element(rest, "tr");
    element(row, "td", {}, key);
    element(row, "td", {}, shown(point.metrics[key]));
    element(row, "td", {}, typeof point.metrics[key] === "number" ? origin(key) : "");
  }
}
function choose(point) { state.chosen = state.chosen === point ? null : point; update(); }

function update() {
  state.colours = classes(state.colour), state.shapes = classes(state.shape);
  scatter(), courses(), filters(), table(), card();
}
function selector(id, list, none) {
  const box = by_id(id);
  if (none) element(box, "option", {value: ""}, "none");
  for (const key of list) element(box, "option", {value: key}, figures.includes(key) ? `${heading(key)} (${origin(key)})` : key);
  box.value = state[id];
  box.onchange = () => { state[id] = box.value; update(); };
}
function start() {
  const count = status => points.filter(point => point.status === status).length;
  by_id("summary").textContent = `${points.length} points: ${count("done")} done, ${count("failed")} failed, ${count("skipped")} skipped.` + (data.conditions ? " " + data.conditions : "");
  selector("x", figures), selector("y", figures), selector("colour", keys, true), selector("shape", keys, true);
  by_id("reset").onclick = () => { state.kept = {}, state.bounds = {}; update(); };
  const left_out = points.filter(point => point.status !== "done" && point.reason);
  if (left_out.length > 0) {
    const details = element(by_id("skipped"), "details");
    element(details, "summary", {}, `${left_out.length} points without all figures, and why`);
    for (const point of left_out.slice(0, 1000)) element(details, "div", {}, `${point.name}: ${point.reason}`);
  }
  if (there.length > 0) update();
}
start();
