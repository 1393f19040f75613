
judge_version() {
  if [ "$state" = active ] && [ -n "$running_version" ]; then
    minors_up=$(($(minor_of "$VERSION") - $(minor_of "$running_version")))
    case $minors_up in
      0) ;;
      1) judge_patch "$(upgradable_from "$VERSION")" ;;
      *) verdict version-jump "$running_version" ;;
    esac
  fi
}

# A member of an older patch may not be able to run together with members of the next minor version.
judge_patch() {
  if [ -n "$1" ] && [ "$(patch_of "$running_version")" -lt "$(patch_of "${1% *}")" ]; then
    verdict version-too-old "$running_version" "${1% *}" "${1#* }"
  fi
}

# The patch of a version: 14 of 3.6.14.
patch_of() {
  patch=${1#*.*.}
  echo "${patch%%[!0-9]*}"
}

# The minor of a version: 6 of 3.6.14.
minor_of() {
  minor=${1#*.}
  echo "${minor%%.*}"
}
