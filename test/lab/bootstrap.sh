# Whole Debian systems as images, where packages of this machine will not do.
# A mirror may lag behind: sid's list says of itself that it is good for some days only.
MIRROR=${LAB_DEBIAN_MIRROR:-$(debian_mirror)}
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# bootstrap FOLDER SUITE NAME [OPTION...]: an image NAME of what mmdebstrap makes with the folder's packages.
bootstrap() (
  folder=$1 suite=$2 name=$3
  shift 3
  tar=$IMAGES/$folder-system.tar
  mmdebstrap --quiet --variant=apt --include="$(tr -s ' \n' ',,' <"$IMAGES_FROM/$folder/packages" | sed 's/,$//')" \
    --aptopt='Apt::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --essential-hook='echo odoo:x:100:101::/var/lib/odoo:/usr/sbin/nologin >>"$1/etc/passwd"; echo odoo:x:101: >>"$1/etc/group"' \
    "$@" "$suite" "$tar" "deb [signed-by=$KEYRING] $MIRROR $suite main" </dev/null &&
    image_docker import --change 'CMD ["bash"]' "$tar" "$name"
  code=$?
  rm -f "$tar"
  exit $code
)
