/** Makes elements. Text only ever becomes a text node or the value of an attribute: nothing is read as HTML. */

export type Child = Node | string | number | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

/** An element with attributes (a function listens to the event of its name) and children; what is null or false is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...nodes(children));
  return element;
}

/**
 * Puts children in the place of those that are there, but keeps those that would look the same: focus, what is open
 * and what is selected stay where they are. Listeners are not compared, so they may hang on nothing that changes.
 */
export function patch(parent: Element, ...children: Child[]): void {
  const wanted = nodes(children);
  wanted.forEach((node, i) => {
    const present = parent.childNodes[i];
    if (present === undefined) parent.append(node);
    else if (!sameNode(present, node)) present.replaceWith(node);
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild!.remove();
}

/** A term and what it is, for lists of facts; null where there is nothing to say. */
export function fact(term: string, ...description: Child[]): HTMLElement | null {
  return nodes(description).length === 0 ? null : h("div", {}, h("dt", {}, term), h("dd", {}, ...description));
}

export function facts(...rows: (HTMLElement | null)[]): HTMLElement {
  return h("dl", { class: "facts" }, ...rows);
}

/** A section under a heading; null where it has no content. */
export function section(title: string, attributes: Attributes, ...children: Child[]): HTMLElement | null {
  const content = nodes(children);
  return content.length === 0 ? null : h("section", { "aria-label": title, ...attributes }, h("h3", {}, title), ...content);
}

function nodes(children: Child[]): Node[] {
  return children.flatMap((child) =>
    child === null || child === undefined || child === false ? [] : [child instanceof Node ? child : document.createTextNode(visible(String(child)))],
  );
}

/** Marks that turn the direction of what follows are told, not followed: a name could hide a text with them. */
function visible(text: string): string {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);
}

// Whether something is open belongs to the reader, not to the data.
function sameNode(one: Node, other: Node): boolean {
  if (one instanceof HTMLDetailsElement && other instanceof HTMLDetailsElement) other.open = one.open;
  return one.isEqualNode(other);
}
