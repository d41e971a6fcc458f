import { access, constants, mkdir, mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { skipUnless } from "../skip-unless.fixture.ts";
import { detachLoopDevice } from "./loop-device.ts";
import { loopDevicesOf } from "./loop-devices-of.ts";

const hasLoops = await access("/dev/loop-control", constants.W_OK).then(
  () => process.getuid?.() === 0,
  () => false,
);

test.skipIf(skipUnless(hasLoops, "only root can attach a file to a loop device"))(
  "a file on a file system of its own is known, also if it was attached in another mount namespace",
  async () => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-loops-"));
    await run({ tool: "mount", args: ["-t", "tmpfs", "tmpfs", work.path] });
    try {
      const [mine, other] = [join(work.path, "mine"), join(work.path, "other")];
      for (const directory of [mine, other]) await mkdir(directory);
      const script = 'truncate -s 1M "$1" && losetup --find --show "$1"';
      const attach = ["--mount", "--propagation", "private", "sh", "-c", script, "sh", join(mine, "image")];
      const { stdout } = await run({ tool: "unshare", args: attach });
      const device = stdout.trim();
      try {
        expect((await loopDevicesOf(mine)).map((one) => one.device)).toEqual([device]);
        expect(await loopDevicesOf(other)).toEqual([]);
      } finally {
        await detachLoopDevice(device);
      }
    } finally {
      await run({ tool: "umount", args: [work.path] });
    }
  },
);
