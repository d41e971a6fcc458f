import { fieldOf, stanzasOf } from "../../deb822/stanzas.ts";
import { mergedPath } from "../../dpkg/merged-path.ts";
import type { Diversion } from "../../dpkg/package-database.ts";
import { parseDiversions } from "../../dpkg/path-registries.ts";
import { type InstalledPackage, parseInstalledPackages } from "../../dpkg/installed-package.ts";
import type { LintTree } from "./lint-tree.ts";

/** Where a dpkg database may be: where dpkg and scanners look, and the only place in an ostree commit. */
const places = ["/var/lib/dpkg", "/usr/lib/sysimage/dpkg"] as const;

export const dpkgStatusFiles = /^\/(var\/lib|usr\/lib\/sysimage)\/dpkg\/(status|statoverride)$/;
export const dpkgScripts = /^\/(var\/lib|usr\/lib\/sysimage)\/dpkg\/info\/[^/]+\.postinst$/;
export const dpkgLists = /^\/(var\/lib|usr\/lib\/sysimage)\/dpkg\/(info\/[^/]+\.list|diversions)$/;

interface PackageState {
  readonly name: string;
  /** The third word of dpkg's status, such as `installed` or `half-configured`. */
  readonly state: string;
}

/** Describes a line of dpkg-statoverride(1). */
export interface StatOverride {
  /** User and group are names, or `#` and a number. */
  readonly user: string;
  readonly group: string;
  readonly mode: number;
  readonly path: string;
}

/** Reads the root's dpkg database. Each part is read when it is first needed. */
export class DpkgDatabase {
  readonly #tree: LintTree;
  #installed: readonly InstalledPackage[] | undefined;
  #diversions: ReadonlyMap<string, Diversion> | undefined;
  #owners: ReadonlyMap<string, string> | undefined;

  constructor(tree: LintTree) {
    this.#tree = tree;
  }

  /** The database's directory as dpkg names it; undefined when there is no status file. */
  get directory(): string | undefined {
    return places.find((place) => this.#tree.follow(`${place}/status`)?.type === "file");
  }

  /** Packages whose files are present. */
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

  /** Yields the scripts that configure packages, by package. */
  *postinsts(): Generator<{ readonly package: string; readonly script: string }, void, undefined> {
    for (const { name, path } of this.#info(".postinst")) {
      const script = this.#tree.text(path);
      if (script !== undefined) yield { package: name, script };
    }
  }

  /** Checks whether a package ships this path, which is then the same everywhere and not a secret. */
  owns(path: string): boolean {
    return this.ownerOf(path) !== undefined;
  }

  /** Whether there is any list of a package's files. */
  get knowsFiles(): boolean {
    this.#owners ??= this.#readOwners();
    return this.#owners.size > 0;
  }

  /** Returns the package that ships this path, the first by name of several; a diverted file has its new path. */
  ownerOf(path: string): string | undefined {
    this.#owners ??= this.#readOwners();
    return this.#owners.get(path);
  }

  /** Returns where a file of a package is: merged into /usr, and where a diversion of another package put it. */
  placeOf(path: string, owner: string): string {
    this.#diversions ??= new Map(
      parseDiversions(this.#read("diversions")).map((diversion) => [mergedPath(diversion.from), diversion]),
    );
    const diversion = this.#diversions.get(mergedPath(path));
    return mergedPath(diversion === undefined || diversion.package === owner ? path : diversion.to);
  }

  #readOwners(): ReadonlyMap<string, string> {
    const owners = new Map<string, string>();
    for (const { name, path: list } of this.#info(".list")) {
      for (const listed of (this.#tree.text(list) ?? "").split("\n")) {
        const path = this.placeOf(listed, name);
        if (!owners.has(path)) owners.set(path, name);
      }
    }
    return owners;
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
