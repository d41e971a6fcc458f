import { join } from "node:path";

/** Says what a source tree is called in messages: by what the user named, never by where debootc works on it. */
export interface TreeName {
  /** What the user named. */
  readonly origin: string;
  /** Returns the name of a file or directory of the tree; of the tree itself for `""`. */
  readonly of: (path: string) => string;
  /** Returns the argument that names a directory below the tree. */
  readonly argumentFor: (subdirectory: string) => string;
}

/** Returns the name of a directory of this machine. */
export function directoryName(path: string, given: string = path): TreeName {
  return {
    origin: given,
    of: (name) => join(path, name),
    argumentFor: (subdirectory) => `${given.replace(/\/+$/, "")}/${subdirectory}/`,
  };
}

interface GitTree {
  readonly url: string;
  readonly ref?: string;
  readonly subdirectory?: string;
}

/** Returns the name of a tree of a repository. */
export function gitTreeName({ url, ref = "", subdirectory }: GitTree): TreeName {
  const repository = `${url}${ref === "" ? "" : `#${ref}`}`;
  const inside = (name: string) => join(subdirectory ?? "", name);
  return {
    origin: subdirectory === undefined ? repository : `${url}#${ref}:${subdirectory}`,
    of: (name) => (inside(name) === "." ? repository : `${inside(name)} of ${repository}`),
    argumentFor: (name) => `${url}#${ref}:${inside(name)}`,
  };
}
