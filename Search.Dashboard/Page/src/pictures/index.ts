import type { Picture } from "../picture";
import { ablation } from "./ablation";
import { compare } from "./compare";
import { contour } from "./contour";
import { curveGrid } from "./curveGrid";
import { curves } from "./curves";
import { distribution } from "./distribution";
import { front } from "./front";
import { history } from "./history";
import { importance } from "./importance";
import { parallel } from "./parallel";
import { ranks } from "./ranks";
import { rounds } from "./rounds";
import { slice } from "./slice";
import { timeline } from "./timeline";
import { trialCurve } from "./trialCurve";
import { trialPlaces } from "./trialPlaces";
import { tunability } from "./tunability";

/** All pictures of studies, in the order in which a view shows them. */
export const pictures: Picture[] = [
  history, front, curves, curveGrid, slice, contour, parallel, importance, tunability, ablation, compare, distribution, ranks, timeline, rounds,
];

/** The pictures of one trial's own page. */
export function trialPictures(trial: number): Picture[] {
  return [trialCurve(trial), trialPlaces(trial)];
}
