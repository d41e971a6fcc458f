import * as z from "zod";
import { elsewhere } from "../../../document/document-file.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { quoted } from "../../../text/quoted.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { givenValues, type Layer } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import { repeats } from "../../layer/repeats.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";

/** Types of questions that an answer can be given to (debconf-devel(7)). */
const types = ["string", "boolean", "select", "multiselect", "note"] as const;

const answerSchema = z.strictObject({
  package: z.string(),
  question: z.string(),
  type: z.enum(types),
  value: z.string(),
});
/** Holds an answer to a question of debconf, as debconf-set-selections(1) takes it. */
export type DebconfAnswer = Readonly<z.infer<typeof answerSchema>>;

export const debconf = listKey({
  name: "debconf",
  schema: z
    .array(
      textSchema(debconfFaults, {
        description: "One answer: package, question, type and value, as debconf-set-selections(1) takes it.",
      }),
    )
    .meta({
      description: "Answers to debconf's questions, known before any package is configured.",
      examples: [["tzdata tzdata/Areas select Europe", "tzdata tzdata/Zones/Europe select Berlin"]],
    }),
  parse: debconfAnswerOf,
  rule: "replace",
  nameOf: (answer) => `${answer.package} ${answer.question}`,
  check: refuseOtherAnswers,
  field: "debconf",
  record: answerSchema.extend({ origin: originSchema }),
  resolve: (entry) => ({ ...entry.value, origin: originOf(entry) }),
  planned: {
    /** Lines of debconf-set-selections(1). */
    record: { debconf: z.array(z.string()).default([]) },
    of: ({ debconf }) => ({ debconf: debconf.map(debconfLine) }),
  },
});

/** An including file may answer again; within one file, two answers contradict each other. */
function refuseOtherAnswers(layer: Layer, { problems }: MergedContext): void {
  for (const [{ value, file, path }, other] of repeats(
    givenValues(layer, debconf.slot),
    ({ value, file }) => `${file.path} ${value.package} ${value.question}`,
  )) {
    if (value.value === other.value.value) continue;
    const message = `${value.question} is answered otherwise in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path, message, hint: "Remove one of the two." }]);
  }
}

const allowed = `\`PACKAGE QUESTION TYPE VALUE\`; a type is one of ${types.join(", ")}`;

/** Rule for an item. */
function debconfFaults(text: string): readonly TextFault[] {
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
    const message = `${quoted(type)} is not a type that can be answered`;
    // A password that was written is not repeated in logs.
    const shown = { given: `${quoted(`${name} ${question} ${type}`)} and a value that is not shown` };
    return [{ message, ...(type === "password" ? shown : {}), allowed, hint, within: type }];
  }
  if (type !== "boolean" || value === "true" || value === "false") return [];
  const hint = "Write `true` or `false` at the end.";
  return [{ message: `${quoted(value)} is not an answer to a question of type boolean`, allowed, hint }];
}

/** Splits a line of debconf-set-selections(1) that is known to be one. */
export function debconfAnswerOf(text: string): DebconfAnswer {
  const [name = "", question = "", type = "", value = ""] = fieldsOf(text);
  return { package: name, question, type: isDebconfType(type) ? type : "string", value };
}

/** Writes an answer as a line of debconf-set-selections(1). */
function debconfLine({ package: name, question, type, value }: DebconfAnswer): string {
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
  return (types as readonly string[]).includes(type);
}
