#!/bin/sh
# A day at the till, driven with curl: sh day.sh http://127.0.0.1:8400/
# The bank's answer is lost; at the end every check judges. Exit status 1: it failed.
set -eu
base=${1:-http://127.0.0.1:8400/}

post() {
    curl --silent --show-error --fail-with-body \
        --header 'Content-Type: application/json' --data "$2" "${base}api/$1"
    echo
}

post reset '{}' > /dev/null
post faults '{"fault": "host.response_lost"}' > /dev/null
post steps '{"do": "sale", "amount": "12.50"}'
post steps '{"do": "mend"}' > /dev/null
verdict=$(post judge '{}')
echo "$verdict"
case $verdict in
    *'{"verdict":"pass"'*) ;;
    *) exit 1 ;;
esac
