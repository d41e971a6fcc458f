export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Formats JSON as productmd itself writes it (sorted keys, four spaces, ASCII only), with a final newline. */
export function productmdJson(value: Json): string {
  return `${render(value, "")}\n`;
}

// Not JSON.stringify on a sorted copy: an object always lists keys such as `13` first.
function render(value: Json, indent: string): string {
  const inner = `${indent}    `;
  if (isList(value))
    return block(
      "[]",
      value.map((item) => inner + render(item, inner)),
      indent,
    );
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return block(
      "{}",
      members.map(([key, member]) => `${inner}${ascii(key)}: ${render(member, inner)}`),
      indent,
    );
  }
  return typeof value === "string" ? ascii(value) : JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function block(brackets: "[]" | "{}", lines: readonly string[], indent: string): string {
  return lines.length === 0 ? brackets : `${brackets[0]}\n${lines.join(",\n")}\n${indent}${brackets[1]}`;
}

function ascii(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
