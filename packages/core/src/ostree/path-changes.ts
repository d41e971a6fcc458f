/** Describes a path in which two commits differ. */
export interface CommitPathChange {
  readonly change: "added" | "removed" | "changed";
  readonly path: string;
}

const words = { A: "added", D: "removed", M: "changed" } as const;

/** Parses the output of `ostree diff`. */
export function parsePathChanges(text: string): CommitPathChange[] {
  return [...text.matchAll(/^([ADM]) {4}(\/.*)$/gm)].map(([, sign, path = ""]) => ({
    change: words[sign as keyof typeof words],
    path,
  }));
}
