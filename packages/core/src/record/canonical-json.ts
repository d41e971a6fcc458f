/**
 * Formats a plain value as canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript prints them. `undefined` members are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`canonical JSON has no form for ${value}`);
  }
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`canonical JSON has no form for a ${typeof value}`);
  return text;
}
