import { runAction } from "@debootc/actions-kit/run/run-action";
import { lockMarkdown } from "@debootc/core/lock/changes/lock-markdown";
import { lockResult } from "@debootc/core/lock/lock-result";
import { runLock } from "@debootc/pipeline/lock/run-lock";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { lockAction } from "./definition.ts";
import { textOfPullRequest } from "./text-of-pull-request.ts";

await runAction(
  lockAction,
  async ({ request }, { configuration, dependencies, isGiven, temporary, workspace }) => {
    const result = await runLock(request, dependencies, { configuration, chosen: isGiven("arch") });
    const nameOf = (path: string) => relative(workspace, path);
    const summary = lockMarkdown(result, nameOf);
    const changed = result.locks.filter((lock) => lock.changed);
    // A directory of its own, so that nothing else in the job can have put a link there.
    const text = join(await mkdtemp(join(temporary, "debootc-lock-")), "text.md");
    await writeFile(
      text,
      textOfPullRequest(changed.length === 0 ? summary : lockMarkdown({ locks: changed }, nameOf)),
    );
    return {
      outputs: {
        changed: String(changed.length > 0),
        files: changed.map(({ path }) => nameOf(path)).join("\n"),
        text,
        json: lockResult.serialize(result).trimEnd(),
      },
      summary,
    };
  },
);
