import { h } from "../dom";
import type { State } from "../state";
import { entries as all, entriesOf } from "../views/catalog";

export interface KeyTargets {
  focusFilter(): void;
  help: HTMLDialogElement;
  goTo: HTMLDialogElement;
}

/** What keys do, where no field is written in. */
export function listenToKeys(state: State, targets: KeyTargets): void {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]") !== null) return;
    const target = event.target as HTMLElement;
    const isField = target.matches("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape") {
      if (state.study === null) return;
      state.clearSelection();
      if (isField) target.blur();
      return;
    }
    if (isField || state.study === null) return;
    if (act(state, targets, event.key)) event.preventDefault();
  });
}

function act(state: State, targets: KeyTargets, key: string): boolean {
  const entries = entriesOf(state.study);
  const here = entries.findIndex((entry) => entry.view === state.route.view);
  const entry = entries.find((one) => one.key === key);
  if (key === "?") targets.help.showModal();
  else if (key === "/") targets.focusFilter();
  else if (key === "g") targets.goTo.showModal();
  else if (key === "[" || key === "]") {
    if (state.route.view === "trial") document.querySelector<HTMLElement>(`.neighbours [rel=${key === "[" ? "prev" : "next"}]`)?.click();
    else state.go({ view: entries[(here + (key === "[" ? entries.length - 1 : 1)) % entries.length]!.view });
  } else if (entry !== undefined) state.go({ view: entry.view });
  else return false;
  return true;
}

export function helpDialog(): HTMLDialogElement {
  const key = (name: string, text: string) => h("div", {}, h("dt", {}, h("kbd", {}, name)), h("dd", {}, text));
  const dialog = h(
    "dialog",
    { "aria-label": "Help" },
    h("h2", {}, "Keys"),
    h(
      "dl",
      { class: "keys" },
      key("/", "filter"),
      key("Esc", "select all again, or close"),
      key("g", "go to a trial"),
      key("[ ]", "the view or trial before, after"),
      key("↑ ↓", "in the table: from row to row; Enter opens"),
      key("?", "this help"),
      ...all.map((entry) => key(entry.key, entry.title)),
    ),
    h("h2", {}, "Selecting trials"),
    h(
      "p",
      {},
      "Drag in a picture, or write conditions: ",
      h("code", {}, "lr < 0.001, activation = relu and value > 0.9"),
      '. Columns are number, state, value, seconds, each parameter and each metric; operators are = != < <= > >=. What has commas or operators in it stands in "quotes". All pictures and the table show what is selected.',
    ),
    h("form", { method: "dialog" }, h("button", { type: "submit" }, "Close")),
  );
  return dialog;
}

export function goToDialog(state: State): HTMLDialogElement {
  const number = h("input", { type: "number", min: "0", required: true, "aria-label": "Number of the trial" });
  const form = h("form", { method: "dialog" }, h("label", {}, h("span", {}, "Go to trial"), number), h("button", { type: "submit" }, "Go"));
  form.addEventListener("submit", () => {
    if (number.value !== "") state.go({ view: "trial", trial: number.valueAsNumber });
    number.value = "";
  });
  return h("dialog", { "aria-label": "Go to a trial", class: "go" }, form);
}
