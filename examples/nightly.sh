#!/usr/bin/env bash
# Re-audit an archive every night: nightly.sh ARCHIVE ROLE OUTPUT.parquet CACHE
#
# Unchanged files under an unchanged lexicon keep their rows. After an edit of the lexicon nothing is read again: the
# cache has the texts, which are résumé text and belong where the résumés are. A night that was killed goes on the next.
set -euo pipefail
usage="usage: nightly.sh ARCHIVE ROLE OUTPUT.parquet CACHE"
archive=${1:?$usage} role=${2:?$usage} output=${3:?$usage} cache=${4:?$usage}

status=0
ats-audit batch "$archive" --role "$role" -o "$output" --cache "$cache" --changed-only --resume || status=$?
case $status in
  0) echo "all documents audited" ;;
  3) echo "done; some documents could not be audited: see error_code in $output" ;;
  2) # an unfinished run of another lexicon or of other options is of no use any more
     ats-audit batch "$archive" --role "$role" -o "$output" --cache "$cache" --changed-only --overwrite || status=$? ;;
  *) exit "$status" ;;
esac
