#!/bin/bash
# debos.sh PACKAGES MIRROR SECURITY: a root file system as an archive. A disk would need loop devices, or debos' own virtual
# machine, which is left out here.
set -euo pipefail
packages=$1 mirror=$2 security=$3
mkdir -p out
cat >minimal.yaml <<C
architecture: $(dpkg --print-architecture)
actions:
  - action: mmdebstrap
    suite: trixie
    variant: important
    mirrors:
      - deb $mirror trixie main
      - deb $mirror trixie-updates main
      - deb $security trixie-security main
    include: [$packages]
  - action: pack
    file: minimal.tar.gz
    compression: gz
C
debos --disable-fakemachine --artifactdir=out minimal.yaml
