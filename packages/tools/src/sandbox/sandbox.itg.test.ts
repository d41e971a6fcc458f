import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { hostTool } from "./sandbox.ts";

/** The kernel cannot flush /dev/null, and says so unless it is never asked. */
const flush = `
  use IO::Handle;
  open my $file, ">", "/work/root/written" or die;
  print $file "kept";
  close $file or die;
  open my $null, ">", "/dev/null" or die;
  print defined $null->sync ? "succeeds" : "fails";
`;

test.each([
  [true, "succeeds"],
  [false, "fails"],
])(
  "with withoutSync %s, flushing what cannot be flushed %s, and files are written",
  async (withoutSync, told) => {
    await using root = await mkdtempDisposable(join(tmpdir(), "debootc-sandbox-"));
    const target = "/work/root";
    const binds = [{ source: root.path, target, writable: true }];

    const { stdout } = await run(
      hostTool(target, { tool: "perl", args: ["-e", flush] }, { binds, withoutSync }),
    );

    expect(stdout).toBe(told);
    expect(await readFile(join(root.path, "written"), "utf8")).toBe("kept");
  },
);
