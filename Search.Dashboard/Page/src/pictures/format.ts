import type { Value } from "../data";

/** A number with as many digits as help. */
export function number(value: number, digits = 4): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return String(value);
  return size >= 1e6 || size < 1e-4 ? exponent(value, digits) : String(Number(value.toPrecision(digits)));
}

/** The number at a tick: as many decimals as the distance of ticks asks for. */
export function tick(value: number, step: number): string {
  const size = Math.abs(value);
  if (size < step * 1e-6) return "0";
  if (size >= 1e6 || size < 1e-4) return exponent(value, 4);
  return value.toFixed(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
}

export function percent(share: number): string {
  return `${number(share * 100, share < 0.1 ? 2 : 3)} %`;
}

/** A value that a trial has of a parameter; null where it has none. */
export function setting(value: Value | null): string {
  return value === null ? "absent" : typeof value === "number" ? number(value) : safe(value);
}

export function duration(seconds: number): string {
  const { divisor, name } = timeUnit(seconds);
  return `${number(seconds / divisor, 3)} ${name}`;
}

/** The unit in which a time is best read. */
export function timeUnit(seconds: number): { divisor: number; name: string } {
  if (seconds < 180) return { divisor: 1, name: "s" };
  if (seconds < 3 * 3600) return { divisor: 60, name: "min" };
  return seconds < 72 * 3600 ? { divisor: 3600, name: "h" } : { divisor: 86400, name: "days" };
}

/**
 * Text from outside, on one line. A tooltip reads {word|text} as a style of ECharts: a space
 * without width behind the brace leaves the text as it is. Marks that turn the writing's direction go.
 */
export function safe(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replaceAll("{", "{\u200b");
}

/** The text in at most so many characters, its middle left out: names of machines differ at their ends. */
export function short(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const end = Math.floor((length - 1) / 2);
  return characters.slice(0, length - 1 - end).join("") + "…" + characters.slice(characters.length - end).join("");
}

/** The text in lines of at most so many characters: a tooltip does not break any. */
export function wrap(text: string, length = 56, lines = 4): string[] {
  const wrapped = [""];
  for (const word of text.split(" ").flatMap((w) => w.match(new RegExp(`.{1,${length}}`, "gsu")) ?? [])) {
    const last = wrapped[wrapped.length - 1]!;
    if (last !== "" && last.length + 1 + word.length > length) wrapped.push(word);
    else wrapped[wrapped.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return wrapped.length <= lines ? wrapped : [...wrapped.slice(0, lines - 1), `${wrapped[lines - 1]} …`];
}

function exponent(value: number, digits: number): string {
  return value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
}
