import type { Insight, Rows, StudyData, StudySummary, TrialDetails } from "./data";

/** A part of a table of trials. */
export interface TrialPage {
  /** How many trials the study has. */
  total: number;
  /** How many of them are as was asked for. */
  matched: number;
  rows: Rows;
}

/** The dashboard that the page came from. Its addresses are beside the page's own. */
export class Server {
  async studies(): Promise<StudySummary[]> {
    return (await get<{ studies: StudySummary[] }>("api/studies", {})).studies;
  }

  study(name: string): Promise<StudyData> {
    return get("api/study", { name });
  }

  insight(name: string, method: Insight["method"]): Promise<Insight> {
    return get("api/insight", { name, method });
  }

  trial(name: string, number: number): Promise<TrialDetails> {
    return get("api/trial", { name, number });
  }

  /** Trials from a place on in an order, such as "lr desc", of those for which all conditions hold. */
  trials(name: string, where: string[], sort: string, from: number, count: number): Promise<TrialPage> {
    return get("api/trials", { name, where, sort, from, count });
  }

  artifact(name: string, number: number, artifact: string): string {
    return address("api/artifact", { name, number, artifact });
  }

  /** "study" says that the study of the name is another by now, "studies" that the list is. */
  events(name: string | null): EventSource {
    return new EventSource(address("api/events", name === null ? {} : { name }));
  }
}

type Parameters = Record<string, string | number | string[]>;

async function get<T>(path: string, parameters: Parameters): Promise<T> {
  const response = await fetch(address(path, parameters), { headers: { accept: "application/json" } });
  if (response.ok) return (await response.json()) as T;
  const told = await response.json().catch(() => null);
  throw new Error(typeof told?.error === "string" ? told.error : `The server answered ${response.status}.`);
}

function address(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  return query.size === 0 ? path : `${path}?${query}`;
}
