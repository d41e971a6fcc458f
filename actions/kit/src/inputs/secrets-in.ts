import type { AnyAction } from "../definition/action-definition.ts";
import { inputsOf } from "../definition/inputs-of.ts";

/** Returns the secrets among the inputs of a step, line by line as well, for the runner to mask. */
export function secretsIn(action: AnyAction, json: string): readonly string[] {
  const given: unknown = JSON.parse(json === "" ? "{}" : json);
  if (given === null || typeof given !== "object") return [];
  const names = new Set(
    inputsOf(action).flatMap(({ name, property }) => (property["secret"] === true ? [name] : [])),
  );
  const secrets = Object.entries(given).flatMap(([name, value]) =>
    names.has(name.toLowerCase()) && typeof value === "string" ? [value, ...value.split(/\r?\n/)] : [],
  );
  return [...new Set(secrets.map((secret) => secret.trim()).filter((secret) => secret !== ""))];
}
