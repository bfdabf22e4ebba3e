import { h, patch } from "../dom";
import { PictureFrame } from "../frame";
import type { PictureView } from "../picture";
import type { Change, State } from "../state";
import { picturesOf, titleOf } from "./catalog";
import { numbersOf } from "./numbers";
import { methodChooser } from "./method";
import type { Shown } from "./view";

/** A view of pictures, with what they show as a table beneath, for who wants the numbers or does not see pictures. */
export function picturesView(state: State, view: PictureView): Shown {
  const frames = picturesOf(view).map((picture) => new PictureFrame(picture, state));
  const method = view === "importance" && state.server !== null ? methodChooser(state) : null;
  const numbers = h("div");
  const details = h("details", { class: "numbers", toggle: showNumbers }, h("summary", {}, "The numbers as a table"), numbers);
  const element = h(
    "div",
    { class: `view pictures ${view}` },
    h("div", { class: "title" }, h("h2", { tabindex: "-1" }, titleOf(view)), method?.element),
    ...frames.map((frame) => frame.element),
    details,
  );

  function showNumbers(): void {
    if (details.open && state.study !== null) patch(numbers, ...numbersOf(view, state));
  }

  return {
    element,
    update(change?: Change) {
      for (const frame of frames) frame.update(change);
      method?.update();
      showNumbers();
    },
    dispose() {
      for (const frame of frames) frame.dispose();
    },
  };
}
