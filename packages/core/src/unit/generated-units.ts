import { parseUnitFile, wordsOfUnit } from "./unit-file.ts";

/** Describes units that exist only on a running system, because a generator of systemd makes them at each boot. */
export interface GeneratedUnits {
  readonly units: readonly string[];
  /** The generator, as people call it. */
  readonly by: string;
  /** Says how such a unit is started, as it cannot be enabled. */
  readonly hint: string;
}

/** Returns what generators make of a file of the image; the text decides more, where it is at hand. */
export function generatedUnits(path: string, text?: string): GeneratedUnits | undefined {
  const quadlet = quadletUnit(path, text);
  if (quadlet !== undefined) {
    const [, type = ""] = /\.([a-z]+)$/.exec(path) ?? [];
    const hint = `Remove it from \`units\`: an [Install] section in the .${type} file starts it at boot.`;
    return { units: [quadlet], by: "quadlet (podman-systemd.unit(5))", hint };
  }
  if (path === "/etc/fstab") {
    const hint = "Remove it from `units`: fstab mounts it at boot, unless it says `noauto`.";
    return { units: fstabUnits(text ?? ""), by: "systemd-fstab-generator(8)", hint };
  }
  const [, script] = /^\/etc\/init\.d\/([^/]+)$/.exec(path) ?? [];
  if (script === undefined) return undefined;
  const hint = "Ship a unit file instead: systemd drops support for scripts in /etc/init.d.";
  return {
    units: [`${script.replace(/\.sh$/, "")}.service`],
    by: "systemd-sysv-generator(8)",
    hint,
  };
}

/** Maps the types of quadlet's files to the ending of the unit's name. */
const quadletEndings: Readonly<Record<string, string>> = {
  container: "",
  kube: "",
  volume: "-volume",
  network: "-network",
  pod: "-pod",
  image: "-image",
  build: "-build",
  artifact: "-artifact",
};

/** Lists where quadlet looks for files of the system's own containers; those in `users` belong to users. */
const quadletPlace = /^\/(?:etc|usr\/share)\/containers\/systemd\/(?!users\/)(?:.+\/)?([^/]+)\.([a-z]+)$/;

function quadletUnit(path: string, text: string | undefined): string | undefined {
  const [, name, type = ""] = quadletPlace.exec(path) ?? [];
  const ending = Object.hasOwn(quadletEndings, type) ? quadletEndings[type] : undefined;
  if (name === undefined || ending === undefined) return undefined;
  const section = `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`;
  const [own] = text === undefined ? [] : wordsOfUnit(parseUnitFile(text), section, "ServiceName").slice(-1);
  if (own !== undefined) return `${own}.service`;
  const [stem = "", instance] = name.split(/(?=@)/, 2);
  return `${stem}${ending}${instance ?? ""}.service`;
}

/** Returns the service that quadlet makes of a file with this name; undefined for one that is not quadlet's. */
export function quadletService(name: string): string | undefined {
  return quadletUnit(`/etc/containers/systemd/${name}`, undefined);
}

/** Returns the units of the mounts and swap areas in fstab(5). */
function fstabUnits(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [device = "", place = "", type] = line.trim().split(/\s+/);
    if (device === "" || device.startsWith("#") || type === undefined) return [];
    if (type === "swap") return [`${escapedPath(device)}.swap`];
    return place.startsWith("/") ? [`${escapedPath(place)}.mount`] : [];
  });
}

/** Escapes a path as `systemd-escape --path` does. */
function escapedPath(path: string): string {
  const plain = path.replace(/^\/+|\/+$/g, "").replaceAll(/\/+/g, "/");
  if (plain === "") return "-";
  return [...Buffer.from(plain)]
    .map((byte, index) => {
      const character = String.fromCharCode(byte);
      if (character === "/") return "-";
      const allowed = /[A-Za-z0-9:_]/.test(character) || (character === "." && index > 0);
      return allowed ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}
