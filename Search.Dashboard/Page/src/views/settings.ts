import { fact, facts, h } from "../dom";
import type { StudyData, Value } from "../data";
import { absent, exact, short } from "../text";

/** What a trial has of each parameter; what it does not have is told so, and is not zero. */
export function settingsList(study: StudyData, values: Record<string, Value | null>): HTMLElement {
  const list = facts(
    ...study.parameters.map((parameter) => {
      const value = values[parameter.name] ?? null;
      return fact(
        parameter.name,
        value === null
          ? h("span", { class: "muted", title: "This trial does not have it" }, absent)
          : h("span", { title: exact(value) }, short(value)),
      );
    }),
  );
  list.classList.add("settings");
  return list;
}
