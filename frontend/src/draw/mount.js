import { echarts } from "./echarts.js";

export function mount(element, drawing) {
  const chart = echarts.init(element, null, { renderer: "svg" });
  chart.setOption(drawing.option);
  return chart;
}
