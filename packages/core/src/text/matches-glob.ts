/** Returns whether all of a text matches a glob: `*` stands for any characters, `?` for one, all others for themselves. */
export function matchesGlob(glob: string, text: string): boolean {
  const [signs, characters] = [Array.from(glob), Array.from(text)];
  let [sign, at] = [0, 0];
  // The last `*` alone may have to take more: what earlier ones took is never too little.
  let last: { readonly sign: number; readonly at: number } | undefined;
  while (at < characters.length) {
    if (signs[sign] === "*") last = { sign: sign++, at };
    else if (signs[sign] === "?" || signs[sign] === characters[at]) [sign, at] = [sign + 1, at + 1];
    else if (last === undefined) return false;
    else {
      last = { sign: last.sign, at: last.at + 1 };
      [sign, at] = [last.sign + 1, last.at];
    }
  }
  return signs.slice(sign).every((rest) => rest === "*");
}
