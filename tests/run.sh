#!/usr/bin/env bash
# The test command: builds everything, runs the xunit projects and, where there is a pwsh with Pester 5, the Pester suite.
# Installs the peers that the tests are held against where it may (root, apt-get); says plainly what was skipped and why.
# Its last line is 'N passed, N failed, N skipped', and its exit code is 0 only when everything that ran passed.
#
#   OVERLAYIP_INSTALL=0   install nothing
#   CONFIGURATION=Release build and test that configuration (default: Debug)
set -uo pipefail
cd "$(dirname "$0")/.."

configuration=${CONFIGURATION:-Debug}
results=out/test-results
passed=0 failed=0 skipped=0

say() { printf '\n== %s\n' "$*"; }
# The closing lines say again what failed and why: a log is read from its end.
finish() {
    [ -s "$results/failed.txt" ] && { say "Failed"; cat "$results/failed.txt"; }
    printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    exit "$1"
}

# What the tests compare with or run: Debian's package on the left, the command that shows it is there on the right.
install_peers() {
    local wanted=() package command stacks=''
    # Network stacks start when they are installed and could take the machine's interfaces over, and cluster daemons would run: only where
    # nothing starts them.
    [ -d /run/systemd/system ] || stacks='corosync corosync
dbus-daemon dbus-daemon
ifupdown ifup
netplan.io netplan
network-manager NetworkManager
pacemaker pacemakerd
pacemaker-cli-utils cibadmin
systemd systemd-analyze'
    while read -r package command; do
        [ -n "$package" ] || continue
        command -v "$command" >/dev/null 2>&1 || [ -x "/usr/sbin/$command" ] || wanted+=("$package")
    done <<PEERS
awscli aws
curl curl
dbus dbus-daemon
ifupdown ifup
iproute2 ip
iputils-arping arping
iputils-ping ping
keepalived keepalived
libxml2-utils xmllint
netplan.io netplan
network-manager nmcli
nftables nft
resource-agents /usr/lib/ocf/resource.d/heartbeat/aws-vpc-move-ip
systemd /lib/systemd/systemd-networkd
tcpdump tcpdump
$stacks
PEERS
    # A Python shim called aws may stand in the PATH without Debian's CLI, which is what the tests look for.
    [ -x /usr/bin/aws ] || [[ " ${wanted[*]-} " == *" awscli "* ]] || wanted+=(awscli)
    [ ${#wanted[@]} -eq 0 ] && return
    if [ "${OVERLAYIP_INSTALL:-1}" = 0 ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "Not installed here, so the tests that need them are skipped: ${wanted[*]}"
        return
    fi

    say "Installing ${wanted[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } >/dev/null 2>&1 ||
        echo "Could not install them; the tests that need them are skipped."
}

# Adds up the counters of the trx files and names each skipped test with its reason.
read_trx() {
    local counts
    counts=$(cat "$results"/*.trx 2>/dev/null | tr '\r' ' ' | awk '
        /<Counters / {
            match($0, / passed="[0-9]+"/); passed += substr($0, RSTART + 9, RLENGTH - 10)
            match($0, / total="[0-9]+"/); total += substr($0, RSTART + 8, RLENGTH - 9)
            match($0, / executed="[0-9]+"/); executed += substr($0, RSTART + 11, RLENGTH - 12)
        }
        END { printf "%d %d %d", passed, executed - passed, total - executed }')
    read -r passed failed skipped <<<"$counts"
    [ "$failed" = 0 ] || cat "$results"/*.trx | tr -d '\r' | awk '
        /<UnitTestResult / { name = ""; if ($0 ~ /outcome="Failed"/ && match($0, / testName="[^"]*"/)) { name = substr($0, RSTART + 11, RLENGTH - 12); print "  " name } }
        name == "" { next }
        /<(Message|StackTrace)>/ { telling = 12 }
        telling > 0 { line = $0; gsub(/<\/?(Message|StackTrace)>/, "", line); print "      " line; telling-- }
        /<\/(Message|StackTrace)>/ { telling = 0 }
        /<\/UnitTestResult>/ { name = "" }' >"$results/failed.txt"
    [ "$skipped" = 0 ] && return
    say "Skipped"
    cat "$results"/*.trx | tr '\r' ' ' | awk '
        /<UnitTestResult / { name = ""; if ($0 ~ /outcome="NotExecuted"/ && match($0, / testName="[^"]*"/)) name = substr($0, RSTART + 11, RLENGTH - 12) }
        /<(Message|StdOut)>/ && name != "" { reason = $0; gsub(/^.*<(Message|StdOut)>|<\/(Message|StdOut)>.*$/, "", reason); print "  " name ": " reason; name = "" }
        /<\/UnitTestResult>|\/>[ ]*$/ { if (name != "" && $0 ~ /<UnitTestResult |<\/UnitTestResult>/) { print "  " name; name = "" } }' | sort -u
}

install_peers

say "Building ($configuration)"
dotnet build OverlayIp.sln -c "$configuration" -v minimal || { failed=1; finish 1; }

say "xunit"
rm -rf "$results"
mkdir -p "$results"
status=0
for project in tests/*/*.Tests.csproj; do
    # One after the other: some start servers and daemons, and none should be judged by what another costs.
    name=$(basename "$project" .csproj)
    dotnet test "$project" -c "$configuration" --no-build --logger "trx;LogFileName=$name.trx" --results-directory "$results" || status=1
done
read_trx
[ "$status" = 0 ] || [ "$failed" -gt 0 ] || { echo "dotnet test failed without a failed test: see above."; failed=1; }
[ $((passed + failed)) -gt 0 ] || { echo "No test was run."; failed=1; status=1; }

say "Pester"
if ! command -v pwsh >/dev/null 2>&1; then
    echo "Skipped: there is no pwsh on the PATH. Install PowerShell 7.4 or later and Pester 5."
elif ! pwsh -NoProfile -NonInteractive -Command 'exit [int](-not (Get-Module -ListAvailable Pester | Where-Object Version -ge ([version]::new(5, 0))))'; then
    echo "Skipped: pwsh has no Pester 5. Install it with Install-PSResource Pester."
else
    log=$results/pester.log
    pwsh -NoProfile -NonInteractive -File tests/Pester/Invoke-Suite.ps1 2>&1 | tee "$log"
    [ "${PIPESTATUS[0]}" = 0 ] || status=1
    if tail -n 5 "$log" | grep -qE '[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped'; then
        read -r p f s < <(grep -E '[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped' "$log" | tail -n 1 | sed -E 's/[^0-9]*([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped.*/\1 \2 \3/')
        grep -A 12 '^Failed: ' "$log" | sed -E '/^(Skipped: |[0-9]+ passed, )/d; s/^/  /' >>"$results/failed.txt"
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    else
        echo "The Pester suite ended without its closing line."
        failed=$((failed + 1)) status=1
    fi
fi

[ "$failed" = 0 ] || status=1
finish "$status"
