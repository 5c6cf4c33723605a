// Shapes on paper: a flat projection, paths of features, and where their names stand.
const RADIANS = Math.PI / 180;
const SEAM = -30;

const ringsOf = ({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat();

const areaOf = (ring) =>
  Math.abs(
    ring.reduce((sum, [x, y], at) => sum + x * ring[(at + 1) % ring.length][1] - ring[(at + 1) % ring.length][0] * y, 0) / 2,
  );

/** Rings west of the Atlantic move to the right, so that the Pacific lies in the middle. */
const pacific = (ring) => {
  const mean = ring.reduce((sum, [x]) => sum + x, 0) / ring.length;
  return mean < SEAM ? ring.map(([x, y]) => [x + 360, y]) : ring;
};

export const pacificPoint = ([x, y]) => [x < SEAM ? x + 360 : x, y];

/** Features with ready rings; `world` puts the Pacific in the middle and leaves the Antarctic out. */
export function prepare(shape, { world = false } = {}) {
  return shape.features.map((feature) => {
    const rings = ringsOf(feature);
    const shown = world ? rings.filter((ring) => ring.some(([, y]) => y > -56)).map(pacific) : rings;
    return { code: feature.properties.code, name: feature.properties.name, centre: feature.properties.cp, rings: shown };
  });
}

export function boundsOf(features) {
  const points = features.flatMap((feature) => feature.rings.flat());
  const [xs, ys] = [points.map((point) => point[0]), points.map((point) => point[1])];
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [least(xs), least(ys), most(xs), most(ys)];
}

/** Equirectangular with the middle latitude true to scale, fitted into a box. */
export function fit([west, south, east, north], [x, y, width, height]) {
  const squeeze = Math.cos(((south + north) / 2) * RADIANS);
  const scale = Math.min(width / Math.max((east - west) * squeeze, 1e-6), height / Math.max(north - south, 1e-6));
  const dx = x + (width - (east - west) * squeeze * scale) / 2;
  const dy = y + (height - (north - south) * scale) / 2;
  return ([longitude, latitude]) => [dx + (longitude - west) * squeeze * scale, dy + (north - latitude) * scale];
}

export function pathOf(feature, project) {
  return feature.rings
    .map(
      (ring) =>
        `M${ring
          .map((point) =>
            project(point)
              .map((n) => n.toFixed(1))
              .join(" "),
          )
          .join("L")}Z`,
    )
    .join("");
}

/** Middle of the widest horizontal cut through the largest ring near its centre of mass: a place inside the shape for its name. */
export function insideOf(feature) {
  const ring = feature.rings.reduce((best, one) => (areaOf(one) > areaOf(best) ? one : best), feature.rings[0] ?? []);
  if (!ring.length) return feature.centre;
  const ys = ring.map((point) => point[1]);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const cuts = [0.5, 0.42, 0.58, 0.34, 0.66].map((part) => widest(ring, low + (high - low) * part)).filter(Boolean);
  const best = cuts.reduce((a, b) => (b.room > a.room * 1.25 ? b : a), cuts[0]);
  return best ? best.point : feature.centre;
}

function widest(ring, y) {
  const xs = ring
    .flatMap((point, at) => {
      const next = ring[(at + 1) % ring.length];
      return point[1] > y !== next[1] > y ? [point[0] + ((y - point[1]) / (next[1] - point[1])) * (next[0] - point[0])] : [];
    })
    .sort((a, b) => a - b);
  let best = null;
  for (let at = 0; at + 1 < xs.length; at += 2) {
    const room = xs[at + 1] - xs[at];
    if (!best || room > best.room) best = { room, point: [(xs[at] + xs[at + 1]) / 2, y] };
  }
  return best;
}

export function contains(feature, [x, y]) {
  let inside = false;
  for (const ring of feature.rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [[x1, y1], [x2, y2]] = [ring[at], ring[before]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}
