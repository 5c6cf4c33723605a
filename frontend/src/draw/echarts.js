// The part of ECharts that the maps use: one kind of series, drawn as SVG.
import { CustomChart } from "echarts/charts";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([CustomChart, SVGRenderer]);

export { echarts };
