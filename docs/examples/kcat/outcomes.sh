#!/bin/sh
# Prints the outcomes that are there: outcomes.sh [COMMAND_ID]   (leave out -e to go on following)
set -eu
kcat -C -e -q -b "${KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}" -t "${OUTCOMES_TOPIC:-wawp.outcomes}" \
    -X isolation.level=read_committed -o beginning |
    if [ $# = 0 ]; then cat; else grep -F "\"commandId\":\"$1\"" || true; fi
