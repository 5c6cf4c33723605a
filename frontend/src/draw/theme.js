// Colours of the maps, by the names that drawings use. The print theme needs no colour to be read.
// Unquoted on purpose: the names stand inside attributes of the SVG.
export const FACE = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, system-ui, sans-serif";

const LIGHT = {
  ink: "#1f2329",
  secondary: "#5b6470",
  line: "#e3e6ea",
  strong: "#c3cad3",
  paper: "#ffffff",
  ground: "#f6f7f9",
  accent: "#1661ab",
  onFill: "#ffffff",
  border: "#ffffff",
  wash: "#eaf2f9",
  present: "#2a7f62",
  weak: "#c98a1b",
  weakFill: "#fbf0da",
  weakInk: "#7d5206",
  absent: "#b8442f",
  absentFill: "#ffffff",
  unknown: "#8b95a1",
  hatch: "#c2c9d1",
  flow: "#b4bfcb",
  ramp: ["#e6eff8", "#cbdff0", "#a6c8e5", "#7bacd6", "#5591c6"],
  rampInk: ["#1f2329", "#1f2329", "#1f2329", "#1f2329", "#101418"],
};

const WALL = {
  ...LIGHT,
  ink: "#e9edf2",
  secondary: "#a7b1bd",
  line: "#2a333f",
  strong: "#465262",
  paper: "#131920",
  ground: "#0c1116",
  accent: "#74b4ec",
  onFill: "#0c1116",
  border: "#0c1116",
  wash: "#1a2a3a",
  present: "#49a584",
  weak: "#d9a03a",
  weakFill: "#352a14",
  weakInk: "#e6b864",
  absent: "#ec9280",
  absentFill: "#131920",
  unknown: "#8b95a1",
  hatch: "#3d4754",
  flow: "#46566a",
  ramp: ["#1b2a3a", "#20384f", "#264867", "#2c5980", "#336b9b"],
  rampInk: ["#e9edf2", "#e9edf2", "#e9edf2", "#ffffff", "#ffffff"],
};

const PRINT = {
  ...LIGHT,
  ink: "#000000",
  secondary: "#3c3c3c",
  line: "#c8c8c8",
  strong: "#8c8c8c",
  ground: "#ffffff",
  accent: "#222222",
  wash: "#f0f0f0",
  present: "#4a4a4a",
  weak: "#777777",
  weakFill: "#e4e4e4",
  weakInk: "#222222",
  absent: "#000000",
  unknown: "#8a8a8a",
  hatch: "#b4b4b4",
  flow: "#9a9a9a",
  ramp: ["#f1f1f1", "#dcdcdc", "#c4c4c4", "#a8a8a8", "#8c8c8c"],
  rampInk: ["#000000", "#000000", "#000000", "#000000", "#000000"],
};

export const THEMES = { light: LIGHT, wall: WALL, print: PRINT };

export const themeOf = (name) => THEMES[name] ?? LIGHT;
