// Control characters, marks that reorder text, and whatever takes no room or cannot be told from a space (Unicode's
// Default_Ignorable_Code_Point): text of a treefile, a package or an archive must neither control a terminal nor show a
// name other than the real one.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** Escapes, as JSON does, every character that would act on a terminal or be invisible. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

/** Escapes like `printable`, but keeps line feeds and tabs: for texts of several lines. */
export function printableLines(text: string): string {
  return text.replace(unprintable, (character) =>
    character === "\n" || character === "\t" ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
  ).join("");
}
