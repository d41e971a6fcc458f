import type { Commit } from "../state/repository.ts";

/** Reads a commit as git writes it down. */
export function parseCommit(sha: string, body: Buffer): Omit<Commit, "tree" | "modes"> {
  const text = body.toString();
  const end = text.indexOf("\n\n");
  const head = text.slice(0, end).split("\n");
  const [, name = "", email = "", seconds = "0"] =
    /^author (.*?) ?<(.*?)> (\d+) /.exec(head.find((line) => line.startsWith("author ")) ?? "") ?? [];
  return {
    sha,
    treeSha: head[0]?.replace("tree ", "") ?? "",
    parents: head.flatMap((line) => (line.startsWith("parent ") ? [line.slice(7)] : [])),
    message: text.slice(end + 2).replace(/\n$/, ""),
    // GitHub knows people by their addresses; here the part before the @ is a login.
    author: { login: loginOf(name, email), name, email },
    time: Number(seconds) * 1000,
  };
}

function loginOf(name: string, email: string): string {
  const [local = ""] = email.split("@");
  return local.replace(/^\d+\+/, "") || name.replaceAll(/[^A-Za-z0-9-]+/g, "-") || "ghost";
}
