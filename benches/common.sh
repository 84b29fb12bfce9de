# What the measuring scripts share; sourced, not run. A folder and programs that end with the script, and
# processor time.
work=$(mktemp -d)
children=()

end() {
    for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap end EXIT

# Processor time of a process so far, in ticks: user and system; 0 if it is gone.
ticks() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || { echo 0; return; }
    # Behind the name, which may hold spaces.
    set -- ${stat##*) }
    echo $((${12} + ${13}))
}
