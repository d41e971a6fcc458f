import { readYamlDocument } from "../document/yaml-document.ts";

/**
 * Returns whether the bytes of a file are meant as a compose file rather than a treefile: it has `variants`, or a map
 * `release`. One that is not valid YAML is judged by its lines.
 */
export function isComposeFile(bytes: Uint8Array): boolean {
  const { lined, value, faults } = readYamlDocument(bytes);
  if (faults.length > 0) return /^variants[ \t]*:/m.test(lined.text);
  if (Object.hasOwn(value, "variants")) return true;
  const release = Object.hasOwn(value, "release") ? value["release"] : undefined;
  return typeof release === "object" && release !== null && !Array.isArray(release);
}
