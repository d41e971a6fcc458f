import { posix } from "node:path";
import { quoted } from "../../text/quoted.ts";
import type { Path } from "../../document/position-map.ts";
import type { TextFault } from "../../document/text-schema.ts";
import type { Fault } from "../../document/document-file.ts";

const allowedTarget = "an absolute path in the chroot, such as /srv/data";

/** Trees that belong to the sandbox. */
const kernelTrees = ["/proc", "/sys", "/dev"];
/** Directories that no chroot works without: something may be mounted below them, not on them. */
const vital = ["/", "/usr", "/etc", "/var", "/bin", "/sbin", "/lib", "/lib64", "/run", "/build"].concat([
  "/var/lib",
  "/var/lib/dpkg",
  "/usr/bin",
  "/usr/sbin",
  "/usr/lib",
  "/usr/share",
]);

/** Rule for the place of a mount in the chroot. */
export function mountTargetFaults(text: string): readonly TextFault[] {
  const shape = pathFaults(text, allowedTarget);
  if (shape.length > 0) return shape;
  if (kernelTrees.some((tree) => text === tree || text.startsWith(`${tree}/`))) {
    return [
      { message: `${quoted(text)} is the sandbox's own`, allowed: allowedTarget, hint: "Choose another." },
    ];
  }
  if (!vital.includes(text)) return [];
  const message = `a mount on ${text} would hide what the chroot consists of`;
  return [{ message, allowed: allowedTarget, hint: "Name a directory below it." }];
}

/** Rule for the directory of the host that is mounted. */
export function mountSourceFaults(text: string): readonly TextFault[] {
  const allowed = "an absolute path of this machine";
  const shape = pathFaults(text, allowed);
  if (shape.length > 0 || !["/", "/proc", "/sys", "/dev"].includes(text)) return shape;
  const message = `${text} of this machine would give the build power over it`;
  return [{ message, allowed, hint: "Name the directory that the build needs." }];
}

/** What the keys of one mount ask of each other. Keys of the wrong type are left to the schema. */
export function mountFaults(mount: unknown, path: Path): readonly Fault[] {
  if (typeof mount !== "object" || mount === null || Array.isArray(mount)) return [];
  const { type, source, writable } = mount as Record<string, unknown>;
  if (type === "bind" && source === undefined) {
    const hint = "Write `source: /srv/data`, a path of this machine.";
    return [{ path, message: "the mount names nothing that is mounted", allowed: "`source`", hint }];
  }
  if (type !== "tmpfs") return [];
  const useless = Object.entries({ source, writable }).filter(([, value]) => value !== undefined);
  return useless.map(([key]) => {
    const message = `a tmpfs is empty and writable: it has no \`${key}\``;
    return { path: [...path, key], atKey: true, message, hint: "Remove it." };
  });
}

function pathFaults(text: string, allowed: string): readonly TextFault[] {
  if (text.includes("\n"))
    return [{ message: "the path has several lines", allowed, hint: "Write one path." }];
  if (!text.startsWith("/")) {
    const hint = text.startsWith("~")
      ? "Write the home directory out."
      : `Write \`${normalized(`/${text}`)}\`.`;
    return [{ message: `${quoted(text)} is not an absolute path`, allowed, hint }];
  }
  const normal = normalized(text);
  if (normal === text) return [];
  return [{ message: `${quoted(text)} is not in its plain form`, allowed, hint: `Write \`${normal}\`.` }];
}

function normalized(path: string): string {
  const normal = posix.normalize(path.replace(/^\/+/, "/"));
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}
