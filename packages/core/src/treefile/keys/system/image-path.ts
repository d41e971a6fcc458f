import { posix } from "node:path";
import { matchesPathPattern } from "../../../text/path-pattern.ts";
import { quoted } from "../../../text/quoted.ts";
import type { TextFault } from "../../../document/text-schema.ts";

const shipped = "an absolute path below /usr or /etc";
const state = "It is state of the machine in an image-based system: ship files below /usr or /etc.";
const made = "It is made at each boot: ship files below /usr or /etc.";
const linked = (target: string) =>
  `It is a link to ${target}, which belongs to the machine: ship files below /usr or /etc.`;

/** Places of the layout in which an image holds no files of its own. */
const closed = new Map([
  ["/var", `${state} For a directory there, ship a tmpfiles.d file in /usr/lib/tmpfiles.d.`],
  ["/home", linked("/var/home")],
  ["/root", linked("/var/roothome")],
  ["/srv", linked("/var/srv")],
  ["/mnt", linked("/var/mnt")],
  ["/media", linked("/run/media")],
  ["/usr/etc", "Write /etc: ostree makes /usr/etc from it."],
  ["/run", made],
  ["/tmp", made],
  ["/proc", made],
  ["/sys", made],
  ["/dev", made],
  ["/boot", "The deployment fills it: kernels are in /usr/lib/modules."],
  ["/sysroot", "It is the mount point of the physical root."],
  ["/ostree", "It is a link to /sysroot/ostree."],
  ["/bin", "It is a link: write /usr/bin."],
  ["/sbin", "It is a link: write /usr/sbin."],
  ["/lib", "It is a link: write /usr/lib."],
  ["/lib32", "It is a link: write /usr/lib32."],
  ["/lib64", "It is a link: write /usr/lib64."],
  ["/libx32", "It is a link: write /usr/libx32."],
]);

/** Places that hold files of the image where `opt-usrlocal` says so. */
const local = new Map([
  ["/opt", "/var/opt"],
  ["/usr/local", "/var/usrlocal"],
]);

/** Says why a file cannot go to its destination in an image whose /opt and /usr/local belong to the machine. */
export function localDestinationFault(text: string): TextFault | undefined {
  for (const [place, target] of local) {
    if (text !== place && !text.startsWith(`${place}/`)) continue;
    const hint = `${linked(target).slice(0, -1)}, or write \`opt-usrlocal: root\`.`;
    return { message: `an image ships no files in ${place}`, allowed: shipped, hint };
  }
  return undefined;
}

/** Checks the destination of an added file. */
export function destinationFaults(text: string): readonly TextFault[] {
  const shape = shapeFault(text);
  if (shape !== undefined) return [shape];
  if (text === "/") {
    const hint = "Name `/usr` and `/etc` in items of their own.";
    return [{ message: "files cannot be laid over the whole image", allowed: shipped, hint }];
  }
  const name = nameFault(text);
  if (name !== undefined) return [name];
  for (const [place, hint] of closed) {
    if (text === place || text.startsWith(`${place}/`)) {
      return [{ message: `an image ships no files in ${place}`, allowed: shipped, hint }];
    }
  }
  return [];
}

/** Linux's NAME_MAX and PATH_MAX, in bytes; a path ends with a zero byte. */
const longestName = 255;
const longestPath = 4095;

/** Says why no image can have a file of this absolute path: a name in it is too long, or deletes another file. */
export function nameFault(path: string): TextFault | undefined {
  const names = path.split("/");
  const deleting = names.find((name) => name.startsWith(".wh."));
  if (deleting !== undefined) {
    const message = `in a layer of an image, the name ${quoted(deleting)} deletes ${deletedBy(deleting)}`;
    return {
      message,
      allowed: "names that do not begin with `.wh.`",
      hint: "Choose another name; to leave files out, use `remove-files`.",
    };
  }
  const long = names.find((name) => Buffer.byteLength(name) > longestName);
  if (long !== undefined) {
    const message = `a name in the path has ${Buffer.byteLength(long)} bytes`;
    return { message, allowed: `at most ${longestName} bytes a name`, hint: "Shorten it." };
  }
  const length = Buffer.byteLength(path);
  if (length <= longestPath) return undefined;
  return {
    message: `the path has ${length} bytes`,
    allowed: `at most ${longestPath}`,
    hint: "Shorten it.",
  };
}

function deletedBy(name: string): string {
  const target = name.slice(".wh.".length);
  return target === "" || target.startsWith(".wh.") ? "what lower layers have there" : quoted(target);
}

function shapeFault(text: string): TextFault | undefined {
  if (text.includes("\n"))
    return { message: "the path has several lines", allowed: shipped, hint: "Write one path." };
  if (!text.startsWith("/")) {
    const hint =
      text === ""
        ? "Write where the file goes."
        : `Write \`/${posix.normalize(text).replace(/^(\.\.\/)+/, "")}\`.`;
    return { message: `${quoted(text)} is not an absolute path`, allowed: shipped, hint };
  }
  const normal = normalized(text);
  if (normal === text) return undefined;
  return {
    message: `${quoted(text)} is not in its plain form`,
    allowed: shipped,
    hint: `Write \`${normal}\`.`,
  };
}

/** Paths that no image can do without. */
const vital = ["/usr", "/etc", "/var", "/bin", "/lib", "/sbin"].concat(
  ["/usr/bin", "/usr/lib", "/usr/sbin", "/usr/share", "/usr/lib/os-release"],
  ["/etc/passwd", "/etc/group"],
);

/** Checks an item of `remove-files`. */
export function removalFaults(text: string): readonly TextFault[] {
  const allowed = "a path in the image, such as `/usr/share/doc`; `*` matches any text within one part";
  const path = removalPath(text);
  const fault = (message: string, hint: string): readonly TextFault[] => [{ message, allowed, hint }];
  if (text === "") return fault("the path is empty", "Remove the item.");
  if (text.includes("\n")) return fault("the path has several lines", "Write one item a path.");
  if (text.split("/").includes("..")) return fault(`${quoted(text)} contains \`..\``, `Write \`${path}\`.`);
  if (path === "/" || /^\/\*+$/.test(path))
    return fault(`${quoted(text)} is the whole image`, "Name what is to go.");
  if (path.includes("**")) return fault("`**` is not supported", "Write one `*` for each part of the path.");
  const lost = vital.find((each) => matchesPathPattern(path, each));
  if (lost === path)
    return fault(`${quoted(text)} is a part that no system works without`, "Name what is to go in it.");
  if (lost !== undefined) {
    const message = `${quoted(text)} takes ${lost} with it, without which no system works`;
    return fault(message, "Name what is to go.");
  }
  return [];
}

/**
 * Returns the absolute path that an item of `remove-files` means; rpm-ostree writes it without the first slash.
 */
export function removalPath(text: string): string {
  return normalized(`/${text}`);
}

function normalized(path: string): string {
  const normal = posix.normalize(path.replace(/^\/+/, "/"));
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}
