import { shellWord } from "../text/shell-word.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** Renders how to try and to use the compose; the commands work in the directory of the report. */
export function bootSection({ compose, places }: ReportData): Html {
  const { commit, image, treefile, ref } = compose;
  const directory = shellWord(places.compose);
  const container = shellWord(`oci:${places.layout}:${image.tag}`);
  const remote = shellWord(`registry.example.org/${treefile}:${image.tag}`);
  const steps = [
    ...(commit.bootable
      ? [
          ["Log in to it, in a virtual machine", `debootc run ${directory} --ssh`],
          ["Prove that it boots, and that no service fails", `debootc boot ${directory}`],
        ]
      : []),
    ...(commit.bootable && places.disks.length === 0
      ? [["Write it to a disk", `debootc export disk ${directory}`]]
      : []),
    ["Look around in it as a container", `podman run --rm -it ${container} bash`],
    ["Push it to a registry", `skopeo copy ${container} docker://${remote}`],
    ...(commit.bootable ? [["Switch a bootc host to it", `bootc switch ${remote}`]] : []),
    [
      "Pull the commit into another repository",
      `ostree --repo=REPO pull-local ${shellWord(places.repo)} ${shellWord(ref)}`,
    ],
  ];
  return html`<section aria-labelledby="boot"><h2 id="boot">How to use it</h2>
<p class="faint">In the directory of this report:</p>
${steps.map(([purpose, command]) => html`<p>${purpose}</p><pre tabindex="0"><code>${command}</code></pre>`)}</section>
`;
}
