import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import { jsonErrorOffset } from "../document/json-error-offset.ts";
import { jsonPlaces } from "../document/json-places.ts";
import { pathText } from "../document/position-map.ts";
import { printable } from "../text/printable.ts";
import { quoted } from "../text/quoted.ts";
import { type LockFault, lockFaults } from "./lock-faults.ts";
import { type Lock, lockRecord } from "./lock.ts";
import { lockText } from "./lock-text.ts";

/** The most findings that are listed. */
const most = 20;
const hint = "Restore the file from version control, or regenerate it with `debootc lock`.";

/**
 * Reads the lock from a text. Throws `record-invalid` with the places of what is wrong: damage, failed merges, and
 * parts that do not match each other. `file` names the file in messages.
 */
export function parseLock(text: string, file: string): Lock {
  const conflict = /^(?:<{7}|={7}|>{7})(?=\s|$)/m.exec(text);
  if (conflict !== null) {
    const message = "the file contains an unresolved merge conflict";
    throw refusal(file, text, [{ offset: conflict.index, path: [], message }]);
  }
  const value = parsedJson(text, file);
  const isCurrent =
    isRecord(value) && value["schema"] === "debootc/lock" && Number(value["version"]) <= lockRecord.version;
  // The record itself refuses what is not a lock at all, or a newer one.
  const faults = isCurrent ? lockFaults(value["architectures"]) : [];
  if (faults.length > 0) throw refusal(file, text, faults);
  const lock = lockRecord.parse(text, file);
  // The text that debootc writes cannot repeat a key; in any other text, JSON takes the last of repeated keys.
  if (lockText(lock) !== text) {
    const repeated = jsonPlaces(text).repeatedKeys;
    if (repeated.length > 0)
      throw refusal(
        file,
        text,
        repeated.map((one) => ({ ...one, path: [] })),
      );
  }
  return lock;
}

function parsedJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const words = message.replace(/, (?:\.\.\.)?".*$| in JSON at position.*$/s, "");
    const offset = jsonErrorOffset(text) ?? 0;
    throw refusal(file, text, [{ offset, path: [], message: `not JSON: ${printable(words)}` }]);
  }
}

function refusal(
  file: string,
  text: string,
  faults: readonly (LockFault & { readonly offset?: number })[],
): DebootcError {
  const places = jsonPlaces(text);
  const diagnostics = faults.slice(0, most).map(({ path, offset, message, given, allowed }): Diagnostic => {
    const place = offset === undefined ? places.ofPath(path) : places.ofOffset(offset);
    return {
      severity: "error",
      code: "record-invalid",
      file,
      ...place,
      message,
      ...(path.length === 0 ? {} : { key: printable(pathText(path)) }),
      ...(given === undefined ? {} : { given: quoted(given) }),
      ...(allowed === undefined ? {} : { allowed }),
      hint,
    };
  });
  const count = faults.length === 1 ? "1 error" : `${faults.length} errors`;
  const listed = faults.length > most ? `, of which ${most} are listed` : "";
  return new DebootcError("record-invalid", `${file}: the lock has ${count}${listed}`, { hint, diagnostics });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
