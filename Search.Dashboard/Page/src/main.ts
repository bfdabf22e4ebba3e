import type { PageData } from "./data";
import { h } from "./dom";
import { hooks, markShown } from "./hooks";
import { InsightAsker } from "./insight";
import { parseRoute } from "./route";
import { Server } from "./server";
import { Announcer } from "./shell/announcer";
import { FilterBar } from "./shell/filterBar";
import { Header } from "./shell/header";
import { goToDialog, helpDialog, listenToKeys } from "./shell/keys";
import { Navigation } from "./shell/navigation";
import { Stage } from "./shell/stage";
import { Studies } from "./shell/studies";
import { State } from "./state";
import { applyTheme, currentTheme, onMachineTheme, rememberedTheme, type ThemeChoice } from "./theme";

const data = document.getElementById("data")?.textContent;
if (data == null) document.body.append(h("p", { class: "problem" }, "This page has no data in it: it was not made whole."));
else void start(JSON.parse(data) as PageData);

async function start(page: PageData): Promise<void> {
  if (page.format !== 1) {
    document.body.append(h("p", { class: "problem" }, "This page's data are of another version than the page."));
    return;
  }
  let theme = rememberedTheme();
  applyTheme(theme);
  const state = new State(page, page.source === "server" ? new Server() : null, parseRoute(location.hash), currentTheme());
  const showTheme = (choice: ThemeChoice) => {
    theme = choice;
    applyTheme(choice);
    state.theme = currentTheme();
    state.tell("theme");
  };
  onMachineTheme(() => showTheme(theme));

  const help = helpDialog(),
    goTo = goToDialog(state);
  const header = new Header(state, theme, showTheme, () => help.showModal());
  const navigation = new Navigation(state),
    filterBar = new FilterBar(state),
    announcer = new Announcer(state),
    stage = new Stage(state);
  document.body.append(
    h("a", { class: "skip", href: "#main", click: (event: Event) => (event.preventDefault(), stage.element.focus()) }, "To the content"),
    header.element,
    h("div", { class: "body" }, navigation.element, h("div", { class: "content" }, announcer.problem, filterBar.element, stage.element)),
    announcer.element,
    help,
    goTo,
  );
  listenToKeys(state, { focusFilter: () => filterBar.focus(), help, goTo });

  const insight = new InsightAsker(state);
  state.listen((change) => {
    for (const part of [header, navigation, filterBar, announcer, stage]) part.update(change);
    insight.check();
  });
  const studies = new Studies(state);
  addEventListener("hashchange", () => {
    state.route = parseRoute(location.hash);
    const before = state.study;
    void studies.follow();
    // Another study tells by itself that it is there.
    if (state.study === before) state.tell("route");
  });
  await studies.follow();
  if (state.study === null) state.tell("route");
  markShown("painted");
}

declare global {
  interface Window {
    hypersearch: typeof hooks;
  }
}
window.hypersearch = hooks;
