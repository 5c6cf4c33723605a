// Working seconds: the sum of the gaps between signs of life since the start; a gap of more than two minutes is absence and left out.
const ABSENT_MS = 120_000;
const SIGNS = ["keydown", "pointermove", "pointerdown", "wheel", "scroll", "touchstart"];

export function startTimer() {
  let [last, worked] = [performance.now(), 0];
  const live = () => {
    const now = performance.now();
    if (now - last <= ABSENT_MS) worked += now - last;
    last = now;
  };
  for (const sign of SIGNS) document.addEventListener(sign, live, { capture: true, passive: true });
  return {
    start() {
      live();
      worked = 0;
    },
    seconds() {
      live();
      return worked / 1000;
    },
  };
}
