import type { TextFault } from "../document/text-schema.ts";
import { quoted } from "../text/quoted.ts";

/** Names a repository of an OCI registry, and a tag in it. */
export interface RegistryReference {
  /** Host, and port if there is one: `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  readonly name: string;
  readonly tag?: string;
}

// Distribution specification 1.1, "Pulling manifests".
const part = "[a-z0-9]+(?:(?:[.]|_|__|-+)[a-z0-9]+)*";
const nameForm = new RegExp(`^${part}(?:/${part})*$`);
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const registryForm =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:[.][A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
/** Looks like the tags under which registries without the referrers API keep referrers and signatures. */
const reservedTag = /^sha256-[0-9a-f]{64}(?:[.].*)?$/;
/** Bounds registry and name together, as other clients do. */
const longest = 255;

export const referenceRule = "REGISTRY/NAME[:TAG], such as ghcr.io/me/minimal:13";
const tagRule =
  "up to 128 letters, digits, underscores, full stops and hyphens, of which the first is a letter, digit or underscore";
const nameRule =
  "lower-case letters and digits, with single full stops, one or two underscores or hyphens between them; slashes separate parts";

/** Says what is wrong with the name of a repository in a registry. */
export function repositoryNameFaults(name: string): TextFault[] {
  if (nameForm.test(name)) return [];
  return [{ message: `${quoted(name)} is not the name of a repository in a registry`, allowed: nameRule }];
}

/** Says what is wrong with a tag. */
export function tagFaults(tag: string): TextFault[] {
  if (!tagForm.test(tag)) return [{ message: `${quoted(tag)} is not a tag`, allowed: tagRule }];
  if (!reservedTag.test(tag)) return [];
  const message = `${quoted(tag)} is reserved: registries keep there what belongs to an image`;
  return [{ message, allowed: "any tag but sha256- and a digest" }];
}

/** Says what is wrong with `REGISTRY/NAME[:TAG]`. */
export function referenceFaults(text: string): TextFault[] {
  const fault = (reason: string) => [{ message: `${quoted(text)} ${reason}`, allowed: referenceRule }];
  if (/^[a-z][a-z+-]*:\/\//.test(text)) return fault("begins with a scheme, which a reference does not have");
  if (text.includes("@"))
    return fault("has an @; a digest follows from the image, and a login is not part of it");
  const { registry, name, tag } = split(text);
  if (name === "" || !isRegistry(registry)) return fault("does not begin with the host of a registry");
  if (registry.length + name.length >= longest) return fault(`is longer than ${longest} characters`);
  return [...repositoryNameFaults(name), ...(tag === undefined ? [] : tagFaults(tag))];
}

/** Returns the parts of a reference without faults. */
export function parseReference(text: string): RegistryReference {
  const { registry, name, tag } = split(text);
  return { registry: registry.toLowerCase(), name, ...(tag === undefined ? {} : { tag }) };
}

function split(text: string): RegistryReference {
  const slash = text.indexOf("/");
  const [registry, path] = slash < 0 ? ["", text] : [text.slice(0, slash), text.slice(slash + 1)];
  const colon = path.indexOf(":");
  return colon < 0
    ? { registry, name: path }
    : { registry, name: path.slice(0, colon), tag: path.slice(colon + 1) };
}

/** A first word without a full stop or a port could as well be part of a name on Docker Hub. */
function isRegistry(word: string): boolean {
  if (!registryForm.test(word)) return false;
  const port = /:(\d+)$/.exec(word)?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  return /[.:]/.test(word) || word.toLowerCase() === "localhost";
}

/** Returns whether a registry is on this very machine, where nobody listens in on plain HTTP. */
export function isLocalRegistry(registry: string): boolean {
  const host = registry.replace(/:\d+$/, "");
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:[.]\d+){3}$/.test(host)
  );
}
