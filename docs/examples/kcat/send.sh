#!/bin/sh
# Produces one command: send.sh COMMAND_ID CHAT TEXT   (a text without quotes and backslashes)
set -eu
if [ $# != 3 ]; then
    echo "usage: send.sh COMMAND_ID CHAT TEXT" >&2
    exit 2
fi
case $2 in
    *@*) chat=$2 ;;
    *) chat=$2@c.us ;; # the whole id, so that all producers mean the same key by the same chat
esac
# -k: the chat is the key, so that its messages stay in order. The partitioner is the one that Java
# producers use, so that both put one chat into one partition.
printf '{"commandId":"%s","instanceId":"%s","chatId":"%s","content":{"type":"text","message":"%s"}}\n' \
    "$1" "${WAWP_INSTANCE_ID:-123456789012}" "$chat" "$3" |
    kcat -P -b "${KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}" -t "${COMMANDS_TOPIC:-wawp.commands}" \
        -k "$chat" -X acks=all -X enable.idempotence=true -X partitioner=murmur2_random
