import { init } from "./echarts"; console.log(init);
