import { shellWord } from "../text/shell-word.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** Renders how to try and to use the compose; the commands work in the directory of the report. */
export function bootSection({ compose, places }: ReportData): Html {
  const { commit, image, treefile, ref } = compose;
  const container = shellWord(`oci:${places.layout}:${image.tag}`);
  const remote = shellWord(`registry.example.org/${treefile}:${image.tag}`);
  const steps = [
    ...(commit.bootable
      ? [["Boot it in a virtual machine and check it", `debootc boot ${shellWord(places.compose)}`]]
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
