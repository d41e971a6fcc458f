import type { GivenSetting, GivenSettings, SettingOrigin } from "@debootc/core/settings/given-settings";
import { Argument, type Command, Option } from "commander";
import {
  describeRequest,
  type RequestProperty,
  type RequestSchema,
} from "@debootc/core/request/describe-request";
import { originText } from "../render/text/origin-text.ts";

/** Gives the values that this door gives to fields without a default of their own, and how the help shows them. */
export type DoorDefaults = Readonly<Record<string, { readonly value: unknown; readonly shown: string }>>;

/** Lists the sources of values that the command line does not give, the stronger first. */
export interface Defaults {
  readonly settings: GivenSettings;
  readonly door: DoorDefaults;
}

export type Origins = Readonly<Record<string, SettingOrigin>>;

export interface ReadRequest {
  readonly values: Record<string, unknown>;
  readonly origins: Origins;
}

/** Adds an argument or an option for each field of a request, and nothing else: schemas alone define flags. */
export function addRequestOptions(command: Command, schema: RequestSchema, defaults: Defaults): void {
  const { properties, required } = describeRequest(schema);
  for (const [name, property] of Object.entries(properties)) {
    if (property.positional) command.addArgument(argumentOf(name, property, required.has(name)));
    else command.addOption(optionOf(name, property, shownDefault(name, property, defaults)));
  }
}

/** Returns the values by field: from the command line, else the settings, else this door, else left to the schema. */
export function readRequest(command: Command, schema: RequestSchema, defaults: Defaults): ReadRequest {
  const { properties } = describeRequest(schema);
  const given = command.opts();
  const values: Record<string, unknown> = {};
  const origins: Record<string, SettingOrigin> = {};
  let place = 0;
  for (const [name, property] of Object.entries(properties)) {
    const value = property.positional ? command.processedArgs[place++] : optionValue(name, given);
    const { value: found, origin } =
      value === undefined
        ? fallback(name, property, defaults)
        : { value, origin: { kind: "flag", name: flagOf(name) } as const };
    if (found !== undefined) values[name] = found;
    origins[name] = origin;
  }
  return { values, origins };
}

function fallback(name: string, property: RequestProperty, { settings, door }: Defaults): GivenSetting {
  const set = settings.get(property.setting ?? "");
  return set ?? { value: listed(property, door[name]?.value), origin: { kind: "default" } };
}

function shownDefault(
  name: string,
  property: RequestProperty,
  { settings, door }: Defaults,
): string | undefined {
  const set = settings.get(property.setting ?? "");
  return set === undefined ? door[name]?.shown : `${String(set.value)}, from ${originText(set.origin)}`;
}

/** Returns the flag of a field: `--output-dir` for `outputDir`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function argumentOf(name: string, property: RequestProperty, required: boolean): Argument {
  const text = property.type === "array" ? `${name}...` : name;
  return new Argument(required ? `<${text}>` : `[${text}]`, described(property, undefined));
}

function optionOf(name: string, property: RequestProperty, shownDefault: string | undefined): Option {
  const flag = flagOf(name);
  const description = described(property, shownDefault);
  if (property.type === "boolean") return new Option(flag, description);
  const option = new Option(`${flag} <${property.placeholder ?? flag.slice(2).toUpperCase()}>`, description);
  if (property.type === "integer") return option.argParser(numberOrText);
  if (property.type === "array") return option.argParser(collect);
  return option;
}

function described(property: RequestProperty, shownDefault: string | undefined): string {
  const choices = property.enum ?? property.items?.enum;
  // A switch that is off and an empty list are not worth showing.
  const ownDefault = property.default === false ? undefined : property.default?.toString();
  const byDefault = shownDefault ?? (ownDefault === "" ? undefined : ownDefault);
  const notes = [
    ...(choices === undefined ? [] : [`one of ${choices.join(", ")}`]),
    ...(byDefault === undefined ? [] : [`default: ${byDefault}`]),
  ];
  return notes.length === 0 ? property.description : `${property.description} (${notes.join("; ")})`;
}

// A word that is not a number stays text: the schema then refuses it, quoted as it was given.
function numberOrText(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function listed(property: RequestProperty, value: unknown): unknown {
  return property.type === "array" && value !== undefined && !Array.isArray(value) ? [value] : value;
}

// commander treats `--no-cache` as the opposite of an option `cache` that is on by default.
function optionValue(name: string, given: Record<string, unknown>): unknown {
  if (!/^no[A-Z]/.test(name)) return given[name];
  return given[positiveOf(name)] === false ? true : undefined;
}

function positiveOf(name: string): string {
  return name.charAt(2).toLowerCase() + name.slice(3);
}
