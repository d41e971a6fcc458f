#!/bin/bash
# The treefiles of the pages that choose packages, and what `debootc init` begins with: all of them resolve.
# takes: 60 s
# needs: archive
. "$(dirname "$0")/lib.sh"

cp -r "$root/treefiles" "$work/treefiles"
for template in appliance server desktop container-host; do
  assert "a directory begins as a $template" debootc init "$work/${template//-/}" --template "$template" --no-lock
done
# Their pages show parts of treefiles; a ref and a suite make them whole.
python3 - "$root" "$work" <<'P'
import re, sys
root, work = sys.argv[1:]
variants = []
def variant(name, text):
    for key, value in (("ref", "test/" + name), ("suite", "trixie")):
        if not re.search(f"^{key}:", text, re.M):
            text = f"{key}: {value}\n{text}"
    open(f"{work}/{name}.yaml", "w").write(text)
    variants.append(name)
for page, wanted in (("common-wishes", ""), ("includes", ""), ("login", ""), ("packages", "debian-backports")):
    blocks = re.findall(r"^```yaml\n(.*?)^```", open(f"{root}/docs/{page}.md").read(), re.M | re.S)
    for number, block in enumerate(blocks):
        if wanted in block:
            variant(page.replace("-", "") + str(number), block)
for name in ("appliance", "server", "containerhost", "desktop"):
    variant(name, f"include: {name}/system.yaml\n")
with open(f"{work}/compose.yaml", "w") as file:
    file.write('release: {short: test, name: Test, version: "13"}\nvariants:\n')
    for name in variants:
        file.write(f"  {name}: {{treefile: {name}.yaml, arches: [amd64]}}\n")
P
assert "the treefiles of the pages resolve" debootc lock "$work/compose.yaml"
locked() { python3 - "$work/compose.$1.lock.json" "$2" <<'P'
import json, sys
packages = json.load(open(sys.argv[1]))["architectures"]["amd64"]["packages"]
print(" ".join(sorted({p["sourceId"] for p in packages if p["name"].startswith(sys.argv[2])})))
P
}
has() { grep -q "\"name\":\"$2\"" "$work/compose.$1.lock.json"; }
assert_equal "a kernel comes from backports by its pin" debian-backports "$(locked includes1 linux-image-)"
assert_equal "and tmux by another" debian-backports "$(locked includes2 tmux)"
assert "a real machine has the kernel for it" has includes0 linux-image-amd64
assert_not "and not the one of the included treefile" has includes0 linux-image-cloud-amd64
assert "a container host has podman" has containerhost podman
assert_not "and a server has not" has server podman
assert "a desktop has a login screen" has desktop lightdm
