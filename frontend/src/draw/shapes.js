// Shapes that have been loaded, by name.
import { prepare } from "./geography.js";

const prepared = new Map();

export function registerShape(name, shape) {
  prepared.set(name, prepare(shape, { world: name === "world" }));
}

export const hasShape = (name) => prepared.has(name);

export const shapeNamed = (name) => prepared.get(name) ?? [];
