import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { measureTreeOperation } from "./measure-tree-operation.ts";
import { type Privilege, runPrivileged } from "./run-privileged.ts";

/** A worker of the same user: nothing here needs more than that. */
const privilege: Privilege = {
  owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
  isRoot: true,
};
const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };

test("a result comes back from the worker process", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-worker-"));
  await writeFile(join(directory.path, "file"), "four");

  const measured = await runPrivileged(measureTreeOperation, { path: directory.path }, privilege, context);

  expect(measured).toEqual({ files: 1, bytes: 4 });
});

test("an error comes back from the worker process with its cause", async () => {
  const failed = runPrivileged(measureTreeOperation, { path: "/no/such/tree" }, privilege, context);

  await expect(failed).rejects.toBeInstanceOf(DebootcError);
  await expect(failed).rejects.toMatchObject({
    code: "internal-fault",
    cause: { code: "ENOENT", stack: expect.stringContaining("measure-tree.ts") },
  });
});

test("a worker that does not know an operation says so", async () => {
  const unknown = { ...measureTreeOperation, name: "no-such-operation", result: z.unknown() };

  await expect(runPrivileged(unknown, { path: "/" }, privilege, context)).rejects.toMatchObject({
    code: "internal-fault",
    message: "the worker has no operation no-such-operation",
  });
});
