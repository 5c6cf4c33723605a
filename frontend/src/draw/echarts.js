// The part of ECharts that the maps use.
import { CustomChart, MapChart } from "echarts/charts";
import { AriaComponent, GeoComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

echarts.use([CustomChart, MapChart, GeoComponent, AriaComponent, LabelLayout, SVGRenderer]);

export { echarts };
