import type { Picture } from "../picture";
import { drawn } from "./axes";
import { base, brush, scaleBar, scaleColour } from "./base";
import { omittedText } from "./density";
import { chosenPair, pairControls, pairLayout } from "./pairs";
import { absentBand } from "./panels";
import { brushedTrials, clickedTrial, pointSeries, pointText } from "./points";

/** Two parameters with the rank of each complete trial as its colour: a few bad scores do not hide the rest. */
export const ranks: Picture = {
  id: "ranks",
  view: "distribution",
  title: "Ranks over two parameters",
  empty: "A study of two parameters with complete trials is needed.",
  controls: pairControls,
  height: ({ width }) => (width < 600 ? 380 : 480),

  description(context) {
    const pair = chosenPair(context);
    if (pair === null) return this.empty;
    return `Complete trials over ${pair[0].name} and ${pair[1].name}, coloured by their rank by ${context.study.goal.metric}; the star is the best.`
      + omittedText(context.study.omitted, context.study.rows.number.length, false);
  },

  option(context) {
    const { study, theme, width } = context;
    const drawing = pairLayout(context, ["complete"]);
    if (drawing === null || drawing.points.length === 0) return null;
    const { x, y, points } = drawing;
    const last = Math.max(2, study.counts.complete);
    const colours = Array.from({ length: 10 }, (_, i) => scaleColour(theme.scale, i / 9));
    return {
      ...base(theme, (event) => pointText(study, event)),
      brush: brush(theme),
      visualMap: scaleBar(theme, `rank ${last}`, "rank 1", colours),
      grid: { left: 74, right: 20, top: 40, bottom: 52, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - 94), nameGap: 28 },
      yAxis: { ...drawn(y, theme, 350, { isVertical: true }), nameGap: 54 },
      series: [...absentBand(x, theme, "x"), ...absentBand(y, theme, "y"), ...pointSeries("trials", points, context, { colours, scale: (row) => 1 - ((study.rows.rank[row] ?? last) - 1) / (last - 1) })],
    };
  },

  brushed: (event, context) => brushedTrials(event, context.study, () => pairLayout(context, ["complete"])),
  clicked: clickedTrial,
};
