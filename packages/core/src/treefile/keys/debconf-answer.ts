import { quoted } from "../../text/quoted.ts";
import type { TextFault } from "../../document/text-schema.ts";

/** An answer to a question of debconf, as debconf-set-selections(1) takes it. */
export interface DebconfAnswer {
  readonly package: string;
  readonly question: string;
  readonly type: (typeof debconfTypes)[number];
  readonly value: string;
}

/** Types of questions that an answer can be given to (debconf-devel(7)). */
export const debconfTypes = ["string", "boolean", "select", "multiselect", "note"] as const;

const allowed = `\`PACKAGE QUESTION TYPE VALUE\`; a type is one of ${debconfTypes.join(", ")}`;

/** Rule for an item of `debconf`. */
export function debconfFaults(text: string): readonly TextFault[] {
  if (/[\r\n]/.test(text)) {
    return [{ message: "the answer has several lines", allowed, hint: "Write one item an answer." }];
  }
  const [name = "", question = "", type = "", value = ""] = fieldsOf(text);
  if (type === "") {
    const hint = "Write it as `tzdata tzdata/Areas select Europe`; `debconf-show PACKAGE` lists questions.";
    return [{ message: `${quoted(text)} is not a whole answer`, allowed, hint }];
  }
  if (!/^[a-z0-9][a-z0-9+.-]+$/.test(name)) {
    const hint = "The first word is the package that asks.";
    return [{ message: `${quoted(name)} is not a package name`, allowed, hint, within: name }];
  }
  if (name === "d-i") {
    const hint = "Answers of `d-i` are for Debian's installer, which does not run here: remove the item.";
    return [{ message: "the package `d-i` is the installer", allowed, hint, within: name }];
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9+._-]*(?:\/[^/\s]+)+$/.test(question)) {
    const hint = "A question is named as `tzdata/Areas`.";
    return [{ message: `${quoted(question)} is not a question`, allowed, hint, within: question }];
  }
  if (!isDebconfType(type)) {
    const hint = hints.get(type) ?? "The order is package, question, type, value.";
    return [{ message: `${quoted(type)} is not a type that can be answered`, allowed, hint, within: type }];
  }
  if (type !== "boolean" || value === "true" || value === "false") return [];
  const hint = "Write `true` or `false` at the end.";
  return [{ message: `${quoted(value)} is not an answer to a question of type boolean`, allowed, hint }];
}

/** The parts of a text that `debconfFaults` accepts. */
export function debconfAnswerOf(text: string): DebconfAnswer {
  const [name = "", question = "", type = "", value = ""] = fieldsOf(text);
  return { package: name, question, type: isDebconfType(type) ? type : "string", value };
}

/** An answer as a line of debconf-set-selections(1). */
export function debconfLine({ package: name, question, type, value }: DebconfAnswer): string {
  return `${name} ${question} ${type} ${value}`;
}

const hints: ReadonlyMap<string, string> = new Map([
  [
    "password",
    "A treefile holds no passwords, and every machine would have the same: set it on the machine, at its first boot.",
  ],
  ["seen", "Every answer given here counts as seen: remove the item."],
  ["text", "Such a question only shows something: remove the item."],
  ["title", "Such a question only shows something: remove the item."],
  ["error", "Such a question only shows something: remove the item."],
]);

function fieldsOf(text: string): string[] {
  const { head = "", value = "" } =
    /^\s*(?<head>\S+\s+\S+\s+\S+)(?:\s(?<value>.*))?$/.exec(text)?.groups ?? {};
  return head === "" ? [] : [...head.split(/\s+/), value.trim()];
}

function isDebconfType(type: string): type is DebconfAnswer["type"] {
  return (debconfTypes as readonly string[]).includes(type);
}
