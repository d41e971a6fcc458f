import * as z from "zod";
import type { Entry } from "../../../document/entry.ts";
import { elsewhere } from "../../../document/document-file.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";
import { generatedUnits, quadletService } from "../../../unit/generated-units.ts";
import { givenValues, type Layer } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import { singleKey } from "../../layer/single-key.ts";
import { contradictions, takingBack } from "../../layer/take-back.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";
import { addedPaths } from "./add-files.ts";

const types = ["service", "socket", "timer", "path", "mount", "target", "automount", "swap", "slice"];
const longest = 255;

/** systemd.unit(5): a prefix, perhaps an instance after `@`, and a type that can be enabled. */
const pattern = `^[A-Za-z0-9:_.\\\\][A-Za-z0-9:_.\\\\-]*(@[A-Za-z0-9:_.\\\\@-]*)?\\.(${types.join("|")})$`;
const unit = new RegExp(pattern);

/** A name that only the finished package set can prove wrong. */
const placedNameSchema = z.strictObject({ name: z.string(), origin: originSchema });

const unitSchema = textSchema(unitFaults, {
  description: "Name of a systemd unit.",
  pattern,
  examples: ["ssh.service"],
});
const names = { namesOf: (name: string) => [name], nameOf: (name: string) => name };

export const disabledUnits = listKey({
  name: "disable-units",
  schema: z.array(unitSchema).meta({
    description: "systemd units not to enable: those of included treefiles, and those that packages enable.",
    examples: [["systemd-timesyncd.service"]],
  }),
  rule: "once",
  field: "disabledUnits",
  record: placedNameSchema,
  resolve: placedName,
  planned: {
    record: { disabledUnits: z.array(z.string()).default([]) },
    of: ({ disabledUnits }) => ({ disabledUnits: disabledUnits.map(({ name }) => name) }),
  },
});

export const maskedUnits = listKey({
  name: "mask-units",
  schema: z.array(unitSchema).meta({
    description: "systemd units that nothing may start, not even another unit.",
    examples: [["apt-daily.timer"]],
  }),
  rule: "once",
  field: "maskedUnits",
  record: placedNameSchema,
  resolve: placedName,
  planned: {
    record: { maskedUnits: z.array(z.string()).default([]) },
    of: ({ maskedUnits }) => ({ maskedUnits: maskedUnits.map(({ name }) => name) }),
  },
});

export const units = listKey({
  name: "units",
  schema: z.array(unitSchema).meta({ description: "systemd units to enable.", examples: [["ssh.service"]] }),
  rule: "once",
  takesBack: (slot) =>
    [disabledUnits.slot, maskedUnits.slot].flatMap((other) => [
      takingBack({ from: slot, by: other, ...names }),
      takingBack({ from: other, by: slot, ...names }),
    ]),
  check: (layer, context) => {
    refuseGenerated(layer, context);
    refuseBoth(layer, context);
  },
  field: "units",
  record: placedNameSchema,
  resolve: placedName,
  planned: {
    record: { units: z.array(z.string()) },
    of: ({ units }) => ({ units: units.map(({ name }) => name) }),
  },
});

export const defaultTarget = singleKey({
  name: "default-target",
  schema: textSchema(targetFaults, {
    description: "The systemd target to boot into.",
    absent: "what the packages choose",
    pattern: "\\.target$",
    examples: ["multi-user.target", "graphical.target"],
  }),
  field: "defaultTarget",
  record: placedNameSchema.optional(),
  resolve: placedName,
  planned: {
    record: { defaultTarget: z.string().optional() },
    of: ({ defaultTarget }) => (defaultTarget === undefined ? {} : { defaultTarget: defaultTarget.name }),
  },
});

/** An including file may disable what an included one enables, and enable what that disables; one file may not do both. */
function refuseBoth(layer: Layer, { problems }: MergedContext): void {
  const rules = [
    { by: disabledUnits.slot, taken: "disabled" },
    { by: maskedUnits.slot, taken: "masked" },
  ];
  for (const { by, taken } of rules) {
    const rule = takingBack({ from: units.slot, by, ...names });
    for (const { in: file, ...fault } of contradictions(layer, rule, { given: "enabled", taken }))
      problems.add(file, [fault]);
  }
}

/** Reports units that generators make at boot of the treefile's own files: they cannot be enabled. */
function refuseGenerated(layer: Layer, context: MergedContext): void {
  const wanted = givenValues(layer, units.slot);
  if (wanted.length === 0) return;
  const added = [...addedPaths(layer, context)];
  const real = new Set(added.map(({ target }) => unitFile.exec(target)?.[1]));
  const made = new Map(
    added.flatMap(({ target, source, entry }) => {
      const content = generatedUnits(target) === undefined ? undefined : context.read(source);
      const text = content instanceof Uint8Array ? new TextDecoder().decode(content) : undefined;
      const generated = generatedUnits(target, text);
      return (generated?.units ?? []).map((name) => [name, { generated, target, entry }] as const);
    }),
  );
  for (const { value, file, path } of wanted) {
    // systemd prefers a file to what a generator makes.
    const found = real.has(value) ? undefined : (made.get(value) ?? made.get(templateOf(value)));
    if (found?.generated === undefined) continue;
    const { generated, target, entry } = found;
    const place = elsewhere(file, entry.file, entry.path);
    const message = `${quoted(value)} cannot be enabled: ${generated.by} makes it from ${target}, added in ${place}, at each boot`;
    context.problems.add(file, [{ path, given: quoted(value), message, hint: generated.hint }]);
  }
}

const unitFile = /^\/(?:etc|usr\/lib)\/systemd\/system\/([^/]+)$/;

function templateOf(unitName: string): string {
  return unitName.replace(/@.*(?=\.[a-z]+$)/, "@");
}

function placedName(entry: Entry<string>): z.infer<typeof placedNameSchema> {
  return { name: entry.value, origin: originOf(entry) };
}

function unitFaults(text: string): readonly TextFault[] {
  if (unit.test(text)) return lengthFaults(text);
  return [
    {
      message: `${quoted(text)} is not a unit that can be enabled`,
      allowed: `a name that ends in ${types.map((type) => `.${type}`).join(", ")}`,
      hint: hintFor(text),
    },
  ];
}

function lengthFaults(text: string): readonly TextFault[] {
  if (text.length <= longest) return [];
  const message = `the name has ${text.length} characters`;
  return [{ message, allowed: `at most ${longest}`, hint: "systemd reads no longer ones (UNIT_NAME_MAX)." }];
}

function hintFor(text: string): string {
  const service = quadletService(text);
  if (service !== undefined)
    return `quadlet makes ${service} of it at each boot, if \`add-files\` puts it into /etc/containers/systemd; an [Install] section in it starts the service.`;
  if (text.includes("/"))
    return "Name the unit, not its file; ship the file with `add-files` below /usr/lib/systemd/system.";
  if (/\.(device|scope)$/.test(text))
    return "Units of this type are made at run time; they cannot be enabled.";
  if (/^[-!]|^(no|disable|mask)\b/.test(text))
    return "Units are enabled here; name one to disable under `disable-units`, and one that nothing may start under `mask-units`.";
  if (/\s/.test(text.trim())) return "Write one unit an item.";
  if (unit.test(`${text}.service`)) return `Did you mean \`${text}.service\`?`;
  return "Units are named as `systemctl list-unit-files` shows them.";
}

function targetFaults(text: string): readonly TextFault[] {
  if (unit.test(text) && text.endsWith(".target")) return lengthFaults(text);
  const allowed = "a name that ends in .target";
  const guess = `${text}.target`;
  const hint =
    unit.test(guess) && !unit.test(text) ? `Did you mean \`${guess}\`?` : "Write it as `multi-user.target`.";
  return [{ message: `${quoted(text)} is not a target`, allowed, hint }];
}
