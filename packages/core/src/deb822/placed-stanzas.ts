/** Describes one field of a stanza and its place; lines and columns count from 1. */
export interface PlacedField {
  /** As written in the file. */
  readonly name: string;
  /** Without surrounding white space; continuation lines are joined by newlines, each without its indentation. */
  readonly value: string;
  readonly line: number;
  /** The lines of the value with their places: the rest of the line after the name, then the continuation lines. */
  readonly lines: readonly { readonly text: string; readonly line: number; readonly column: number }[];
}

interface StanzaFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface PlacedStanzas {
  /** Fields by name in lower case. */
  readonly stanzas: readonly ReadonlyMap<string, PlacedField>[];
  readonly faults: readonly StanzaFault[];
}

/**
 * Reads a small deb822 text (deb822(5)) strictly and with places. It is for files that people write and that decide
 * what is built, so text that `stanzasOf` skips is a fault here. Comment lines begin with `#`.
 */
export function placedStanzas(text: string): PlacedStanzas {
  const stanzas: Map<string, ReadField>[] = [];
  const faults: StanzaFault[] = [];
  let current: Map<string, ReadField> | undefined;
  let open: ReadField | undefined;

  const add = (field: ReadField) => {
    current ??= stanzas[stanzas.push(new Map()) - 1];
    const key = field.name.toLowerCase();
    const first = current?.get(key);
    if (first === undefined) current?.set(key, field);
    else {
      const message = `the field ${field.name} is repeated here; it is first on line ${first.line}`;
      faults.push({ line: field.line, column: 1, message });
    }
    open = first === undefined ? field : undefined;
  };
  const goOn = (content: string, line: number) => {
    const column = content.length - content.trimStart().length + 1;
    open?.lines.push({ text: content.trim(), line, column });
    if (current === undefined)
      faults.push({
        line,
        column: 1,
        message: "the line continues a field, but there is no field before it",
      });
  };

  for (const [index, content] of text.split("\n").entries()) {
    const line = index + 1;
    if (content.trim() === "") {
      // An empty line ends a stanza; for dpkg, so does a line of white space.
      current = undefined;
      open = undefined;
    } else if (content.startsWith("#")) continue;
    else if (/^[ \t]/.test(content)) goOn(content, line);
    else {
      const [, name, gap = "", rest = ""] = /^([!-9;-~]+):([ \t]*)(.*)$/.exec(content) ?? [];
      if (name === undefined || name.startsWith("-")) {
        faults.push({ line, column: 1, message: "the line is not a field of the form `Name: value`" });
        open = undefined;
      } else {
        const lines = [{ text: rest.trim(), line, column: name.length + 1 + gap.length + 1 }];
        add({ name, line, lines });
      }
    }
  }
  return { stanzas: stanzas.map(withValues), faults };
}

/** A field whose lines are still being read. */
interface ReadField {
  readonly name: string;
  readonly line: number;
  readonly lines: PlacedField["lines"][number][];
}

function withValues(stanza: ReadonlyMap<string, ReadField>): ReadonlyMap<string, PlacedField> {
  return new Map(
    Array.from(stanza, ([key, field]) => {
      const value = field.lines.map(({ text }) => text).join("\n");
      return [key, { ...field, value: value.trim() }];
    }),
  );
}
