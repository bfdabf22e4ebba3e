import type { Picture } from "../picture";
import { contour } from "./contour";
import { curveGrid } from "./curveGrid";
import { curves } from "./curves";
import { history } from "./history";
import { parallel } from "./parallel";
import { ranks } from "./ranks";
import { slice } from "./slice";

/** All pictures, in the order in which a view shows them. */
export const pictures: Picture[] = [history, curves, curveGrid, slice, contour, parallel, ranks];
