// SPDX-License-Identifier: Apache-2.0
// What every page begins with.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const by_id = id => document.getElementById(id);
const colours = ["#4c8bf5", "#d9822b", "#3fa35f", "#c65fa0", "#8f6ee0", "#2fa7b5", "#b58b00", "#d1555a", "#7d8590", "#6a9f2a"];
const svg_names = ["svg", "g", "rect", "circle", "line", "path", "text", "title"];

function element(parent, name, attributes = {}, text) {
  const node = svg_names.includes(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  return parent.appendChild(node);
}
