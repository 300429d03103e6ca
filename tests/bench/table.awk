#!/usr/bin/awk -f
# SPDX-License-Identifier: EUPL-1.2
# Makes the table of `make bench` from "name value" lines: figure, measured, allowed.
{ value[$1] = $2 }

function row(what, measured, allowed, unit,    verdict) {
    verdict = allowed == "" ? "" : (measured + 0 <= allowed + 0 ? "ok" : "OVER")
    printf "%-52s %10s %10s %-6s %s\n", what, measured, allowed, unit, verdict
}
function ratio(a, b) { return value[b] > 0 ? sprintf("%.2f", value[a] / value[b]) : "-" }
function shown(name) { return name in value ? value[name] : "-" }

END {
    printf "\n%-52s %10s %10s\n", "figure", "measured", "allowed"
    row("bare floor (SDL window, one Pango line), start", shown("floor_start_ms"), "", "ms")
    row("kiosk, start to first content", shown("kiosk_start_ms"), "", "ms")
    row("  against the floor", ratio("kiosk_start_ms", "floor_start_ms"), 1.5, "x")
    row("  CPU time, against the floor", ratio("kiosk_cpu_ms", "floor_cpu_ms"), 1.5, "x")
    if ("kiosk_cold_start_ms" in value) {
        row("kiosk, start cold", shown("kiosk_cold_start_ms"), "", "ms")
        row("  against the floor cold", ratio("kiosk_cold_start_ms", "floor_cold_start_ms"), 1.5, "x")
    }
    row("kiosk, start with 10,000 intakes waiting", shown("full_start_ms"), "", "ms")
    row("  against an empty queue", ratio("full_start_ms", "kiosk_start_ms"), 1.15, "x")
    split("nl ar ti", language, " ")
    for (i = 1; i <= 3; i++) {
        row("touch to feedback, " language[i] ", median", shown("visit_tap_" language[i] "_us"), "", "us")
        row("  95th percentile", shown("visit_tap_" language[i] "_p95_us"), 2000, "us")
        row("release to settled screen, " language[i] ", median", shown("visit_settle_" language[i] "_us"), "", "us")
        row("  95th percentile", shown("visit_settle_" language[i] "_p95_us"), 16667, "us")
    }
    row("CPU time a tap", shown("visit_cpu_tap_ms"), 3, "ms")
    row("wake-ups when idle", shown("visit_idle_wakeups_s"), 2, "1/s")
    row("CPU time when idle", shown("visit_idle_cpu_ms_s"), 1, "ms/s")
    if (value["visit_pss_kib"] > 0)
        row("memory of the kiosk (PSS)", sprintf("%.1f", value["visit_pss_kib"] / 1024), 32, "MiB")
    row("memory in use, shared pages counted whole (RSS)", sprintf("%.1f", value["visit_rss_kib"] / 1024), "", "MiB")
    row("growth of its own data over the visits", shown("visit_growth_kib"), 64, "KiB")
    row("threads", shown("visit_threads"), "", "")
    row("sealing 1 kB, median", shown("store_seal_us"), "", "us")
    row("  95th percentile", shown("store_seal_p95_us"), 5000, "us")
    row("keeping it (durable), median", shown("store_append_us"), "", "us")
    row("  95th percentile", shown("store_append_p95_us"), 20000, "us")
    row("program with its libraries, fonts apart", shown("kiosk_size_mib"), 60, "MiB")
}
