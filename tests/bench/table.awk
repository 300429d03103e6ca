#!/usr/bin/awk -f
# SPDX-License-Identifier: EUPL-1.2
# Makes the table of `make bench` from "name value" lines: figure, measured, allowed, and what we aim at. Ratios and counts
# hold anywhere; times are those of this machine, with whatever else it was doing.
{ value[$1] = $2 }

function row(what, measured, unit, allowed, aim,    verdict) {
    verdict = ""
    if (measured != "-" && allowed != "") verdict = measured + 0 <= allowed + 0 ? "ok" : "OVER"
    if (verdict != "OVER" && measured != "-" && aim != "" && measured + 0 > aim + 0) verdict = "above the aim"
    printf "%-49s %9s %-5s %9s %7s  %s\n", what, measured, unit, allowed, aim, verdict
}
function ratio(a, b) { return value[b] > 0 ? sprintf("%.2f", value[a] / value[b]) : "-" }
function shown(name) { return name in value ? value[name] : "-" }
function mib(name) { return value[name] > 0 ? sprintf("%.1f", value[name] / 1024) : "-" }

END {
    printf "\n%-49s %9s %-5s %9s %7s\n", "figure", "measured", "", "allowed", "aim"
    row("bare floor (SDL window, one Pango line), start", shown("floor_start_ms"), "ms")
    row("kiosk, start to first content", shown("kiosk_start_ms"), "ms")
    row("  against the floor", ratio("kiosk_start_ms", "floor_start_ms"), "x", 1.5, 1.2)
    row("  CPU time against the floor", ratio("kiosk_cpu_ms", "floor_cpu_ms"), "x", 1.5, 1.2)
    row("kiosk, start cold", shown("kiosk_cold_start_ms"), "ms")
    row("  against the floor cold", ratio("kiosk_cold_start_ms", "floor_cold_start_ms"), "x", 1.5, 1.2)
    row("kiosk, start with 10,000 intakes waiting", shown("full_start_ms"), "ms")
    row("  against an empty queue", ratio("full_start_ms", "kiosk_start_ms"), "x", 1.2)
    n = split("nl ar ti", language, " ")
    for (i = 1; i <= n; i++) {
        row("touch to feedback, " language[i] ", median", shown("visit_tap_" language[i] "_us"), "us")
        row("  95th percentile", shown("visit_tap_" language[i] "_p95_us"), "us", 16667, 2000)
        row("release to settled screen, " language[i] ", median", shown("visit_settle_" language[i] "_us"), "us")
        row("  95th percentile", shown("visit_settle_" language[i] "_p95_us"), "us", 16667, 8000)
    }
    row("CPU time a tap, with sealing and slip", shown("visit_cpu_tap_ms"), "ms", "", 3)
    row("wake-ups when idle", shown("visit_idle_wakeups_s"), "1/s", 2)
    row("CPU time when idle", shown("visit_idle_cpu_ms_s"), "ms/s", 1)
    row("memory of the kiosk, its share (PSS)", mib("visit_pss_kib"), "MiB", "", 32)
    row("memory of the kiosk, shared pages whole (RSS)", mib("visit_rss_kib"), "MiB")
    row("  growth of its own data over the visits", shown("visit_growth_kib"), "KiB", 64, 0)
    row("threads", shown("visit_threads"), "")
    row("listen key to first sound, median", shown("speech_start_ms"), "ms")
    row("  95th percentile", shown("speech_start_p95_ms"), "ms", 1000, 500)
    row("headphones in to first sound, 95th percentile", shown("speech_jack_p95_ms"), "ms", 1000, 500)
    row("touch to silence, median", shown("speech_stop_ms"), "ms")
    row("  95th percentile, with 93 ms of measuring", shown("speech_stop_p95_ms"), "ms", 193, 150)
    row("headphones out to silence, 95th percentile", shown("speech_unplug_p95_ms"), "ms", 193, 150)
    row("print to first byte at the printer, median", shown("paper_first_us"), "us")
    row("  95th percentile", shown("paper_first_p95_us"), "us", 50000, 25000)
    value["paper_way_us"] = value["paper_draw_us"] + value["paper_seal_us"] + value["paper_keep_us"] + value["paper_screen_us"]
    row("  against drawing, sealing, keeping and a screen", ratio("paper_first_us", "paper_way_us"), "x", 1.5, 1.2)
    value["paper_parts_us"] = value["paper_draw_cpu_us"] + value["paper_seal_cpu_us"] + value["paper_keep_cpu_us"] \
        + value["paper_write_cpu_us"] + 2 * value["paper_screen_cpu_us"]
    row("CPU time of a slip, screens and sealing too", shown("paper_cpu_us"), "us")
    row("  of which drawing", shown("paper_draw_cpu_us"), "us")
    row("  against these, writing and a second screen", ratio("paper_cpu_us", "paper_parts_us"), "x", 2.0, 1.6)
    row("sealing 1 kB, median", shown("store_seal_us"), "us")
    row("  95th percentile", shown("store_seal_p95_us"), "us", 5000)
    row("keeping it (durable), median", shown("store_append_us"), "us")
    row("  95th percentile", shown("store_append_p95_us"), "us", 20000)
    row("program with its libraries, fonts apart", shown("kiosk_size_mib"), "MiB", 60, 30)
}
