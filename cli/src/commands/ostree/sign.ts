import { ostreeSignRequestSchema } from "@debootc/core/request/ostree/ostree-sign-request";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const sign = defineCommand({
  description:
    "Add signatures to a commit; its checksum and other signatures stay. The key goes from its file or descriptor " +
    "into the memory of the program that signs and never to disk. There is no prompt for a passphrase.",
  request: ostreeSignRequestSchema,
  examples: [
    {
      purpose: "sign with a GnuPG key",
      command: `${programName} ostree sign /srv/updates debian/trixie/amd64/minimal --gpg-key-file updates.key`,
    },
    {
      purpose: "sign with a key from a password store",
      command: `${programName} ostree sign /srv/updates debian/trixie/amd64/minimal --gpg-key-fd 3 3< <(pass show updates)`,
    },
    {
      purpose: "sign with the old and the new key while machines switch to the new one",
      command: `${programName} ostree sign /srv/updates debian/trixie/amd64/minimal --gpg-key-file old.key --gpg-key-file new.key`,
    },
  ],
  run: async (request, deps) => {
    const { signRevision } = await import("@debootc/pipeline/ostree/sign-commit");
    const result = await signRevision(request, deps);
    const { ref, checksum, signed, already, ed25519, deltas } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        return ostreeSummary(
          {
            title: `${canvas.style.heading(ref)} in ${repo} is signed`,
            facts: [
              { label: "commit", value: checksum },
              ...signed.map((key) => ({ label: "signed by", value: key })),
              ...already.map((key) => ({ label: "signed by", value: key, note: "before" })),
              ...(ed25519 === 0 ? [] : [{ label: "ed25519", value: `${ed25519} of ostree's sign API` }]),
              ...(deltas === 0
                ? []
                : [
                    {
                      label: "deltas",
                      value: `${deltas}`,
                      note: "made again, since they contain signatures",
                    },
                  ]),
            ],
            next: [
              {
                purpose: "publish it",
                command: `${programName} ostree summary ${repo} --gpg-key-file KEY`,
              },
            ],
          },
          canvas,
        );
      },
    };
  },
});
