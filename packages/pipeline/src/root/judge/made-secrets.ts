import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { printableName } from "@debootc/core/tar/escaped-name";
import { pathInYaml } from "@debootc/core/text/printed-path";
import { lastingPath } from "@debootc/core/var-policy/lasting-path";
import type { FoundSecret } from "./find-secrets.ts";
import type { Judged } from "./judged-root.ts";
import type { Maker } from "./path-makers.ts";
import { varRulesHint, varRuleText } from "./var-rule-text.ts";

/** Reports secrets that were made while the root was built: every machine would have the same. */
export function madeSecrets(secrets: readonly FoundSecret[], judged: Judged): Diagnostic[] {
  return secrets.map(({ path, kind }) => {
    const place = judged.placeOf(path);
    const maker = judged.makerOf(path);
    return {
      severity: "error",
      code: "secret-made",
      ...(maker.kind === "postprocess" ? { key: "postprocess" } : {}),
      message: `${printableName(place)}: ${maker.name} made ${kind}, which every machine would share`,
      hint: (remedies[kind] ?? usualRemedy)(leaveOut(path, place, maker), place),
    };
  });
}

/** Says how the image goes without a file, in a way that works where and when the file is made. */
function leaveOut(path: string, place: string, { kind }: Maker): string {
  if (path.startsWith("/var/")) {
    const rule = varRuleText({ path: lastingPath(path), class: "discard" });
    return `Leave it out of the image, ${varRulesHint([rule])}`;
  }
  if (kind === "postprocess") return "Let the script remove it.";
  return `Leave it out of the image: remove-files: [${pathInYaml(place)}]`;
}

type Remedy = (leaveOut: string, place: string) => string;

/** Offers a unit that makes the secret on the machine, for a program that does not. */
const usualRemedy: Remedy = (leaveOut, place) => withUnit(leaveOut, place, "the command that makes it");

function withUnit(leaveOut: string, place: string, command: string): string {
  return place.startsWith("/usr/")
    ? `${leaveOut}\n  and let the program look for it in /etc or /var, where the machine can make its own when it boots.`
    : `${leaveOut}
  and let the machine make its own when it boots, unless the program does so itself: add a unit to units, with
    [Unit] ConditionPathExists=!${printableName(place)}, Before= the service that reads it,
    [Service] Type=oneshot, ExecStart= ${command}, and [Install] WantedBy=multi-user.target`;
}

const slapd: Remedy = (leaveOut) =>
  `Let slapd's package make neither database nor password: debconf: [slapd slapd/no_configuration boolean true]
  and configure each machine by itself, with slapadd or dpkg-reconfigure slapd.
  Or ${leaveOut.charAt(0).toLowerCase()}${leaveOut.slice(1)}`;

/** Says what to do about secrets that have a way of their own. */
const remedies: Readonly<Record<string, Remedy>> = {
  "an Erlang cookie": (leaveOut) =>
    `${leaveOut}\n  The first program in Erlang that starts on a machine makes its own.`,
  "the database of a directory server": slapd,
  "the password of a directory server": slapd,
  "a name server key": (leaveOut, place) => withUnit(leaveOut, place, "/usr/sbin/rndc-confgen -a"),
  "a key that signs kernel modules": (leaveOut) =>
    `${leaveOut}\n  dkms makes a key when it first builds a module on a machine.`,
};
