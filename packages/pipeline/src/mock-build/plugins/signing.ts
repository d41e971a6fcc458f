import { readSecretKey } from "@debootc/tools/keys/secret-key";
import { clearSign } from "@debootc/tools/keys/clear-sign";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readDescriptor, readSecretFile } from "../../ostree/read-signing-keys.ts";
import { definePlugin, z } from "../plugin/api.ts";
import { withDigestsOf } from "./with-digests-of.ts";

const options = z
  .strictObject({
    "key-file": z.string().regex(/^\//, "an absolute path").optional(),
    "key-fd": z.int().min(3).optional(),
  })
  .refine((given) => (given["key-file"] === undefined) !== (given["key-fd"] === undefined), {
    error: "give either `key-file` or `key-fd`; a key is accepted in no other way",
  });

/**
 * Signs the results as debsign does: .dsc, then .buildinfo, then .changes, each with the digests of those before it.
 * The key is read before anything is built, goes to gpg through a pipe, and is never on a disk or in an argument.
 */
export const signing = definePlugin({
  name: "signing",
  version: "1",
  changesResults: false,
  order: 100,
  options,
  setup: async ({ options: given, state }) => {
    const file = given["key-file"];
    const source = file ?? `file descriptor ${given["key-fd"]}`;
    const bytes =
      file === undefined ? readDescriptor(given["key-fd"] ?? 3, source) : await readSecretFile(file);
    state.set("key", await readSecretKey(bytes, source, new Date()));
    return {};
  },
  hooks: {
    resultsReady: async ({ details: { directory, artefacts }, state, signal, log }) => {
      const key = state.get("key") as Awaited<ReturnType<typeof readSecretKey>>;
      const signed: string[] = [];
      for (const ending of [".dsc", ".buildinfo", ".changes"]) {
        for (const { name } of artefacts.filter((one) => one.name.endsWith(ending))) {
          const path = join(directory, name);
          const text = await readFile(path, "utf8");
          // A source package from the archive keeps its maintainer's signature.
          if (text.startsWith("-----BEGIN PGP SIGNED MESSAGE-----")) continue;
          const part = `${path}.part`;
          await writeFile(part, await withDigestsOf(text, directory, signed));
          await writeFile(part, await clearSign(part, key, signal));
          await rename(part, path);
          signed.push(name);
        }
      }
      log(`${key.fingerprint} signed ${signed.join(", ")}`);
    },
  },
});
