import { isDebian, osReleaseFiles } from "../../facts/os-release.ts";
import type { LintRule } from "../lint-rule.ts";

const historyFiles =
  /^\/(root|var\/roothome|home\/[^/]+|var\/home\/[^/]+|etc\/skel)\/\.(bash_history|zsh_history|ash_history|sh_history|history|python_history|node_repl_history|lesshst|viminfo|wget-hsts|mysql_history|psql_history|sqlite_history|sudo_as_admin_successful)$/;
const others: ReadonlyMap<string, string> = new Map([
  [
    "/usr/sbin/policy-rc.d",
    "forbids services to start when packages are configured, as container builds want it",
  ],
  ["/etc/apt/apt.conf.d/99mmdebstrap", "is configuration that mmdebstrap made for the build"],
  ["/.dockerenv", "is a mark of Docker's"],
  ["/etc/.pwd.lock", "is the lock of a program that ended"],
]);

export const buildLeftovers: LintRule = {
  name: "build-leftovers",
  level: "warning",
  summary: "no shell histories, locks and switches of the build",
  why: "Histories tell what was typed while the image was made, passwords among it. Switches of the build change how the machine behaves.",
  remedy: "Remove it at the end of the build.",
  *check({ tree }) {
    for (const { path, size, type } of tree.walk()) {
      if (type === "file" && size > 0 && historyFiles.test(path))
        yield { path, message: "is a history of the build" };
    }
    for (const [path, message] of others) if (tree.exists(path)) yield { path, message };
  },
};

const aptPlaces = [
  { directory: "/var/lib/apt/lists", pattern: /^(?!lock$|partial$|auxfiles$)/, what: "package lists" },
  { directory: "/var/cache/apt/archives", pattern: /\.deb$/, what: "packages" },
  { directory: "/var/cache/apt", pattern: /\.bin$/, what: "indexes" },
];

export const aptLeftovers: LintRule = {
  name: "apt-leftovers",
  level: "warning",
  summary: "no lists, packages and indexes of apt",
  why: "They are large, change with every build, name the mirror of the build, and grow stale on the machine.",
  remedy:
    "Run apt-get clean and empty /var/lib/apt/lists in the step that installs, so that no layer has them.",
  *check({ tree }) {
    for (const { directory, pattern, what } of aptPlaces) {
      const found = tree
        .list(directory)
        .filter(
          ({ path, type, size }) =>
            type === "file" && size > 0 && pattern.test(path.slice(path.lastIndexOf("/") + 1)),
        );
      if (found.length === 0) continue;
      const bytes = found.reduce((sum, { size }) => sum + size, 0);
      yield {
        path: directory,
        message: `holds ${what} of apt: ${found.length} files, ${Math.ceil(bytes / 1024)} KiB`,
      };
    }
  },
};

const proxySetting = /^[ \t]*(?:export[ \t]+)?["']?(?:https?|ftp|all)_proxy["']?[ \t]*=[ \t]*["']?[^\s"']/im;
const aptProxy =
  /^(?![ \t]*(?:\/\/|#)).*Acquire::\w{1,32}::(?:Proxy|[^\s"]{1,256}::Proxy)\b|^[ \t]*Proxy(?:-Auto-Detect)?[ \t]+"[^"\n]+"/im;
const withPassword = /:\/\/[^/\s:@"']{1,256}:[^/\s@"']{1,256}@/;

export const buildProxy: LintRule = {
  name: "build-proxy",
  level: "warning",
  summary: "no proxy of the build in apt's configuration, the environment or the image's variables",
  why: "Machines elsewhere cannot reach it, and it tells of the network the image was built in.",
  remedy:
    "Give the proxy to the build from outside (--build-arg, DEBOOTC's environment), never in a file of the image.",
  reads:
    /^\/etc\/(apt\/apt\.conf(\.d\/[^/]+)?|environment|environment\.d\/[^/]+|profile|profile\.d\/[^/]+|bash\.bashrc|wgetrc|default\/docker)$/,
  *check({ tree, image }) {
    for (const { path, content } of tree.walk("/etc")) {
      if (content === undefined || !buildProxy.reads?.test(path)) continue;
      const text = content.toString("utf8");
      const pattern = path.startsWith("/etc/apt/") ? aptProxy : proxySetting;
      if (pattern.test(text)) yield { path, ...proxyFinding(withPassword.test(text)) };
    }
    for (const variable of image?.environment ?? []) {
      if (!proxySetting.test(variable)) continue;
      const name = variable.slice(0, variable.indexOf("="));
      const { message, level } = proxyFinding(withPassword.test(variable));
      yield { message: `the image's variable ${name} ${message}`, level };
    }
  },
};

function proxyFinding(hasPassword: boolean) {
  return hasPassword
    ? ({ message: "names a proxy and its password", level: "error" } as const)
    : ({ message: "names a proxy", level: "warning" } as const);
}

const sourceFiles = /^\/etc\/apt\/sources\.list(\.d\/[^/]+\.(list|sources))?$/;
const localSource =
  /\b(?:file|copy|cdrom):|\bhttps?:\/\/(?:localhost|127\.|\[::1\]|host\.(?:docker|containers)\.internal)/;

export const buildPaths: LintRule = {
  name: "build-paths",
  level: "warning",
  summary: "no links and package sources that lead to places of the building machine",
  why: "They lead nowhere on any other machine, and tell how the build was set up.",
  remedy:
    "Make links relative or to where the file is in the image, and name sources that machines can reach.",
  reads: new RegExp(`${sourceFiles.source}|${osReleaseFiles.source}`),
  *check({ tree, directory }) {
    const topLevel = new Set(tree.list("/").map(({ path }) => path.slice(1)));
    for (const { path, type, target } of tree.walk()) {
      if (type !== "symlink" || !target.startsWith("/")) continue;
      const inBuild =
        directory !== undefined && directory !== "/" && `${target}/`.startsWith(`${directory}/`);
      const [, top = ""] = target.split("/");
      if (
        inBuild ||
        /^\/(tmp|var\/tmp)\//.test(target) ||
        !(top === "" || topLevel.has(top) || top === "nonexistent")
      ) {
        yield { path, message: `leads to ${target}, which no machine has` };
      }
    }
    if (!isDebian(tree)) return;
    for (const { path, content } of tree.walk("/etc/apt")) {
      if (content === undefined || !sourceFiles.test(path)) continue;
      const lines = content
        .toString("utf8")
        .split("\n")
        .filter((line) => !line.trimStart().startsWith("#"));
      if (lines.some((line) => localSource.test(line)))
        yield { path, message: "names a source on the building machine" };
    }
  },
};
