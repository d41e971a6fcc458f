import type { FileOrigin } from "./expanded-treefile.ts";
import { words } from "../debian/package-name.ts";
import { originOf } from "../document/origin.ts";
import type { Path } from "../document/position-map.ts";
import { type Inclusion, inclusionsOf, type DocumentFile } from "../document/document-file.ts";
import type { VariableScope } from "./variable-scope.ts";
import { replaceVariables, variablesIn } from "../document/variables.ts";

/** A value with its place in a file, and what is written there. */
interface PlacedValue {
  readonly file: DocumentFile;
  readonly path: Path;
  readonly value: unknown;
  /** As the file has it, its variables not replaced. */
  readonly written: unknown;
}

/** Where a value stands, how its file came to be read, and the variables in it. */
export function valueOrigin({ file, path, value, written }: PlacedValue, scope: VariableScope): FileOrigin {
  const text = typeof written === "string" ? writtenFor(value, written, scope) : undefined;
  return {
    from: "file",
    ...originOf({ file, path }, text),
    includedBy: inclusionsOf(file).map(inclusionPlace),
    ...(text === undefined || text === value || !text.includes("${")
      ? {}
      : { written: text, variables: variablesOf(text, scope) }),
  };
}

export function inclusionPlace({ file, path, conditions }: Inclusion) {
  return { ...originOf({ file, path }), conditions: [...conditions] };
}

/** The part of a written text that a value was made of: an item of `packages` may hold several. */
function writtenFor(value: unknown, written: string, { variables }: VariableScope): string {
  const meant = (text: string) => replaceVariables(text, variables).text ?? text;
  if (meant(written) === value) return written;
  return words(written).find((word) => words(meant(word)).includes(String(value))) ?? written;
}

function variablesOf(text: string, { variables, definitions }: VariableScope) {
  return variablesIn(text).flatMap((name) => {
    const value = variables.get(name);
    const definition = definitions.get(name);
    if (value === undefined) return [];
    return [
      {
        name,
        value,
        ...(definition === undefined ? {} : { place: originOf(definition) }),
      },
    ];
  });
}
