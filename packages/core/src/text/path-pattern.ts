/** Checks whether a path matches a pattern: `*` is any text in one component, a final `**` everything below. */
export function matchesPathPattern(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.at(-1) === "**") {
    wanted.pop();
    return (
      given.length > wanted.length &&
      wanted.every((part, index) => matchesComponent(part, given[index] ?? ""))
    );
  }
  return (
    given.length === wanted.length &&
    wanted.every((part, index) => matchesComponent(part, given[index] ?? ""))
  );
}

function matchesComponent(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  const [head = "", ...rest] = pattern.split("*");
  const last = rest.pop() ?? "";
  if (!text.startsWith(head)) return false;
  let position = head.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}
