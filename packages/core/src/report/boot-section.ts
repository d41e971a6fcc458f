import { shellWord } from "../text/shell-word.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** How to try and to use it; commands work in the directory of the report. */
export function bootSection({ compose, places }: ReportData): Html {
  const { commit, image, treefile, ref } = compose;
  const container = shellWord(`oci:${places.layout}:${image.tag}`);
  const remote = shellWord(`registry.example.org/${treefile}:${image.tag}`);
  const steps = [
    ...(commit.bootable ? [["Boot it in a virtual machine and have it checked", "debootc boot ."]] : []),
    ["Look around in it as a container", `podman run --rm -it ${container} bash`],
    ["Put it into a registry", `skopeo copy ${container} docker://${remote}`],
    ...(commit.bootable ? [["Let a bootc host follow it", `bootc switch ${remote}`]] : []),
    [
      "Take the commit into another repository",
      `ostree --repo=REPO pull-local ${shellWord(places.repo)} ${shellWord(ref)}`,
    ],
  ];
  return html`<section aria-labelledby="boot"><h2 id="boot">How to use it</h2>
<p class="faint">In the directory of this report:</p>
${steps.map(([purpose, command]) => html`<p>${purpose}</p><pre tabindex="0"><code>${command}</code></pre>`)}</section>
`;
}
