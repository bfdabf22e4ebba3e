import type { Goal, StudyData } from "../data";
import type { Picture, PictureContext } from "../picture";
import type { Axis } from "./axes";
import { drawn, place, scoreAxis } from "./axes";
import { base, brush, dash, dashes, legend } from "./base";
import { omittedText } from "./density";
import { brushedTrials, clickedTrial, pointSeries, pointText, scoredRows, stateLegend, thinned } from "./points";
import type { Look, Point } from "./points";

/** Two goals of all trials, and their front as a stair. */
export const front: Picture = {
  id: "front",
  title: "Pareto front",
  view: "front",
  empty: "No trial is complete yet.",
  height: ({ width }) => (width < 600 ? 360 : 460),

  controls: ({ goals }) =>
    goals.length < 3
      ? []
      : [
          { id: "x", label: "Across", initial: "1", options: goals.map((goal, i) => ({ value: String(i), text: goal.metric })) },
          { id: "y", label: "Up", initial: "0", options: goals.map((goal, i) => ({ value: String(i), text: goal.metric })) },
        ],

  description(context) {
    const { study } = context;
    const [x, y] = chosen(context);
    const missed = study.rows.feasible.filter((feasible) => feasible === false).length;
    return `${study.goals[y]!.metric} over ${study.goals[x]!.metric}. The line is their front: ${stair(study, x, y).length} trials that no other one beats by both`
      + (study.goals.length > 2 ? `, of ${study.front.trial.length} that none beats by all goals` : "") + "."
      + (missed > 0 ? ` ${missed} that miss a constraint are hollow and grey.` : "")
      + omittedText(study.omitted, study.rows.number.length, false);
  },

  option(context) {
    const { study, theme, width } = context;
    if (study.goals.length < 2) return null;
    const rows = drawnRows(context);
    if (rows.length === 0) return null;
    const [ofX, ofY] = chosen(context);
    const { x, y } = axes(context);
    const steps = stair(study, ofX, ofY);
    const looks: Look[] = study.rows.feasible.includes(false) ? ["best", "complete", "infeasible"] : ["best", "complete"];
    return {
      ...base(theme, (event) => pointText(study, event)),
      brush: brush(theme),
      legend: legend(theme, [
        ...stateLegend(looks, theme),
        { name: "front", icon: dash, colour: theme.complete },
        ...(limits(context, x, y).length === 0 ? [] : [{ name: "limit", icon: dashes, colour: theme.mutedText }]),
      ]),
      grid: { left: 76, right: 24, top: 40, bottom: 52, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - 110), nameGap: 30 },
      yAxis: { ...drawn(y, theme, 340, { isVertical: true }), nameGap: 52 },
      series: [
        {
          id: "front", name: "front", type: "line", step: "end", z: 6, symbol: "circle", symbolSize: 7, silent: true,
          data: steps.map((i) => [place(x, study.front.values[i]![ofX]!), place(y, study.front.values[i]![ofY]!)]),
          lineStyle: { color: theme.complete, width: 2 }, itemStyle: { color: theme.complete },
        },
        ...limits(context, x, y).map((data, i) => ({
          id: `limit ${i}`, name: "limit", type: "line", z: 1, symbol: "none", silent: true, data, lineStyle: { color: theme.mutedText, width: 1, type: "dashed" },
        })),
        ...pointSeries("front trials", points(context, x, y, rows), context),
      ],
    };
  },

  brushed: (event, context) => brushedTrials(event, context.study, () => {
    const { x, y } = axes(context);
    return { x, y, points: points(context, x, y, scoredRows(context.study, ["complete"])) };
  }),
  clicked: clickedTrial,
};

/** The goals across and up. */
function chosen({ study, choice }: PictureContext): [number, number] {
  const goal = (id: string, usual: number) => (study.goals[Number(choice[id] ?? usual)] === undefined ? usual : Number(choice[id] ?? usual));
  return [goal("x", 1), goal("y", 0)];
}

function drawnRows(context: PictureContext): number[] {
  return thinned(scoredRows(context.study, ["complete"]), 5000, context);
}

function axes(context: PictureContext): { x: Axis; y: Axis } {
  const [x, y] = chosen(context);
  const axis = (goal: number) => scoreAxis(context.study.goals[goal]!, scoredRows(context.study, ["complete"]).flatMap((row) => valueOf(context.study, row, goal) ?? []));
  return { x: axis(x), y: axis(y) };
}

function points(context: PictureContext, x: Axis, y: Axis, rows: number[]): Point[] {
  const [ofX, ofY] = chosen(context);
  return rows.flatMap((row) => {
    const [atX, atY] = [place(x, valueOf(context.study, row, ofX)), place(y, valueOf(context.study, row, ofY))];
    return atX === null || atY === null ? [] : [{ x: atX, y: atY, row }];
  });
}

function valueOf({ goals, rows }: StudyData, row: number, goal: number): number | null {
  return (goal === 0 ? rows.value[row] : rows.goals[goals[goal]!.metric]?.[row]) ?? null;
}

/** The members of the front that no other one beats by these two goals, from the best by the first of the two on. */
export function stair(study: StudyData, x: number, y: number): number[] {
  const loss = (i: number, goal: number) => study.front.values[i]![goal]! * (study.goals[goal]!.direction === "minimize" ? 1 : -1);
  const order = study.front.trial.map((_, i) => i).sort((a, b) => loss(a, x) - loss(b, x) || loss(a, y) - loss(b, y));
  let lowest = Infinity;
  return order.filter((i) => {
    const isBetter = loss(i, y) < lowest;
    if (isBetter) lowest = loss(i, y);
    return isBetter;
  });
}

/** The limits of the two goals that lie within the picture, each from end to end. */
function limits(context: PictureContext, x: Axis, y: Axis): [number, number][][] {
  const [ofX, ofY] = chosen(context);
  const of = (goal: Goal) => context.study.constraints.filter((constraint) => constraint.metric === goal.metric).map((constraint) => constraint.bound);
  const within = (axis: Axis, bound: number) => bound >= axis.low && bound <= axis.high;
  return [
    ...of(context.study.goals[ofX]!).filter((bound) => within(x, bound)).map<[number, number][]>((bound) => [[bound, y.low], [bound, y.high]]),
    ...of(context.study.goals[ofY]!).filter((bound) => within(y, bound)).map<[number, number][]>((bound) => [[x.low, bound], [x.high, bound]]),
  ];
}
