#!/bin/bash
# The example of docs/derive.md, for scenarios that build it: . "$root/e2e/lib/derive.sh" after lib.sh.
# Its archive is one of this machine, and $work/context holds what its Containerfile asks for.

. "$root/e2e/lib/vendor.sh"
vendor_package gadget 1.0
vendor_publish
vendor_serve
mkdir "$work/context"
awk '/^```dockerfile$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$root/docs/derive.md" >"$work/context/Containerfile"
awk '/^Types: deb$/ { inside = 1 } /^```$/ { inside = 0 } inside' "$root/docs/derive.md" |
  sed "s|https://packages.example.org/debian|http://127.0.0.1:$vendor_port|" >"$work/context/example.sources"
cp "$vendor_key" "$work/context/example.asc"
printf '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n' \
  >"$work/context/widget.service"
vendor_package widget 1.0
mv "$work/repo/widget_1.0_all.deb" "$work/context/widget.deb"

export STORAGE_DRIVER=overlay CONTAINERS_STORAGE_CONF=$work/storage.conf
printf '[storage]\ndriver="overlay"\ngraphroot="%s/podman"\nrunroot="%s/podman-run"\n' "$work" "$work" >"$work/storage.conf"

# derive IMAGE: builds the example on an image in an OCI layout, as localhost/derived of podman.
derive() {
  skopeo --insecure-policy copy --quiet "oci:$1:latest" containers-storage:localhost/kiosk
  podman build --quiet --isolation chroot --network host --tag localhost/derived "$work/context"
}
