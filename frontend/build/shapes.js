export function writeShapes() {}
