import type { TextFault } from "../../document/text-schema.ts";
import { parseReference, referenceFaults } from "../../registry/reference.ts";
import { quoted } from "../../text/quoted.ts";

const longest = 200;

/** Checks the name of a schedule. */
export function nameFaults(text: string): readonly TextFault[] {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return [];
  const allowed = "up to 64 letters, digits, dots, hyphens and underscores";
  return [{ message: `${quoted(text)} cannot be a name`, allowed }];
}

/** Checks a repository in a registry, in which the channel is the tag. */
export function imageFaults(text: string): readonly TextFault[] {
  const faults = referenceFaults(text);
  if (faults.length > 0 || parseReference(text).tag === undefined) return faults;
  const hint = "Leave the tag out: it is called like the channel.";
  return [{ message: `${quoted(text)} has a tag`, allowed: "REGISTRY/OWNER/NAME", hint }];
}

/** Checks the path of a file in the repository. */
export function repositoryPathFaults(text: string): readonly TextFault[] {
  const allowed = "a path from the root of the repository, such as treefiles/compose.yaml";
  if (text === "" || text.length > longest) return [{ message: `${quoted(text)} is not a path`, allowed }];
  if (text.startsWith("/") || /^[a-z]+:/i.test(text)) {
    return [{ message: `${quoted(text)} is not a path in the repository`, allowed }];
  }
  const isInside = text.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  return isInside ? [] : [{ message: `${quoted(text)} has parts that lead elsewhere`, allowed }];
}

/** Checks the name of a file in `.github/workflows`. */
export function workflowFaults(text: string): readonly TextFault[] {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\.ya?ml$/.test(text)) return [];
  const allowed = "the name of a file in .github/workflows, such as debootc.yml";
  const file = text.split("/").at(-1) ?? "";
  const hint = file !== text && file.endsWith("ml") ? `Write \`${file}\`.` : undefined;
  return [
    {
      message: `${quoted(text)} is not the name of a workflow`,
      allowed,
      ...(hint === undefined ? {} : { hint }),
    },
  ];
}

/** Checks the login of an account of GitHub. */
export function loginFaults(text: string): readonly TextFault[] {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/.test(text)) return [];
  const hint = text.startsWith("@") ? "Leave out the `@`." : undefined;
  return [{ message: `${quoted(text)} is not a login of GitHub`, ...(hint === undefined ? {} : { hint }) }];
}
