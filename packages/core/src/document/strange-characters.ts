import type { TextFault } from "./text-schema.ts";

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const reordering = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const invisible = /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Checks every text of a document: no character that acts where it is shown, and none that a file cannot hold. */
export function characterFaults(text: string): readonly TextFault[] {
  if (!text.isWellFormed()) {
    const half = /[\ud800-\udfff]/.exec(text.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, ""))?.[0] ?? "";
    const hint = "Write the character itself, or both halves as escapes.";
    return [{ message: `the text holds one half of a character, ${nameOf(half)}`, hint }];
  }
  const acting = control.exec(text)?.[0];
  if (acting !== undefined) {
    const message = `the text holds the control character ${nameOf(acting)}`;
    return [
      {
        message,
        allowed: "characters that are shown, tabs and line feeds",
        hint: "Remove it.",
        within: acting,
      },
    ];
  }
  if (text.includes("\r")) {
    const hint =
      "Save the text with line feeds alone, as Linux does; a script would not find its interpreter.";
    return [
      { message: "the text holds a carriage return, U+000D", allowed: "line feeds", hint, within: "\r" },
    ];
  }
  const turning = reordering.exec(text)?.[0];
  if (turning !== undefined) {
    const message = `the text holds ${nameOf(turning)}, which makes it look like another`;
    const hint = "Remove it: text from right to left is shown so by itself.";
    return [{ message, allowed: "characters that do not reorder others", hint, within: turning }];
  }
  const unseen = invisible.exec(text)?.[0];
  if (unseen === undefined) return [];
  const message = `the text holds ${nameOf(unseen)}, which cannot be seen`;
  const hint = "Type it again without that character.";
  return [{ message, allowed: "characters that are shown", hint, within: unseen }];
}

/** Explains why a name is refused because of a character that cannot be seen, or looks like another one. */
export function strangeCharacterHint(text: string): string | undefined {
  for (const character of text) {
    if (character <= "\u007e") continue;
    if (/[\p{Cf}\p{Zs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u.test(character))
      return `It holds ${nameOf(character)}, which cannot be seen: type it again.`;
    const like = lookAlikes.get(character) ?? character.normalize("NFKC");
    if (/^[!-~]$/.test(like))
      return `It holds ${nameOf(character)}, which only looks like \`${like}\`: type it again.`;
  }
  return undefined;
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Letters of other scripts that most fonts draw as those of ASCII (Unicode's confusables.txt, its commonest). */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...pairs("аАВсСеЕНіІјЈКӏМоОрРѕЅТхХуУһԁԛԝ", "aABcCeEHiIjJKlMoOpPsSTxXyYhdqw"),
    ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι", "ABEZHIKMNOPTYXovi"),
    ...pairs("ıɡ‐‑‒–—−․⁄∕", "ig------.//"),
  }),
);

function pairs(from: string, to: string): Record<string, string> {
  return Object.fromEntries(Array.from(from, (character, index) => [character, to[index] ?? ""]));
}
