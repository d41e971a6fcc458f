import type { ReadFile } from "@debootc/core/document/read-file";
import { isUnreadable } from "@debootc/core/document/read-file";
import { describe, expect, test } from "vitest";
import { loadWithFetch, root } from "./load-with-fetch.ts";

const file = (text: string) => Buffer.from(text);

/** Reads a file, and each file that its lines name; returns their paths. */
function follow(read: ReadFile, path: string, seen: string[] = []): string[] {
  seen.push(path);
  const content = read(`${root}/${path}`);
  if (isUnreadable(content)) throw new Error(`${path} ${content.why}`);
  for (const next of Buffer.from(content).toString().split("\n").filter(Boolean)) follow(read, next, seen);
  return seen;
}

describe("what is read synchronously", () => {
  test("is fetched until nothing new is asked for, each file once", async () => {
    const files: Record<string, string> = { a: "b\nc\n", b: "d\n", c: "d\n", d: "" };
    const fetched: string[] = [];
    const paths = await loadWithFetch((read) => follow(read, "a"), {
      fetch: async (path) => {
        fetched.push(path);
        return file(files[path] ?? "");
      },
    });
    expect(paths).toEqual(["a", "b", "d", "c", "d"]);
    expect(fetched.toSorted()).toEqual(["a", "b", "c", "d"]);
  });

  test("does not leave the repository", async () => {
    const fetch = async (path: string) => {
      throw new Error(`asked for ${path}`);
    };
    for (const path of ["../etc/passwd", "x/../../etc/passwd", "a\0b"])
      await expect(loadWithFetch((read) => follow(read, path), { fetch })).rejects.toThrow(
        "is not in the repository",
      );
  });

  test("ends for files that name others without end", async () => {
    let count = 0;
    const fetch = async () => file(`f${++count}\n`);
    await expect(loadWithFetch((read) => follow(read, "f0"), { fetch, mostFiles: 20 })).rejects.toThrow(
      "more than 20 files are named",
    );
    expect(count).toBe(20);
    const large = async () => Buffer.concat([file(`g${++count}\n`.padEnd(1000, "\n"))]);
    await expect(
      loadWithFetch((read) => follow(read, "g0"), { fetch: large, mostBytes: 5000 }),
    ).rejects.toThrow("more than 5000 bytes");
  });

  test("fails by what GitHub fails by", async () => {
    const fetch = async () => {
      throw new Error("502");
    };
    await expect(loadWithFetch((read) => follow(read, "a"), { fetch })).rejects.toThrow("502");
  });
});
