import { h } from "../dom";
import type { State } from "../state";
import { entriesOf, groups } from "../views/catalog";

/** The list of views. */
export class Navigation {
  readonly element: HTMLElement;
  readonly #links: HTMLAnchorElement[] = [];

  constructor(private readonly state: State) {
    this.element = h(
      "nav",
      { class: "views", "aria-label": "Views" },
      ...groups.map((group) =>
        h(
          "div",
          { class: "group" },
          h("span", { class: "label", "aria-hidden": "true" }, group.title),
          ...group.entries.map((entry) => {
            const link = h("a", { "data-view": entry.view, title: `${entry.title} (${entry.key})` }, entry.title);
            this.#links.push(link);
            return link;
          }),
        ),
      ),
    );
  }

  update(): void {
    const { route, study } = this.state;
    this.element.hidden = study === null || route.view === "studies";
    const shown = new Set(entriesOf(study).map((entry) => entry.view));
    for (const link of this.#links) {
      const view = link.dataset.view as typeof route.view;
      link.href = this.state.link({ view });
      link.hidden = !shown.has(view);
      const isHere = view === route.view || (view === "trials" && route.view === "trial");
      if (!isHere) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "page");
        // On a phone the list scrolls sideways.
        if (this.element.scrollWidth > this.element.clientWidth) this.element.scrollLeft = link.offsetLeft - 60;
      }
    }
  }
}
