import type { Diagnostic } from "../error/diagnostic.ts";
import { nodeAt, offsetAt } from "../document/position-map.ts";
import { printable } from "../text/printable.ts";
import { withoutCredentials } from "../text/quoted.ts";
import { isUnreadable, type Unreadable } from "../document/read-file.ts";
import { unknownKeyFault } from "../document/schema-faults.ts";
import { treefileKeyNames } from "../treefile/treefile-keys.ts";
import { excerptAt, placeAt } from "../document/text-place.ts";
import type { Fault } from "../document/document-file.ts";
import { readYamlDocument, type YamlDocument } from "../document/yaml-document.ts";
import { settingFaults } from "./check-setting.ts";
import type { GivenSetting } from "./given-settings.ts";
import { type Setting, settings } from "./setting.ts";

export interface SettingsFile {
  /** Absolute path. */
  readonly path: string;
  readonly content: Uint8Array | Unreadable;
}

/** Reads one settings file: the values that it sets, and all its faults. */
export function readSettingsFile(
  { path, content }: SettingsFile,
  home: string,
): { readonly given: ReadonlyMap<string, GivenSetting>; readonly faults: readonly Diagnostic[] } {
  const given = new Map<string, GivenSetting>();
  if (isUnreadable(content)) return { given, faults: [unreadableFile(path, content)] };
  const document = readYamlDocument(content, { mayBeEmpty: true });
  const faults: Diagnostic[] = document.faults.map(({ offset, ...words }) =>
    diagnosticOf(path, document, offset, words),
  );
  for (const [name, value] of Object.entries(document.value)) {
    const setting = settings.get(name);
    const wrong = setting === undefined ? [unknownSetting(name)] : valueFaults(setting, value, document);
    for (const fault of wrong) {
      const offset = offsetAt(document.root, [name], fault.atKey === true ? "key" : "value");
      faults.push(diagnosticOf(path, document, offset, { ...fault, key: name }));
    }
    if (setting === undefined || wrong.length > 0) continue;
    const place = placeAt(document.lined, offsetAt(document.root, [name], "key"));
    given.set(name, {
      value: setting.property.path === "directory" ? belowHome(value, home) : value,
      origin: { kind: "file", file: path, ...place },
    });
  }
  return { given, faults };
}

function valueFaults(setting: Setting, value: unknown, { root, lined }: YamlDocument): readonly Fault[] {
  const node = nodeAt(root, [setting.name]);
  const spelled = node?.kind === "scalar" ? lined.text.slice(node.textStart, node.textEnd) : undefined;
  return settingFaults(setting, value, spelled);
}

function unknownSetting(name: string): Fault {
  const fault = unknownKeyFault([name], [...settings.keys()]);
  if (fault.hint !== undefined || !treefileKeyNames.includes(name)) return fault;
  return { ...fault, hint: "This is a key of treefiles; a settings file holds what applies to all runs." };
}

function unreadableFile(file: string, { why, hint }: Unreadable): Diagnostic {
  const message = `the file ${why}`;
  return {
    severity: "error",
    code: "settings-invalid",
    file,
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Replaces the tilde, as a shell does on the command line. */
function belowHome(value: unknown, home: string): unknown {
  return typeof value === "string" ? value.replace(/^~(?=\/|$)/, () => home) : value;
}

function diagnosticOf(
  file: string,
  { lined }: YamlDocument,
  offset: number,
  { message, key, given, allowed, hint }: Partial<Diagnostic> & Pick<Diagnostic, "message">,
): Diagnostic {
  const words = Object.entries({ message, key, given, allowed, hint })
    .filter(([, text]) => text !== undefined)
    .map(([word, text]) => [word, printable(withoutCredentials(text ?? ""))]);
  return {
    severity: "error",
    code: "settings-invalid",
    file,
    ...placeAt(lined, offset),
    ...(lined.text === "" ? {} : { excerpt: excerptAt(lined, offset) }),
    ...(Object.fromEntries(words) as Pick<Diagnostic, "message">),
  };
}
