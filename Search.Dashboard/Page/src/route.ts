/** Where the reader is, as the address has it behind the #: #/trial/17?study=mnist. */
export interface Route {
  view: View;
  /** On a trial's page, its number. */
  trial: number | null;
  /** Which study; null: the first, or on a server with several the list of them. */
  study: string | null;
  /** The studies that it is compared with. */
  others: string[];
}

export const views = [
  "overview",
  "history",
  "front",
  "curves",
  "timeline",
  "rounds",
  "slice",
  "contour",
  "parallel",
  "importance",
  "distribution",
  "trials",
  "compare",
  "trial",
  "studies",
] as const;
export type View = (typeof views)[number];

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view = "", trial = ""] = path.split("/");
  const parameters = new URLSearchParams(query);
  const number = /^\d{1,9}$/.test(trial) ? Number(trial) : null;
  const known = views.find((name) => name === view) ?? "overview";
  return {
    view: known === "trial" && number === null ? "trials" : known,
    trial: known === "trial" ? number : null,
    study: parameters.get("study"),
    others: known === "compare" ? parameters.getAll("with") : [],
  };
}

export function routeText(route: Route): string {
  const parameters = new URLSearchParams();
  if (route.study !== null) parameters.set("study", route.study);
  if (route.view === "compare") for (const other of route.others) parameters.append("with", other);
  const query = parameters.toString();
  return `#/${route.view}${route.view === "trial" ? `/${route.trial}` : ""}${query === "" ? "" : `?${query}`}`;
}
