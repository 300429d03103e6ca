# SPDX-License-Identifier: EUPL-1.2
# Wegwijs: everything is built from here, into build/<target>/. `make help` lists the commands.
#
# New files need no line here: a .c in a floor's folder joins the floor's archive, a folder with a main.c in host-tools/
# is a program, and tests/unit/<floor>/*_test.c are test programs. New floors and outside libraries go into the tables.

VERSION := 0.1.0

# native: GCC, hardened. clang: the same by Clang. asan: address and undefined-behaviour sanitizers. fuzz: libFuzzer.
TARGET ?= native
# no: leave out the inspector, as images do.
INSPECTOR ?= yes
# Where the libraries built from source are kept.
THIRD_PARTY ?= build/third-party
# 1: show whole commands.
V ?= 0

O := build/$(TARGET)$(if $(filter no,$(INSPECTOR)),-no-inspector)
MAKEFLAGS += --no-builtin-rules --no-print-directory
# All processors, unless the command line says how many.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=$(shell nproc)
endif
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:

# ---- Tables ---------------------------------------------------------------------------------------------------------

# The floors, lowest first; which floors each may include; the pkg-config packages and static libraries it is home to.
FLOORS := base intake store draw slip region machine ui kiosk sync

USES_base    :=
USES_intake  := base
USES_store   := base
USES_draw    := base
USES_slip    := base intake store draw
USES_region  := base store
USES_machine := base
USES_ui      := base draw machine
USES_kiosk   := base intake store draw slip machine ui
USES_sync    := base store region machine

PACKAGES_base    := glib-2.0 gio-2.0 gio-unix-2.0 jansson
PACKAGES_store   := sqlite3
PACKAGES_draw    := pangocairo pangoft2 fontconfig
PACKAGES_slip    := libqrencode
PACKAGES_machine := libsystemd libinput libudev
PACKAGES_ui      := sdl2

STATIC_store  := -lmbedcrypto
STATIC_region := -lcurl -lmbedtls -lmbedx509 -lmbedcrypto

# The two programs; each is the main.c of its floor.
PROGRAM_kiosk := wegwijs-kiosk
PROGRAM_sync  := wegwijs-sync

# Programs for a desk or a developer's PC. They may use every floor but the two programs'.
TOOLS := $(patsubst host-tools/%/main.c,%,$(sort $(wildcard host-tools/*/main.c)))
PACKAGES_regiond := libmicrohttpd libpq
PACKAGES_bench   := x11

# Modules of other programs that a tool takes whole, so that what it tries out is what runs.
MODULES_fleet := firmware/sync/schedule host-tools/regiond/pace

# One implementation of several: firmware/<module>_<variant>.c is compiled, its brothers are left out.
VARIANTS :=
ifeq ($(INSPECTOR),no)
LEFT_OUT := $(wildcard firmware/ui/inspector*.c)
else
LEFT_OUT := firmware/ui/no_inspector.c
endif
# Sanitizers have a heap of their own.
LEFT_OUT += firmware/machine/$(if $(filter asan fuzz,$(TARGET)),,no_)private_heap.c

# ---- Flags ----------------------------------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Werror -Wswitch-enum -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
  -Wmissing-declarations -Wold-style-definition -Wvla -Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings \
  -Wimplicit-fallthrough -Wdate-time
HARDEN_CC := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
HARDEN_LD := -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code
SANITIZE  := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

CC_native := gcc
CC_clang  := clang
CC_asan   := gcc
CC_fuzz   := clang
CC_arm64  := aarch64-linux-gnu-gcc
CC        := $(or $(CC_$(TARGET)),$(error TARGET=$(TARGET) is not one of native, clang, asan, fuzz, arm64))
AR_arm64  := aarch64-linux-gnu-gcc-ar
AR        := $(or $(AR_$(TARGET)),ar)
PKG_CONFIG_arm64 := aarch64-linux-gnu-pkg-config
PKG_CONFIG := $(or $(PKG_CONFIG_$(TARGET)),pkg-config)

TARGET_CC_native := -O2 $(HARDEN_CC) -fcf-protection
TARGET_CC_clang  := -O2 $(HARDEN_CC) -fcf-protection
TARGET_CC_arm64  := -O2 $(HARDEN_CC) -mbranch-protection=standard
TARGET_CC_asan   := -O1 $(SANITIZE)
TARGET_CC_fuzz   := -O1 $(SANITIZE) -fsanitize=fuzzer-no-link
TARGET_LD_native := $(HARDEN_LD)
TARGET_LD_clang  := $(HARDEN_LD)
TARGET_LD_arm64  := $(HARDEN_LD)
TARGET_LD_asan   := $(SANITIZE)
TARGET_LD_fuzz   := $(SANITIZE)
ifneq ($(filter native clang asan fuzz,$(TARGET)),)
ifneq ($(filter-out x86_64 i686,$(shell uname -m)),)
TARGET_CC_$(TARGET) := $(filter-out -fcf-protection,$(TARGET_CC_$(TARGET)))
endif
endif

LANGUAGE := -std=c17 -g -fPIE -D_GNU_SOURCE -DG_LOG_USE_STRUCTURED -DWEGWIJS_VERSION=\"$(VERSION)\"
ALL_PACKAGES := $(sort $(foreach f,$(FLOORS) $(TOOLS) bench,$(PACKAGES_$f)))

# ---- Sources --------------------------------------------------------------------------------------------------------

LEFT_OUT += $(foreach v,$(VARIANTS),$(filter-out firmware/$v.c,\
  $(wildcard firmware/$(firstword $(subst _, ,$v))_*.c)))
sources = $(filter-out $(LEFT_OUT),$(sort $(wildcard $(1)/*.c $(1)/*/*.c)))
objects = $(patsubst %.c,$(O)/obj/%.o,$(1))
$(foreach f,$(FLOORS),$(eval SOURCES_$f := $(call sources,firmware/$f)))
$(foreach t,$(TOOLS),$(eval SOURCES_$t := $(call sources,host-tools/$t) $(MODULES_$t:=.c)))

FLOORS_HERE   := $(foreach f,$(FLOORS),$(if $(filter-out %/main.c,$(SOURCES_$f)),$f))
PROGRAMS_HERE := $(foreach f,kiosk sync,$(if $(filter firmware/$f/main.c,$(SOURCES_$f)),$f))
TOOLS_USE     := $(filter-out kiosk sync,$(FLOORS))

reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
# The archives of the given floors in linking order, and the outside libraries they need.
archives = $(patsubst %,$(O)/lib%.a,$(strip $(call reverse,$(filter $(1),$(FLOORS_HERE)))))
statics  = $(addprefix -L$(STATIC_ROOT)/lib ,$(sort $(foreach f,$(1),$(STATIC_$f))))
packages = $(sort $(foreach f,$(1),$(PACKAGES_$f)))

PROGRAMS := $(foreach f,$(PROGRAMS_HERE),$(O)/$(PROGRAM_$f)) $(addprefix $(O)/,$(TOOLS))
UNITS    := $(sort $(wildcard tests/unit/*/*_test.c))
UNIT_PROGRAMS := $(patsubst %.c,$(O)/%,$(UNITS))
# Programs that tests in shell need: tests/faults/cutter.c becomes tests/faults/cutter.
FAULT_TOOLS := $(patsubst %.c,$(O)/%,$(sort $(wildcard tests/faults/*.c)))
FUZZERS  := $(patsubst %.c,build/fuzz/%,$(sort $(wildcard tests/fuzz/*/*_fuzz.c)))
BENCHES  := $(patsubst %.c,$(O)/%,$(sort $(wildcard tests/bench/*.c)))
# What programs read at run time: the look, the printers and our own list of fonts.
ASSETS   := $(patsubst %,$(O)/%,$(wildcard assets/*.ini)) $(O)/assets/fonts/fonts.conf

# The content packs, built (not signed) from assets/content: what unit tests and packctl read. They are the same for every
# target, so the native packctl makes them.
PACK_SOURCES := $(sort $(shell find assets/content assets/locale -type f))
PACKS        := $(patsubst assets/content/%,build/packs/%,$(sort $(wildcard assets/content/*/pack.json)))

# ---- Commands -------------------------------------------------------------------------------------------------------

.PHONY: all programs units fuzzers help clean
all: programs ## build the programs (default)
programs: $(PROGRAMS) $(call archives,$(FLOORS)) $(ASSETS) $(if $(filter native,$(TARGET)),$(PACKS))
# What this build leaves out must compile all the same.
units: $(UNIT_PROGRAMS) $(ASSETS) $(PACKS) $(call objects,$(LEFT_OUT)) $(if $(filter native,$(TARGET)),$(FAULT_TOOLS))
fuzzers: $(if $(filter fuzz,$(TARGET)),$(FUZZERS) $(PACKS))

.PHONY: check check-screens check-slips lint test format run golden preview bench faults fuzz
LINTS  := $(sort $(wildcard tests/lint/*.t))
VISITS := $(sort $(wildcard tests/programs/*.t tests/tools/*.t tests/visit/*.t tests/faults/*.t))
PROVE  := prove --failures --timer --exec tests/tap/run

check: build/packages-check.ok ## everything: lint, unit tests (also under sanitizers), whole visits, faults, fuzzing for a moment
	@$(MAKE) TARGET=native all units
	@$(MAKE) TARGET=asan units
	@$(MAKE) TARGET=clang all units
	@$(MAKE) TARGET=fuzz fuzzers
	@$(PROVE) --jobs 2 $(LINTS) $(UNIT_PROGRAMS) $(UNIT_PROGRAMS:$(O)/%=build/asan/%) $(VISITS) \
	  $(sort $(wildcard tests/fuzz/*.t))

lint: all units ## the conventions' rules
	@$(PROVE) $(LINTS)

test: all units ## unit tests only
	@$(PROVE) --jobs 2 $(UNIT_PROGRAMS)

SCREENS := $(filter $(patsubst %,$(O)/tests/unit/kiosk/%_test,screens pseudo_language missing_text contrast golden),$(UNIT_PROGRAMS))
check-screens: all units ## every screen: all languages, sizes, contrasts, panels, both packs; golden pictures
	@$(PROVE) --jobs 2 $(SCREENS)

SLIPS := $(filter $(patsubst %,$(O)/tests/unit/slip/%_test,slip golden rtl_order qr_paper) $(O)/tests/unit/packctl/all_slips_test $(O)/tests/unit/packctl/slip_check_test,$(UNIT_PROGRAMS))
check-slips: all units ## every slip that there can be: length, ink, order from right to left, the code on bad paper
	@WEGWIJS_ALL=1 $(PROVE) --jobs 2 $(SLIPS)

format: build/packages.ok ## apply clang-format
	@find firmware host-tools tests -name '*.[ch]' -print0 | xargs -0 clang-format -i

run: all ## a kiosk with a region behind it; without a display a scripted visit
	@host-tools/run/run.sh $(O)

golden: all units ## draw the golden pictures of tests/golden anew: look at the difference, then keep it
	@WEGWIJS_GOLDEN=write $(PROVE) $(filter %/golden_test,$(UNIT_PROGRAMS))

preview: all ## every screen and slips in every language as one HTML page
	@host-tools/run/preview.sh $(O)

bench: all $(BENCHES) ## speed and memory, as a table
	@tests/bench/bench.sh $(O)

faults: build/packages-check.ok all units check-slips ## check-slips, and every fault in its long form (hours; PARTS= of tests/faults/parts)
	@tests/faults/faults.sh $(O) $(PARTS)

MINUTES ?= 1
fuzz: ## feed the parsers with noise, MINUTES=n for each (1)
	@$(MAKE) TARGET=fuzz fuzzers
	@tests/fuzz/fuzz.sh $(MINUTES) $(FUZZERS)

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

clean: ## remove what was built (the libraries fetched from Debian stay)
	rm -rf build/log build/native* build/clang build/asan build/fuzz build/arm64 build/packs build/run

# ---- Rules ----------------------------------------------------------------------------------------------------------

say_0 = @echo '$(1)' '$(patsubst $(O)/%,%,$(2))';
say_1 =
say = $(call say_$(V),$(1),$(2))

# The packages this needs of Debian: installed when one is missing.
build/packages.ok: host-tools/setup/packages
	@host-tools/setup/install-packages $< && mkdir -p build && touch $@
build/packages-check.ok: host-tools/setup/packages-check
	@host-tools/setup/install-packages $< && mkdir -p build && touch $@

# mbedTLS and curl from Debian 13's sources. The folder is named for the compiler's target and for what goes in.
STATIC_INPUTS := firmware/third-party/mbedtls_config.h host-tools/setup/fetch-third-party host-tools/setup/build-third-party
STATIC_HASH   := $(shell cat $(STATIC_INPUTS) | sha256sum | cut -c1-12)
MACHINE_arm64 := aarch64-linux-gnu
MACHINE       := $(or $(MACHINE_$(TARGET)),$(shell uname -m)-linux-gnu)
STATIC_ROOT   := $(THIRD_PARTY)/$(MACHINE)-$(STATIC_HASH)
$(STATIC_ROOT)/ready: | build/packages.ok
	@host-tools/setup/fetch-third-party $(THIRD_PARTY)/sources
	@host-tools/setup/build-third-party $(THIRD_PARTY)/sources $(STATIC_ROOT) $(MACHINE)

# Files whose change must rebuild others are rewritten only when their words change: keep(file,text).
FLAGS = $(LANGUAGE) -Ifirmware -Ihost-tools -I$(O)/generated -isystem $(STATIC_ROOT)/include $(WARNINGS) \
  $(TARGET_CC_$(TARGET))
differ = $(subst x$(1),,x$(2))$(subst x$(2),,x$(1))
keep = $(if $(call differ,$(strip $(file <$(1))),$(strip $(2))),$(shell mkdir -p $(dir $(1)))$(file >$(1),$(2)))

ifeq ($(filter help clean,$(MAKECMDGOALS)),)
$(call keep,$(O)/flags,$(FLAGS))
$(call keep,$(O)/lists/packages,$(ALL_PACKAGES))
$(foreach f,$(FLOORS) $(TOOLS),$(call keep,$(O)/lists/$f,$(SOURCES_$f)))
# The clock never believes a time before the day of the last commit.
BUILD_UNIX_S := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null || date +%s))
define BUILD_DATE
#include <stdint.h>
#define WEGWIJS_BUILD_UNIX_S INT64_C($(shell echo $$(($(BUILD_UNIX_S) / 86400 * 86400))))
endef
$(call keep,$(O)/generated/build_date.h,$(BUILD_DATE))
endif

# What the compiler is told on every call; outside headers are "system" so that our warnings do not apply to them.
$(O)/cc.flags: $(O)/flags $(O)/lists/packages $(STATIC_ROOT)/ready | build/packages.ok
	@{ cat $<; $(PKG_CONFIG) --cflags $(ALL_PACKAGES) | sed "s/-I/-isystem /g"; } > $@

$(O)/obj/%.o: %.c $(O)/cc.flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(if $(filter 0,$(V)),@)$(CC) @$(O)/cc.flags $(if $(filter tests/%,$<),-Itests) -DG_LOG_DOMAIN=\"wegwijs-$(DOMAIN)\" -MMD -MP -c $< -o $@

define floor_rules
$(O)/obj/firmware/$(1)/%.o: DOMAIN := $(1)
$(O)/lib$(1).a: $(call objects,$(filter-out %/main.c,$(SOURCES_$(1)))) $(O)/lists/$(1)
	$$(call say,AR,$$@)
	@rm -f $$@
	$$(if $$(filter 0,$$(V)),@)$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach f,$(FLOORS),$(eval $(call floor_rules,$f)))
$(O)/obj/tests/%.o: DOMAIN := test

# link(program, objects, floors, further users of packages): one program.
define link
$(1): $(2) $(call archives,$(3)) $(O)/cc.flags
	$$(call say,LD,$$@)
	@mkdir -p $$(@D)
	$$(if $$(filter 0,$$(V)),@)$(CC) -pie $(TARGET_LD_$(TARGET)) $$(LINK_EXTRA) -Wl,--as-needed -o $$@ $$(filter %.o %.a,$$^) \
	  $(call statics,$(3)) $$$$($(PKG_CONFIG) --libs $(call packages,$(3) $(4))) -lm
endef
own_objects = $(call objects,$(filter-out %/main.c,$(SOURCES_$(1))))
$(foreach f,$(PROGRAMS_HERE),$(eval $(call link,$(O)/$(PROGRAM_$f),$(O)/obj/firmware/$f/main.o,$f $(USES_$f))))
$(foreach t,$(TOOLS),$(eval $(O)/obj/host-tools/$t/%.o: DOMAIN := $t))
$(foreach t,$(TOOLS),$(eval $(call link,$(O)/$t,$(call objects,$(SOURCES_$t)) $(O)/lists/$t,$(TOOLS_USE),$t)))

ifeq ($(TARGET),native)
build/packs/%/pack.json: $(O)/packctl $(PACK_SOURCES) $(ASSETS)
	$(call say,PACK,build/packs/$*)
	@SOURCE_DATE_EPOCH=$(BUILD_UNIX_S) $(O)/packctl build assets/content/$* build/packs/$*
	@touch $@
else
.PHONY: native-packs
native-packs:
	@$(MAKE) --silent TARGET=native $(PACKS)
$(PACKS): native-packs ;
endif

# A unit test links its floor and those below it; a tool's test links the tool without its main. Files beside the tests
# that are not tests themselves are shared by them; tests of what is drawn also share tests/shared and tests/golden.
unit_of     = $(notdir $(patsubst %/,%,$(dir $(1))))
unit_floors = $(if $(filter $(1),$(FLOORS)),$(1) $(USES_$(1)),$(TOOLS_USE))
unit_drawn  = $(if $(filter kiosk slip,$(1)),$(wildcard tests/shared/*.c tests/golden/*.c))
unit_shared = $(call objects,$(filter-out %_test.c,$(wildcard tests/unit/$(1)/*.c)) $(unit_drawn))
unit_own    = $(if $(filter $(1),$(TOOLS)),$(call own_objects,$(1)))
unit_link   = $(call link,$(patsubst %.c,$(O)/%,$(1)),$(call objects,$(1)) $(call unit_shared,$(2)) $(call unit_own,$(2)),$(call unit_floors,$(2)),$(2))
$(foreach u,$(UNITS),$(eval $(call unit_link,$u,$(call unit_of,$u))))

$(O)/assets/%.ini: assets/%.ini
	@mkdir -p $(@D) && cp $< $@

# Links to Debian's files and a cache that names their folder.
FONTS_FROM := assets/fonts/fonts.list assets/fonts/fonts.conf.in
$(O)/assets/fonts/fonts.conf: host-tools/setup/build-fonts $(FONTS_FROM) | build/packages.ok
	$(call say,FONTS,$(@D))
	@$< $(@D) $(FONTS_FROM)

# A fuzz target links what a unit test of its floor would; a benchmark may use every floor.
fuzz_link = $(call link,build/fuzz/$(1:.c=),$(call objects,$(1)) $(call unit_own,$(2)),$(call unit_floors,$(2)),$(2))
ifeq ($(TARGET),fuzz)
$(FUZZERS): LINK_EXTRA := -fsanitize=fuzzer
$(foreach f,$(FUZZERS),$(eval $(call fuzz_link,$(f:build/fuzz/%=%.c),$(call unit_of,$f))))
endif
# A program of tests/faults stands on the lower floors, with the folder beside it that has its name; what is named here, on all floors
# and on these files too.
FAULT_MORE_paper_faults = $(wildcard tests/faults/paper/*.c tests/shared/*.c) tests/unit/slip/slip_fixture.c \
  $(filter-out %/main.c,$(SOURCES_slipview))
fault_link = $(call link,$(1),$(call objects,$(1:$(O)/%=%.c) $(wildcard tests/faults/$(notdir $(1))/*.c) $(FAULT_MORE_$(notdir $(1)))),$(if $(FAULT_MORE_$(notdir $(1))),$(TOOLS_USE),base store region machine),)
$(foreach t,$(FAULT_TOOLS),$(eval $(call fault_link,$t)))
BENCH_SHARED := $(call objects,$(wildcard tests/bench/shared/*.c))
BENCH_MORE_paper_bench = tests/unit/slip/slip_fixture.c $(wildcard tests/shared/*.c)
bench_link = $(call link,$(1),$(call objects,$(1:$(O)/%=%.c) $(BENCH_MORE_$(notdir $(1)))) $(BENCH_SHARED),$(TOOLS_USE),bench)
$(foreach b,$(BENCHES),$(eval $(call bench_link,$b)))

-include $(shell find $(O)/obj -name '*.d' 2>/dev/null)
