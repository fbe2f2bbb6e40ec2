#!/bin/sh
# facts.sh HEADERS RULE UNUSED COMMAND...: runs `cotidy facts`, which writes the
# dependency rule RULE, and writes those of HEADERS that are not in it to UNUSED:
# edits of these analyse nothing again.
headers=$1 rule=$2 unused=$3
shift 3
"$@"
status=$?
# 3: the source could not be parsed. The unit file says so, and the report will.
[ $status = 0 ] || [ $status = 3 ] || exit $status

set -e
# The rule has what links lead to, escaped for make; inputs may be links.
sed -n -e 's/ \\$//' -e 's/\\\([ #]\)/\1/g' -e 's/\$\$/$/g' -e 's|^  ||p' "$rule" > "$unused.used"
xargs -r -d '\n' realpath -m < "$headers" | paste -d '\n' - "$headers" > "$unused.both"
awk 'FILENAME == ARGV[1] { used[$0]; next }
     FNR % 2 { real = $0; next }
     !(real in used)' "$unused.used" "$unused.both" > "$unused"
rm "$unused.used" "$unused.both"
