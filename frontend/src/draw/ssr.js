import { echarts } from "./echarts.js";

export { echarts };
