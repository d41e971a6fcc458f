# shellcheck shell=bash
# Archives of packages without files, which nobody signs: . "$root/e2e/lib/bare-archive.sh" after lib.sh.

# bare_deb DIRECTORY NAME VERSION [FIELD...]: puts a package that is nothing but its name into $work/DIRECTORY.
bare_deb() {
  local tree=$work/deb
  mkdir -p "$tree/DEBIAN" "$work/$1"
  printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: Me <me@example.org>\nDescription: tiny\n' "$2" "$3" >"$tree/DEBIAN/control"
  [[ $# -lt 4 ]] || printf '%s\n' "${@:4}" >>"$tree/DEBIAN/control"
  dpkg-deb --root-owner-group --build "$tree" "$work/$1/$2_$3_all.deb"
}

# bare_indexes DIRECTORY [OPTION...]: makes the indexes of an archive, with options of apt-ftparchive for its Release file.
bare_indexes() {
  (
    cd "$work/$1"
    apt-ftparchive packages . >Packages
    apt-ftparchive "${@:2}" release . >"$work/Release"
    mv "$work/Release" .
  )
}
