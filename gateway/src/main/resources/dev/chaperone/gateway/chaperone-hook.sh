#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# chaperone-hook TOOL EVENT: hands what an assistant tells its hook on standard input to Chaperone, and
# Chaperone's answer to the assistant. Needs a POSIX shell and curl.
#
#   CHAPERONE_GATEWAY     where the gateway is, for example https://chaperone.example.com:8601; else what
#                         ~/.chaperone/gateway says
#   CHAPERONE_TOKEN_FILE  file with the token, readable by nobody else; else ~/.chaperone/token
#   CHAPERONE_PLAN        plan of the assistant, where the policy allows several
#   CHAPERONE_FAIL_OPEN   1: let the assistant go on when Chaperone does not answer
#
# When Chaperone does not answer, it stops the assistant, as far as that lets itself be stopped. The
# environment is never sent or shown: it holds the assistants' keys.
set -u
newline='
'

# Goes on without Chaperone's word, or stops the assistant in its own words.
give_up() {
    reason="Chaperone: $1"
    if [ "${CHAPERONE_FAIL_OPEN:-}" = 1 ]; then
        echo "$reason It went on unchecked, because CHAPERONE_FAIL_OPEN is 1." >&2
        exit 0
    fi
    case "$tool $event" in
@DENIALS@
    *)
        # This event can not stop anything: 1 is an error that is shown where errors are.
        echo "$reason" >&2
        exit 1
        ;;
    esac
}

if [ $# -ne 2 ]; then
    echo "Chaperone: call it as 'chaperone-hook TOOL EVENT'." >&2
    exit 2
fi
tool=$1
event=$2
case "$tool$event" in
*[!A-Za-z0-9_.-]*)
    echo "Chaperone: '$tool' and '$event' are no tool and event." >&2
    exit 2
    ;;
esac

file=${CHAPERONE_TOKEN_FILE:-${HOME:-}/.chaperone/token}
gateway=${CHAPERONE_GATEWAY:-}
[ -n "$gateway" ] || { read -r gateway <"${HOME:-}/.chaperone/gateway"; } 2>/dev/null
plan=${CHAPERONE_PLAN:-}
[ -n "$gateway" ] || give_up "CHAPERONE_GATEWAY does not say where the gateway is."
case "$gateway" in
http://* | https://*) ;;
*) give_up "CHAPERONE_GATEWAY must begin with https:// or http://." ;;
esac
case "$gateway$plan" in
*[\"\\\ ]* | *"$newline"*) give_up "CHAPERONE_GATEWAY or CHAPERONE_PLAN holds what does not belong there." ;;
esac
token=
{ read -r token <"$file"; } 2>/dev/null
[ -n "$token" ] || give_up "there is no token in the token file (~/.chaperone/token)."
case "$token" in
*[!A-Za-z0-9_-]*) give_up "what the token file holds is not a token." ;;
esac
[ -z "$(find "$file" -prune \( -perm -040 -o -perm -004 \) 2>/dev/null)" ] ||
    give_up "others can read the token file. Run 'chmod 600' on it."

# Where the work is done, for the record. Cursor runs hooks in a folder of its own.
work=${CLAUDE_PROJECT_DIR:-}
[ -n "$work" ] || [ "$tool" = cursor ] || work=.
repository=
commit=
if [ -n "$work" ]; then
    repository=$(git -C "$work" config --get remote.origin.url 2>/dev/null)
    commit=$(git -C "$work" rev-parse --verify --quiet HEAD 2>/dev/null)
fi
case "$repository" in
*[\"\\\ ]* | *"$newline"*) repository= ;;
*://*)
    # Who signs in there stays here.
    rest=${repository#*://}
    host=${rest%%/*}
    repository=${repository%%://*}://${host##*@}${rest#"$host"}
    ;;
esac
case "$commit" in *[!0-9a-f]*) commit= ;; esac

# The token goes through a descriptor: arguments are shown to everybody who lists processes.
answer=$(
    curl -q --config /dev/fd/3 --data-binary @- 3<<EOF
url = "${gateway%/}/hooks/$tool/$event"
header = "x-chaperone-token: $token"
${plan:+header = \"x-chaperone-plan: $plan\"}
${repository:+header = \"x-chaperone-repository: $repository\"}
${commit:+header = \"x-chaperone-commit: $commit\"}
header = "content-type: application/json"
header = "expect:"
silent
connect-timeout = 1
max-time = 2
proto = "=http,https"
write-out = "\n%{http_code} %{content_type}"
EOF
) || give_up "the gateway did not answer in time, so this was not let through. Try again; if that does not help, ask your administrator."

said=${answer##*"$newline"}
body=${answer%"$newline"*}
case "$said" in
"200 "*"@MARK@")
    printf '%s' "$body"
    ;;
"451 "*"@MARK@")
    printf '%s\n' "$body" >&2
    exit 2
    ;;
*)
    give_up "something else than Chaperone answered at its address, so this was not let through. Ask your administrator."
    ;;
esac
