import type { StudyData } from "../data";
import type { Picture, PictureView } from "../picture";
import { pictures } from "../pictures";
import type { View } from "../route";

/** A view as the navigation has it, with the key that opens it. */
export interface Entry {
  view: View;
  title: string;
  key: string;
}

export const groups: { title: string; entries: Entry[] }[] = [
  { title: "Study", entries: [entry("overview", "Overview", "1"), entry("trials", "Trials", "2"), entry("compare", "Compare", "3")] },
  {
    title: "Progress",
    entries: [entry("history", "History", "4"), entry("front", "Front", "f"), entry("curves", "Curves", "5"), entry("timeline", "Timeline", "6"), entry("rounds", "Rounds", "7")],
  },
  {
    title: "Parameters",
    entries: [
      entry("importance", "Importance", "8"),
      entry("slice", "Slice", "9"),
      entry("contour", "Contour", "0"),
      entry("parallel", "Parallel", "p"),
      entry("distribution", "Distribution", "d"),
    ],
  },
];

export const entries: Entry[] = groups.flatMap((group) => group.entries);

/** The views that a study has: one goal has no front. */
export function entriesOf(study: StudyData | null): Entry[] {
  return entries.filter((entry) => entry.view !== "front" || (study !== null && study.goals.length > 1));
}

export function titleOf(view: View): string {
  return entries.find((entry) => entry.view === view)?.title ?? (view === "studies" ? "Studies" : "Trial");
}

export function picturesOf(view: PictureView): Picture[] {
  return pictures.filter((picture) => (picture.view ?? picture.id) === view);
}

export function picturesThatCompare(): Picture[] {
  return pictures.filter((picture) => picture.comparesStudies === true);
}

function entry(view: View, title: string, key: string): Entry {
  return { view, title, key };
}
