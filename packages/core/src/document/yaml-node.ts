import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import { type LinedText, placeAt } from "./text-place.ts";
import { yamlTag } from "./yaml-reasons.ts";

interface NodeBase {
  /** Offset of the node's first character; for an alias, of the alias. -1 for a value that is not there. */
  readonly start: number;
  /** What the node weighs once its aliases are replaced: its characters, and one for itself. */
  readonly size: number;
}
interface ScalarNode extends NodeBase {
  readonly kind: "scalar";
  readonly textStart: number;
  readonly textEnd: number;
}
export interface MappingEntry {
  readonly keyStart: number;
  readonly value: YamlNode;
}
/** Holds a value of a YAML text with the places of everything in it. */
export type YamlNode =
  | ScalarNode
  | (NodeBase & { readonly kind: "sequence"; readonly items: readonly YamlNode[] })
  | (NodeBase & { readonly kind: "mapping"; readonly entries: ReadonlyMap<string, MappingEntry> });

/** Says what is wrong with the YAML itself. */
export interface YamlFault {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Reads the first document of js-yaml's events into nodes with places. Reports every repeated key, merge key, tag and
 * unusable alias; `largest` bounds the weight of the text once its aliases are replaced.
 */
export function readYamlNodes(
  lined: LinedText,
  events: readonly Event[],
  largest: number,
): { root: YamlNode | undefined; faults: readonly YamlFault[] } {
  const { text } = lined;
  const faults: YamlFault[] = [];
  const anchors = new Map<string, YamlNode | "open">();
  // The first event opens the document.
  let index = 1;
  let weight = 0;

  const read = (): YamlNode => {
    const event = events[index++];
    const tagged = tagOffset(event);
    if (tagged !== undefined) faults.push({ offset: tagged, ...yamlTag });
    switch (event?.type) {
      case EVENT_ID.ALIAS:
        return readAlias(text.slice(event.anchorStart, event.anchorEnd), event.anchorStart - 1);
      case EVENT_ID.SCALAR:
        weight += 1 + event.valueEnd - event.valueStart;
        return keep(event, scalarNode(text, event));
      case EVENT_ID.SEQUENCE:
        weight += 1;
        open(event);
        return keep(event, readSequence(event.start));
      case EVENT_ID.MAPPING:
        weight += 1;
        open(event);
        return keep(event, readMapping(event.start));
      default:
        throw new Error("js-yaml's events end inside a value");
    }
  };

  const open = (event: { anchorStart: number; anchorEnd: number }): void => {
    if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), "open");
  };
  const keep = (event: { anchorStart: number; anchorEnd: number }, node: YamlNode): YamlNode => {
    if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  };

  const readAlias = (name: string, offset: number): YamlNode => {
    const target = anchors.get(name);
    if (target === undefined || target === "open") {
      const why = target === "open" ? "is inside the value that it repeats" : "has no anchor before it";
      const hint = "Write the value out, or put text that begins with `*` in quotes.";
      faults.push({ offset, message: `the alias *${name} ${why}`, hint });
      return { kind: "scalar", start: offset, size: 1, textStart: offset, textEnd: offset };
    }
    if (weight <= largest && weight + target.size > largest) faults.push({ offset, ...multiplied });
    weight += target.size;
    return { ...target, start: offset };
  };

  const readSequence = (start: number): YamlNode => {
    const items: YamlNode[] = [];
    while (more()) items.push(read());
    if (items.length > longest) faults.push({ offset: start, ...tooLong });
    return { kind: "sequence", start, size: items.reduce((sum, item) => sum + item.size, 1), items };
  };

  const readMapping = (start: number): YamlNode => {
    const entries = new Map<string, MappingEntry>();
    let size = 1;
    while (more()) {
      const event = events[index];
      const keyNode = read();
      const value = read();
      size += keyNode.size + value.size;
      const colon = value.start < 0 ? start : text.lastIndexOf(":", value.start);
      const keyStart = keyNode.start < 0 ? colon : keyNode.start;
      // A tag decides what the word is read as, so that nothing else can be said of it.
      if (tagOffset(event) !== undefined) continue;
      const key = event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined;
      if (event?.type === EVENT_ID.SCALAR && isReadOtherwise(event, key ?? "")) {
        faults.push({ offset: keyStart, ...notAWord(key ?? "") });
        continue;
      }
      const fault = keyFault(key, key === undefined ? undefined : entries.get(key)?.keyStart);
      if (fault !== undefined) faults.push({ offset: keyStart, ...fault });
      else if (key !== undefined) entries.set(key, { keyStart, value });
    }
    if (entries.size > longest) faults.push({ offset: start, ...tooLong });
    return { kind: "mapping", start, size, entries };
  };

  const keyFault = (key: string | undefined, first: number | undefined) => {
    if (key === undefined) {
      const hint = "Write `key: value`; a variable is written `${name}`, not `{{ name }}`.";
      return { message: "a key must be a word", hint };
    }
    if (first === undefined) return unusableKeys.get(key);
    const line = placeAt(lined, first).line;
    return {
      message: `the key \`${key}\` is already given in line ${line}`,
      hint: "Merge the two, or remove one.",
    };
  };

  const more = (): boolean => {
    if (events[index]?.type !== EVENT_ID.POP) return true;
    index++;
    return false;
  };

  return { root: events.length === 0 ? undefined : read(), faults };
}

function tagOffset(event: Event | undefined): number | undefined {
  return event !== undefined && "tagStart" in event && event.tagStart >= 0 ? event.tagStart : undefined;
}

/** Items of one list or keys of one map: far above any real treefile, and little enough to report on each. */
const longest = 5000;
const tooLong = {
  message: `more than ${longest} items are in one list or map`,
  hint: "Check that this is the right file.",
};

const multiplied = {
  message: "the aliases multiply the file beyond what debootc reads",
  hint: "Write the values out, or move them to a treefile of their own and include it.",
};

const unusableKeys = new Map([
  [
    "<<",
    {
      message: "merge keys are not supported",
      hint: "Write the keys out. Treefiles share keys by `include`, variants of a compose file by `inherits`.",
    },
  ],
  ["__proto__", { message: "the word `__proto__` cannot be a key", hint: "Take another name." }],
]);

/** Plain words that YAML's core schema reads as something else, so that the key would be another text than is written. */
const otherwise =
  /^(?:|~|null|true|false|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-f]+|[-+]?(?:\.[0-9]+|[0-9]+\.?[0-9]*)(?:e[-+]?[0-9]+)?|[-+]?\.inf|\.nan)$/i;

function isReadOtherwise({ style }: ScalarEvent, key: string): boolean {
  return style === SCALAR_STYLE.PLAIN && otherwise.test(key);
}

function notAWord(key: string) {
  if (key === "") return { message: "a key is missing before the colon", hint: "Write `key: value`." };
  return { message: `the key \`${key}\` is not read as text`, hint: `Put it in quotes: "${key}".` };
}

/** Quotes belong to the place of a scalar; the indentation of a block does not. */
function scalarNode(text: string, event: ScalarEvent): YamlNode {
  const { valueStart, valueEnd, style } = event;
  const quotes = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
  const block = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
  let start = quotes ? valueStart - 1 : valueStart;
  while (block && start < valueEnd && text[start] === " ") start++;
  return { kind: "scalar", start, size: 1 + valueEnd - valueStart, textStart: valueStart, textEnd: valueEnd };
}
