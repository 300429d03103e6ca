#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The region's API on PostgreSQL: the same checks as on SQLite.
WEGWIJS_STORE=postgresql exec tests/faults/region_api.t
