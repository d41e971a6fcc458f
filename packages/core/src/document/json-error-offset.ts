const space = /[ \t\n\r]*/y;
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y;

type Expected = "value" | "item or ]" | "key or }" | "key" | "colon" | "comma or end" | "nothing";

/** Where a text ceases to be JSON, which JSON.parse does not always say; undefined for JSON. Takes any depth. */
export function jsonErrorOffset(json: string): number | undefined {
  const open: ("[" | "{")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(json);
    if (found !== null) at = pattern.lastIndex;
    return found !== null;
  };
  const afterValue = (): Expected => (open.length === 0 ? "nothing" : "comma or end");
  for (;;) {
    match(space);
    const character = json[at];
    if (character === undefined) return expected === "nothing" ? undefined : at;
    if (expected === "colon") {
      if (character !== ":") return at;
      at++;
      expected = "value";
    } else if (expected === "comma or end" && character === ",") {
      at++;
      expected = open.at(-1) === "{" ? "key" : "value";
    } else if (isEnd(character, expected, open.at(-1))) {
      at++;
      open.pop();
      expected = afterValue();
    } else if (expected === "key" || expected === "key or }") {
      if (!match(text)) return at;
      expected = "colon";
    } else if (expected === "value" || expected === "item or ]") {
      if (character === "[" || character === "{") {
        at++;
        open.push(character);
        expected = character === "[" ? "item or ]" : "key or }";
      } else {
        if (!match(text) && !match(scalar)) return at;
        expected = afterValue();
      }
    } else return at;
  }
}

function isEnd(character: string, expected: Expected, open: "[" | "{" | undefined): boolean {
  if (character === "]") return open === "[" && (expected === "item or ]" || expected === "comma or end");
  return character === "}" && open === "{" && (expected === "key or }" || expected === "comma or end");
}
