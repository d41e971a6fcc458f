import { parseEvents, YAMLException } from "js-yaml";
import { offsetAt, type Path } from "./position-map.ts";
import { excerptAt, linedText, placeAt } from "./text-place.ts";
import { readYamlNodes } from "./yaml-node.ts";

interface JsonPlace {
  readonly line?: number;
  readonly column?: number;
  readonly excerpt?: string;
}

/** Places in a JSON text. They are only looked for when something is wrong with it: this takes longer than reading it. */
export interface JsonPlaces {
  readonly ofOffset: (offset: number) => JsonPlace;
  /** Place of a value, or of the nearest one around it that is there; none where the text is no JSON. */
  readonly ofPath: (path: Path) => JsonPlace;
  readonly repeatedKeys: readonly { readonly offset: number; readonly message: string }[];
}

/** Beyond, nobody waits for a place. */
const largest = 32 * 1024 * 1024;

/** JSON is YAML, whose reader knows places. */
export function jsonPlaces(text: string): JsonPlaces {
  const lined = linedText(text);
  const ofOffset = (offset: number): JsonPlace => ({
    ...placeAt(lined, offset),
    excerpt: excerptAt(lined, offset),
  });
  const none: JsonPlaces = { ofOffset, ofPath: () => ({}), repeatedKeys: [] };
  if (text.length > largest) return none;
  try {
    const { root, faults } = readYamlNodes(
      lined,
      parseEvents(text, { maxDepth: 100 }),
      Number.POSITIVE_INFINITY,
    );
    return {
      ...none,
      ofPath: (path) => (root === undefined ? {} : ofOffset(offsetAt(root, path, "value"))),
      repeatedKeys: faults.filter(({ message }) => message.startsWith("the key")),
    };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return none;
  }
}
