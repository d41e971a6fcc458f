import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import { printable } from "../text/printable.ts";
import { withoutCredentials } from "../text/quoted.ts";
import { settingFaults } from "./check-setting.ts";
import type { GivenSetting, GivenSettings } from "./given-settings.ts";
import { type Setting, settings } from "./setting.ts";
import { readSettingsFile, type SettingsFile } from "./settings-file.ts";

interface Sources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The strongest first. */
  readonly files: readonly SettingsFile[];
  /** The meaning of `~/` in a file. */
  readonly home: string;
}

export interface ReadSettings {
  readonly given: GivenSettings;
  /** `settings-invalid` with every fault anywhere; correct values are in `given` even so. */
  readonly refusal?: DebootcError;
}

/** Reads the settings outside the command line: the environment wins over the files, a file over those after it. */
export function readSettings({ environment, files, home }: Sources): ReadSettings {
  const layers = [readEnvironment(environment), ...files.map((file) => readSettingsFile(file, home))];
  const given = new Map(layers.toReversed().flatMap((layer) => [...layer.given]));
  const faults = layers.flatMap((layer) => layer.faults);
  if (faults.length === 0) return { given };
  const count = faults.length === 1 ? "1 error" : `${faults.length} errors`;
  const refusal = new DebootcError("settings-invalid", `the settings have ${count}`, {
    diagnostics: faults,
    hint: "Correct them: docs/settings.md lists all settings, and debootc config show prints their values.",
  });
  return { given, refusal };
}

/** Reads the variables; an empty one counts as unset. */
function readEnvironment(environment: Sources["environment"]) {
  const given = new Map<string, GivenSetting>();
  const faults: Diagnostic[] = [];
  for (const setting of settings.values()) {
    const { name, variable } = setting;
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    const value = valueOf(setting, text);
    const wrong = settingFaults(setting, value, text);
    for (const fault of wrong) faults.push(diagnosticOf(variable, text, fault));
    if (wrong.length === 0) given.set(name, { value, origin: { kind: "variable", name: variable } });
  }
  return { given, faults };
}

// A word that is not a number stays text, so that the message quotes it as it was given.
function valueOf({ property }: Setting, text: string): unknown {
  return property.type === "integer" && /^-?\d+$/.test(text) ? Number(text) : text;
}

function diagnosticOf(
  variable: string,
  text: string,
  { message, allowed, hint }: Pick<Diagnostic, "message" | "allowed" | "hint">,
): Diagnostic {
  const shown = (words: string) => printable(withoutCredentials(words));
  return {
    severity: "error",
    code: "settings-invalid",
    key: variable,
    message: shown(message),
    given: shown(text),
    ...(allowed === undefined ? {} : { allowed: shown(allowed) }),
    ...(hint === undefined ? {} : { hint: shown(hint) }),
  };
}
