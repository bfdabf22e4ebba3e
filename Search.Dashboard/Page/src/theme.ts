import type { Theme } from "./picture";

export type ThemeChoice = "auto" | "light" | "dark";

const key = "hypersearch.theme";
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** What was chosen before, on this machine. */
export function rememberedTheme(): ThemeChoice {
  try {
    const remembered = localStorage.getItem(key);
    return remembered === "light" || remembered === "dark" ? remembered : "auto";
  } catch {
    // A browser may keep nothing for files.
    return "auto";
  }
}

/** Has the page look so from now on. */
export function applyTheme(choice: ThemeChoice): void {
  document.documentElement.dataset.theme = choice === "auto" ? (prefersDark.matches ? "dark" : "light") : choice;
  try {
    localStorage.setItem(key, choice);
  } catch {
    // It holds until the page is closed.
  }
}

/** Calls when the machine turns dark or light. */
export function onMachineTheme(changed: () => void): void {
  prefersDark.addEventListener("change", changed);
}

/** The colours that styles.css has now. */
export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const list = (name: string) => colour(name).split(/[\s,]+/);
  return {
    isDark: document.documentElement.dataset.theme === "dark",
    text: colour("text"),
    mutedText: colour("muted"),
    background: colour("background"),
    line: colour("line"),
    palette: list("palette"),
    scale: list("scale"),
    complete: colour("complete"),
    pruned: colour("pruned"),
    failed: colour("failed"),
    running: colour("running"),
    best: colour("best"),
  };
}
