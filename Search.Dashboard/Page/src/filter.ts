import type { Rows, Value } from "./data";
import { findColumn, type Column } from "./columns";

/** What a trial's cell in a column must be like: the grammar of the command line's --where. */
export interface Condition {
  column: string;
  operator: "=" | "!=" | "<" | "<=" | ">" | ">=";
  value: string;
}

export interface Filter {
  conditions: Condition[];
  /** What is wrong with the text; null where nothing is. */
  error: string | null;
}

export const noFilter: Filter = { conditions: [], error: null };

// A column, which may stand in quotes, an operator, and a value, which may as well.
const shape = /^\s*(?:"([^"]*)"|([^<>=!"]*?))\s*(<=|>=|!=|=|<|>)\s*(?:"([^"]*)"|(.*?))\s*$/s;
const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads conditions, joined by commas or "and": `lr < 0.001, activation = relu and value > 0.9`. */
export function parseFilter(text: string, columns: Column[]): Filter {
  const conditions: Condition[] = [];
  for (const part of parts(text)) {
    const [, quoted, plain, operator, quotedValue, plainValue] = shape.exec(part) ?? [];
    const column = quoted ?? plain,
      value = quotedValue ?? plainValue;
    if (!column || !value)
      return {
        conditions,
        error: `“${part.trim()}” is no condition: write a column, one of < <= = != > >=, and a value, such as lr < 0.001 or state = failed.`,
      };
    const found = findColumn(columns, column);
    if (found === undefined)
      return {
        conditions,
        error: `There is no column “${column}”. There are: ${columns
          .filter((c) => c.canFilter)
          .map((c) => c.name)
          .join(", ")}.`,
      };
    conditions.push({ column: found.name, operator: operator as Condition["operator"], value });
  }
  return { conditions, error: null };
}

/** The indices of the rows for which all conditions hold. */
export function matching(rows: Rows, columns: Column[], conditions: Condition[]): number[] {
  let indices = rows.number.map((_, i) => i);
  for (const condition of conditions) {
    const column = findColumn(columns, condition.column);
    const limit = numeric.test(condition.value) ? Number(condition.value) : null;
    indices = indices.filter((i) => column !== undefined && holds(column.cell(rows, i), condition, limit));
  }
  return indices;
}

/** The condition as a person writes it, and the server reads it. */
export function conditionText(condition: Condition): string {
  return `${condition.column} ${condition.operator} ${condition.value}`;
}

/** All conditions as the filter's text, in quotes where it needs them. */
export function filterText(conditions: Condition[]): string {
  return conditions.map((c) => `${quote(c.column, /[<>=!,"]|\band\b/i)} ${c.operator} ${quote(c.value, /[,"]|\band\b/i)}`).join(", ");
}

// Of a cell that is empty, no condition holds.
function holds(cell: Value | null, condition: Condition, limit: number | null): boolean {
  if (cell === null) return false;
  if (typeof cell === "number" && limit !== null) {
    switch (condition.operator) {
      case "=":
        return cell === limit;
      case "!=":
        return cell !== limit;
      case "<":
        return cell < limit;
      case "<=":
        return cell <= limit;
      case ">":
        return cell > limit;
      case ">=":
        return cell >= limit;
    }
  }
  const isEqual = String(cell) === condition.value;
  return condition.operator === "=" ? isEqual : condition.operator === "!=" ? !isEqual : false;
}

// Between quotes nothing is parted.
function parts(text: string): string[] {
  const found: string[] = [];
  let last = 0;
  for (const match of text.matchAll(/"[^"]*"?|,|\sand\s/gi)) {
    if (match[0].startsWith('"')) continue;
    found.push(text.slice(last, match.index));
    last = match.index + match[0].length;
  }
  found.push(text.slice(last));
  return found.filter((part) => part.trim() !== "");
}

function quote(text: string, needs: RegExp): string {
  return needs.test(text) && !text.includes('"') ? `"${text}"` : text;
}
