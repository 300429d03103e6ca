// SPDX-License-Identifier: EUPL-1.2
/* Storage in PostgreSQL 12 or newer, or what speaks like it; several regiond may share one. No
 * triggers, sequences, notices, advisory locks or stored functions, so that a distributed one can
 * do it; the README says how its tables are spread. */
#pragma once

#include "regiond/storage.h"

extern const StorageClass storage_postgres_class;
