import { fieldOf, stanzasOf } from "../../deb822/stanzas.ts";
import { type InstalledPackage, parseInstalledPackages } from "../../dpkg/installed-package.ts";
import type { LintTree } from "./lint-tree.ts";

/** Where a database of dpkg may be: where dpkg and scanners look, and where an ostree commit has it alone. */
const places = ["/var/lib/dpkg", "/usr/lib/sysimage/dpkg"] as const;

export const dpkgStatusFiles = /^\/(var\/lib|usr\/lib\/sysimage)\/dpkg\/(status|statoverride)$/;
export const dpkgScripts = /^\/(var\/lib|usr\/lib\/sysimage)\/dpkg\/info\/[^/]+\.postinst$/;
export const dpkgLists = /^\/(var\/lib|usr\/lib\/sysimage)\/dpkg\/info\/[^/]+\.list$/;

interface PackageState {
  readonly name: string;
  /** The third word of dpkg's status, such as `installed` or `half-configured`. */
  readonly state: string;
}

/** A line of dpkg-statoverride(1). */
export interface StatOverride {
  /** Names, or `#` and a number. */
  readonly user: string;
  readonly group: string;
  readonly mode: number;
  readonly path: string;
}

/** What the root's dpkg database says. Each part is read when it is first asked for. */
export class DpkgDatabase {
  readonly #tree: LintTree;
  #installed: readonly InstalledPackage[] | undefined;
  #owned: ReadonlySet<string> | undefined;

  constructor(tree: LintTree) {
    this.#tree = tree;
  }

  /** Its directory as dpkg names it; undefined when there is no status file. */
  get directory(): string | undefined {
    return places.find((place) => this.#tree.follow(`${place}/status`)?.type === "file");
  }

  /** Packages whose files are there. */
  get installed(): readonly InstalledPackage[] {
    this.#installed ??= parseInstalledPackages(this.#read("status"));
    return this.#installed;
  }

  get states(): readonly PackageState[] {
    return [...stanzasOf(this.#read("status"))].flatMap((stanza) => {
      const name = fieldOf(stanza, "Package");
      const state = fieldOf(stanza, "Status")?.split(/\s+/)[2];
      return name === undefined || state === undefined ? [] : [{ name, state }];
    });
  }

  version(name: string): string | undefined {
    return this.installed.find((candidate) => candidate.name === name)?.version;
  }

  get overrides(): readonly StatOverride[] {
    return [...this.#read("statoverride").matchAll(/^(\S+) (\S+) ([0-7]+) (\/.*)$/gm)].map(
      ([, user = "", group = "", mode = "", path = ""]) => ({
        user,
        group,
        mode: Number.parseInt(mode, 8),
        path,
      }),
    );
  }

  /** Texts of the scripts that configure packages, by package. */
  *postinsts(): Generator<{ readonly package: string; readonly script: string }, void, undefined> {
    for (const { name, path } of this.#info(".postinst")) {
      const script = this.#tree.text(path);
      if (script !== undefined) yield { package: name, script };
    }
  }

  /** Whether a package ships this path: it is then no secret, and the same everywhere. */
  owns(path: string): boolean {
    this.#owned ??= new Set(
      [...this.#info(".list")].flatMap(({ path: list }) =>
        (this.#tree.text(list) ?? "").split("\n").map(merged),
      ),
    );
    return this.#owned.has(path);
  }

  *#info(ending: string): Generator<{ readonly name: string; readonly path: string }, void, undefined> {
    for (const { path } of this.#tree.list(`${this.directory ?? places[0]}/info`)) {
      if (!path.endsWith(ending)) continue;
      const name = path.slice(path.lastIndexOf("/") + 1, -ending.length).replace(/:[^:]+$/, "");
      yield { name, path };
    }
  }

  #read(name: string): string {
    return this.#tree.text(`${this.directory ?? places[0]}/${name}`) ?? "";
  }
}

/** A path of a package as it is on merged-usr systems, where `/lib` is a link to `usr/lib`. */
export function merged(path: string): string {
  return /^\/(bin|sbin|lib|lib32|lib64|libx32)\//.test(path) ? `/usr${path}` : path;
}
