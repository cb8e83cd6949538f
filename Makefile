# Foyer. `make help` lists what can be made.
#
# Sources are discovered: src/FLOOR/*.c become $(OUT)/libfoyer.a, src/main.c the program, and each
# tests/unit/*_test.c and tests/pictures/*_test.c a test program of its own. Nothing here asks
# pkg-config before a recipe needs its answer, so that `make deps` works on a machine without it.

BUILD   ?= build
PREFIX  ?= /usr
DESTDIR ?=
JOBS    ?= $(shell nproc)
FUZZ_SECONDS ?= 60

# Settings, given as `make WERROR=1`: WERROR makes warnings errors, SAN builds with ASan and UBSan
# (in build/asan), V shows whole commands.
WERROR ?=
SAN    ?=
# What stands before the names of a cross-compiler's tools ("aarch64-linux-gnu-"); tests/tools/foreign.sh sets it.
CROSS  ?=
OUT    := $(BUILD)$(if $(SAN),/asan)

# What is built for: `make deb ARCH=arm64`, `make prove-boot ARCH=arm64`.
NATIVE := $(shell dpkg --print-architecture 2>/dev/null)
ARCH   ?= $(NATIVE)

# ---- what Debian calls the things needed -------------------------------------------------------
BUILD_PACKAGES := gcc libc6-dev pkgconf gettext libsdl2-dev libsdl2-ttf-dev libsdl2-image-dev libjpeg62-turbo-dev \
    libsqlite3-dev libcrypt-dev libpq-dev libfribidi-dev libinih-dev libunibreak-dev libvips-dev libical-dev libcsv-dev \
    libutf8proc-dev libxlsxwriter-dev libseccomp-dev libharfbuzz-dev libicu-dev libqrencode-dev libdrm-dev libxkbcommon-dev xkb-data tzdata fonts-lato fonts-noto-core fonts-noto-cjk
TEST_PACKAGES := postgresql libcmocka-dev sqlite3 poppler-utils libvips-tools unzip zip zbar-tools \
    samba smbclient samba-vfs-modules smbnetfs
FUZZ_PACKAGES := clang libclang-rt-14-dev
BENCH_PACKAGES := valgrind xvfb libx11-dev libxdamage-dev libxtst-dev
VM_PACKAGES = $(if $(filter $(NATIVE),$(ARCH)),qemu-system-x86,qemu-system-arm) qemu-utils mmdebstrap e2fsprogs
FOREIGN_PACKAGES := mmdebstrap qemu-user-static binfmt-support arch-test dpkg-dev
LINT_PACKAGES := clang-format clang-tidy cppcheck shellcheck

# ---- what the compiler is told -----------------------------------------------------------------
# Of these only the headers: they are loaded when they are needed (src/base/library.h).
HEADERS   := libpq xlsxwriter
LIBRARIES := sdl2 SDL2_ttf SDL2_image libjpeg sqlite3 fribidi inih libunibreak vips libical libutf8proc \
    libseccomp libdrm harfbuzz icu-i18n icu-uc libqrencode xkbcommon
ask_pkg_config = $(or $(shell $(CROSS)pkg-config $(1) 2>/dev/null),$(error Some packages are \
    missing. Install them with: make deps))
# Asked once, when first needed. Libraries' headers are not ours to warn about: -isystem.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(patsubst -I%,-isystem %,$$(call ask_pkg_config,--cflags $$(LIBRARIES) $$(HEADERS))))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(call ask_pkg_config,--libs $$(LIBRARIES)))$(PKG_LIBS)

ifeq ($(origin CC),default)
CC       := $(CROSS)gcc
endif
CFLAGS   ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
    -Wmissing-prototypes -Wvla -Wformat=2 $(if $(WERROR),-Werror)
HARDEN   := -fstack-protector-strong -fstack-clash-protection -fPIE \
    $(if $(SAN),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SANITIZE := $(if $(SAN),-fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
COMPILE   = $(CC) -std=c17 -D_GNU_SOURCE -Isrc $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) \
    $(HARDEN) $(SANITIZE)
LINK      = $(CC) $(CFLAGS) $(SANITIZE) $(if $(SAN),-static-libubsan) -pie \
    -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed $(LDFLAGS)
LIBS      = $(PKG_LIBS) -lcsv -lcrypt -lm -pthread

# ---- what there is -----------------------------------------------------------------------------
SOURCES       := $(sort $(wildcard src/*/*.c))
# The decoder of pictures is a program of its own: see there.
PROGRAMS      := $(OUT)/foyer $(OUT)/foyer-pictures
OBJECTS       := $(SOURCES:%.c=$(OUT)/%.o)
TEST_SOURCES  := $(sort $(wildcard tests/unit/*_test.c tests/pictures/*_test.c))
TESTS         := $(TEST_SOURCES:%.c=$(OUT)/%)
# Other .c files beside the tests are shared by the tests of their folder.
HELPERS       := $(filter-out $(TEST_SOURCES),$(sort $(wildcard tests/unit/*.c tests/pictures/*.c)))
HELPER_OBJECTS := $(HELPERS:%.c=$(OUT)/%.o)
# Built by clang, whole and apart, with libFuzzer and the sanitizers.
FUZZ_SOURCES  := $(sort $(wildcard tests/fuzz/*.c))
FUZZERS       := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(filter-out %/fuzz.c,$(FUZZ_SOURCES)))
FUZZ_OBJECTS  := $(SOURCES:%.c=$(BUILD)/fuzz/%.o) $(BUILD)/fuzz/tests/fuzz/fuzz.o
BENCHES       := $(patsubst %.c,$(OUT)/%,$(sort $(wildcard tests/bench/*.c)))
AUDIT         := $(OUT)/tests/audit/audit
PROVE         := $(OUT)/tests/prove/prove
# What tests of the whole program start beside it.
BESIDE        := $(patsubst %.c,$(OUT)/%,$(sort $(wildcard tests/whole/*.c)))
PROVE_OBJECTS := $(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard tests/prove/*.c)) tests/unit/faultvfs.c)
# What the proofs replace: the clock, and allocations of our own code.
PROVE_WRAPS   := clock_wall_now clock_synchronised malloc calloc reallocarray strdup strndup
AUDIT_OBJECTS := $(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard tests/audit/*.c)))
MESSAGES      := $(patsubst assets/po/%.po,$(OUT)/locale/%/LC_MESSAGES/foyer.mo,$(wildcard assets/po/*.po))
PSEUDO        := $(OUT)/locale/xx/LC_MESSAGES/foyer.mo
OUR_CODE       = $(sort $(wildcard src/*.c src/*/*.[ch] tests/*/*.[ch]))

# Each step in a word; the whole command with V=1.
V ?=
say = $(if $(V),,@echo "  $(1)";)

# A make inside a make, using all processors unless told otherwise by -j or JOBS.
AGAIN = +$(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all help accents audit deps deps-vm prove-boot prove-power deps-test deps-fuzz deps-bench deps-lint fuzz fuzz-programs run test test-arm64 unit foreign-root check-programs golden prove random screenshots soak bench bench-share bench-writes deb pot \
    format lint lint-format lint-cppcheck lint-tidy lint-shell install clean FORCE

## make             build the program: build/foyer
all: $(PROGRAMS) $(OUT)/libfoyer.a $(MESSAGES) $(PSEUDO)

## make run         try it: a window, or without a display the headless tour (FULLSCREEN=1)
run: deps
	$(AGAIN) all
	@BUILD='$(BUILD)' FULLSCREEN='$(FULLSCREEN)' tests/tools/run-sample.sh

## make test        every test, on the normal build and on one with sanitizers
test: deps-test
	$(AGAIN) all check-programs
	$(AGAIN) all check-programs SAN=1
	@JOBS='$(JOBS)' tests/run '$(BUILD)' '$(BUILD)/asan'

## make unit        the unit tests alone, on the normal build: a minute
unit: deps-test
	$(AGAIN) all $(TESTS)
	@JOBS='$(JOBS)' tests/run --only unit '$(BUILD)'

## make deps        install the Debian packages the program needs, if any is missing
deps:
	@tests/tools/deps.sh $(BUILD_PACKAGES)
deps-test:
	@tests/tools/deps.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
deps-lint:
	@tests/tools/deps.sh $(BUILD_PACKAGES) $(TEST_PACKAGES) $(LINT_PACKAGES)

deps-vm:
	@tests/tools/deps.sh $(BUILD_PACKAGES) $(TEST_PACKAGES) $(VM_PACKAGES)

deps-fuzz:
	@tests/tools/deps.sh $(BUILD_PACKAGES) $(FUZZ_PACKAGES)

deps-bench:
	@tests/tools/deps.sh $(BUILD_PACKAGES) $(TEST_PACKAGES) $(BENCH_PACKAGES)

check-programs: $(TESTS) $(if $(SAN),,$(PROVE) $(AUDIT) $(BESIDE))

## make test-arm64  the unit and picture tests built for arm64 and run in emulation (root; 6 minutes)
test-arm64: ARCH = arm64
test-arm64: foreign-root
	@$(IN_FOREIGN) make --no-print-directory -j'$(JOBS)' all check-programs BUILD='$(BUILD)/$(ARCH)'
	@JOBS='$(JOBS)' PATIENCE=4 $(IN_FOREIGN) tests/run --only unit,pictures '$(BUILD)/$(ARCH)'

## make random      made-up visitors who touch everything, ten minutes each (SEEDS=50, FIRST=1)
SEEDS ?= 50
FIRST ?= 1
random: deps-test
	$(AGAIN) all SAN=$(SAN)
	@FOYER='$(CURDIR)/$(OUT)/foyer' SEEDS='$(SEEDS)' FIRST='$(FIRST)' bash tests/whole/random.sh

## make prove       every fault at every place: no reply is lost or doubled (20 minutes; small in make test)
prove: deps-test
	$(AGAIN) all check-programs
	@tests/tools/prove.sh '$(BUILD)'

## make prove-boot  the package in a virtual machine: switched on N times, touched, killed, locked out (N=1 ARCH=arm64; root; 10 minutes)
## make prove-power the power of that machine cut N times while it works: nothing thanked is lost (N=20; root; 40 minutes)
VM_TIMES = $(or $(N),$(1))
prove-boot: deps-vm
	$(AGAIN) all $(OUT)/tests/whole/phonephoto
	$(AGAIN) deb ARCH='$(ARCH)'
	@tests/vm/prove.sh '$(BUILD)' '$(ARCH)' boot '$(call VM_TIMES,1)'

prove-power: deps-vm
	$(AGAIN) all
	$(AGAIN) deb ARCH='$(ARCH)'
	@tests/vm/prove.sh '$(BUILD)' '$(ARCH)' power '$(call VM_TIMES,20)'

## make golden      draw the pictures that picture tests compare with anew (look at them!)
golden: deps-test
	$(AGAIN) all check-programs
	@FOYER_GOLDEN=write tests/run --only pictures '$(BUILD)'

## make fuzz        each parser of people's files against made-up bytes (FUZZ_SECONDS=60 each)
fuzz: deps-fuzz
	$(AGAIN) fuzz-programs
	@tests/tools/fuzz.sh '$(BUILD)/fuzz' '$(FUZZ_SECONDS)'
fuzz-programs: $(FUZZERS)

## make screenshots take the screenshots of the README anew
screenshots: deps-test
	$(AGAIN) all
	@BUILD='$(BUILD)' tests/tools/screenshots.sh

## make bench       looking at 5,000 files, importing photos, instructions, presses, beside other programs, replies (PARTS="scan import counts touch rivals replies")
bench: deps-bench
	$(AGAIN) all $(BENCHES)
	@BUILD='$(BUILD)' tests/bench/bench.sh

## make soak        a simulated year: photos, visitors, nights, restarts; memory and files stay level (DAYS=365, SAN=1)
DAYS ?= 365
soak: deps-test
	$(AGAIN) all $(OUT)/tests/soak/soak SAN=$(SAN)
	@FOYER='$(CURDIR)/$(OUT)/foyer' FOYER_LOCALE='$(CURDIR)/$(OUT)/locale' tests/tools/soak.sh '$(OUT)' '$(DAYS)'

## make bench-share over a Samba server: from a dropped photo to the catalogue, from deleting it to gone
bench-share: deps-test
	$(AGAIN) all
	@FOYER='$(CURDIR)/$(OUT)/foyer' SAMBA_TIMES=20 bash tests/whole/samba.sh

## make bench-writes bytes that a day without drops and visitors writes to the disk (MINUTES=10)
MINUTES ?= 10
bench-writes: deps
	$(AGAIN) all
	@BUILD='$(BUILD)' tests/bench/writes.sh '$(MINUTES)'

## make pot         collect the strings to translate: assets/po/foyer.pot, and bring the .po up to it
pot:
	@tests/tools/pot.sh assets/po/foyer.pot
	@for po in $(wildcard assets/po/*.po); do msgmerge --quiet --update --backup=none "$$po" assets/po/foyer.pot; done

## make audit     every screen in every language, size and comfort: build/audit/index.html (ten minutes)
audit: deps-test
	$(AGAIN) all check-programs
	@BUILD='$(BUILD)' tests/tools/audit.sh

## make accents     which letters a long press offers, anew from the CLDR: src/ui/accents.c
accents:
	@tests/tools/deps.sh python3-icu clang-format
	tests/tools/accents.py >src/ui/accents.c.new && mv src/ui/accents.c.new src/ui/accents.c
	clang-format -i src/ui/accents.c

## make format      lay out our C files by .clang-format
format: deps-lint
	clang-format -i $(OUR_CODE)

## make lint        clang-format, cppcheck, clang-tidy and shellcheck have nothing to say
lint: deps-lint
	$(AGAIN) -k lint-format lint-cppcheck lint-tidy lint-shell
lint-format:
	$(call say,clang-format)clang-format --dry-run -Werror $(OUR_CODE)
lint-cppcheck:
	$(call say,cppcheck)cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr \
	    --enable=warning,performance,portability --suppress=missingIncludeSystem \
	    -D_GNU_SOURCE -Isrc $(filter %.c,$(OUR_CODE))
# One target for each file, so that they run side by side.
lint-tidy: $(patsubst %.c,tidy/%,$(filter %.c,$(OUR_CODE)))
tidy/%: %.c
	$(call say,clang-tidy $<)clang-tidy --quiet $< -- -std=c17 -D_GNU_SOURCE -Isrc $(PKG_CFLAGS)

lint-shell:
	$(call say,shellcheck)shellcheck -x -s bash .ci/run tests/run kiosk-config/completion/foyer $(wildcard tests/*.sh tests/*/*.sh kiosk-config/*.sh)
	$(call say,shellcheck of the package)shellcheck -s sh kiosk-config/debian/postinst kiosk-config/debian/prerm kiosk-config/debian/postrm

## make install     put it under $(DESTDIR)$(PREFIX): program, assets, languages
install: all
	install -D -m 755 $(OUT)/foyer '$(DESTDIR)$(PREFIX)/bin/foyer'
	install -D -m 755 $(OUT)/foyer-pictures '$(DESTDIR)$(PREFIX)/lib/foyer/foyer-pictures'
	cd assets && find . -type f ! -path './sample/*' ! -path './po/*' ! -path './screenshots/*' \
	    -exec install -D -m 644 '{}' '$(abspath $(DESTDIR)$(PREFIX))/share/foyer/{}' \;
	$(foreach mo,$(MESSAGES),install -D -m 644 $(mo) \
	    '$(DESTDIR)$(PREFIX)/share/locale/$(mo:$(OUT)/locale/%=%)' &&) true

## make deb         the Debian package: build/foyer_VERSION_ARCH.deb (ARCH=arm64 builds for that one)
ifeq ($(ARCH),$(NATIVE))
deb: deps
	@tests/tools/deps.sh dpkg-dev
	$(AGAIN) all
	@kiosk-config/package.sh '$(OUT)' '$(ARCH)' '$(BUILD)'
else
deb: foreign-root
	@$(IN_FOREIGN) make --no-print-directory -j'$(JOBS)' all BUILD='$(BUILD)/$(ARCH)'
	@$(IN_FOREIGN) kiosk-config/package.sh '$(BUILD)/$(ARCH)' '$(ARCH)' '$(BUILD)'
endif

# Another architecture is built for in a root file system of its own, with the libraries of that one. These are
# its tools, and those that the tests call (vips from there, too: only one libvips fits into a system).
FOREIGN_TOOLS = make gettext dpkg-dev file $(filter-out lib%-dev gcc pkgconf,$(BUILD_PACKAGES)) sqlite3 poppler-utils \
    unzip zip zbar-tools libvips-tools:$(1)
FOREIGN_LIBRARIES = $(addsuffix :$(1),$(filter lib%-dev,$(BUILD_PACKAGES) $(TEST_PACKAGES)))
IN_FOREIGN = WERROR='$(WERROR)' V='$(V)' tests/tools/foreign.sh run '$(BUILD)' '$(ARCH)'
foreign-root:
	@tests/tools/deps.sh $(FOREIGN_PACKAGES)
	@tests/tools/foreign.sh make '$(BUILD)' '$(ARCH)' $(sort $(call FOREIGN_TOOLS,$(ARCH)) $(call FOREIGN_LIBRARIES,$(ARCH)))

## make clean       remove everything that was built
clean:
	rm -rf -- '$(BUILD)'

## make help        this list
help:
	@sed -n 's/^## //p' Makefile
	@echo "Settings: BUILD=folder JOBS=number WERROR=1 (warnings are errors) SAN=1 (sanitizers) V=1 (whole commands)"

# ---- rules -------------------------------------------------------------------------------------
# A file that changes only when its text does: what was built with other settings is built again.
remember = @mkdir -p $(@D); echo '$(subst ','\'',$(1))' | cmp -s - $@ || echo '$(subst ','\'',$(1))' > $@
$(OUT)/built-with: FORCE
	$(call remember,$(COMPILE) $(LINK) $(LIBS))
$(OUT)/members: FORCE
	$(call remember,$(OBJECTS))

$(OUT)/%.o: %.c $(OUT)/built-with
	@mkdir -p $(@D)
	$(call say,cc $<)$(COMPILE) -MMD -MP -c $< -o $@

# When the program was made: the release's date in the changelog, or what a package's build says.
MADE = $(or $(SOURCE_DATE_EPOCH),$(shell date -d "$$(sed -n 's/^ -- .*>  //p' kiosk-config/debian/changelog | \
    head -n 1)" +%s))
$(OUT)/src/base/clock.o: private CPPFLAGS += -DFOYER_BUILT=$(MADE)
$(OUT)/src/base/clock.o: kiosk-config/debian/changelog

$(OUT)/libfoyer.a: $(OBJECTS) $(OUT)/members
	@rm -f $@
	$(call say,ar $@)$(CROSS)ar rcs $@ $(OBJECTS)

$(OUT)/foyer: $(OUT)/src/main.o
$(OUT)/foyer-pictures: $(OUT)/src/decoder.o
$(PROGRAMS): $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) $(filter %.o,$^) $(filter %.a,$^) $(LIBS) -o $@

$(TESTS): $(OUT)/%: $(OUT)/%.o $(HELPER_OBJECTS) $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) $< $(filter $(dir $@)%,$(HELPER_OBJECTS)) $(OUT)/libfoyer.a $(LIBS) -lcmocka -o $@

# The program with a part replaced, for the test that shows what that part is for.
$(OUT)/tests/whole/remembers: $(OUT)/tests/whole/remembers.o $(OUT)/src/main.o $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) -Wl,--wrap=wipe $^ $(LIBS) -o $@

# Writes a photo as a phone does, for what shows that Foyer has the memory for it.
$(OUT)/tests/whole/phonephoto: $(OUT)/tests/whole/phonephoto.o $(OUT)/tests/unit/phonephoto.o $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) $^ $(LIBS) -o $@

FUZZ_COMPILE = clang -std=c17 -D_GNU_SOURCE -Isrc -Itests/fuzz $(PKG_CFLAGS) -O1 -g -fno-omit-frame-pointer \
    -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
$(BUILD)/fuzz/%.o: %.c
	@mkdir -p $(@D)
	$(call say,fuzz cc $<)$(FUZZ_COMPILE) -MMD -MP -c $< -o $@
$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/fuzz/tests/fuzz/%.o $(FUZZ_OBJECTS)
	$(call say,fuzz ld $@)clang -fsanitize=fuzzer,address,undefined $< -Wl,--as-needed $(FUZZ_OBJECTS) $(LIBS) -o $@
$(OUT)/tests/soak/soak: $(OUT)/tests/soak/soak.o $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) $^ $(LIBS) -o $@
$(AUDIT): $(AUDIT_OBJECTS) $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) $^ $(LIBS) -o $@
$(PROVE): $(PROVE_OBJECTS) $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) $(PROVE_WRAPS:%=-Wl,--wrap=%) $^ $(LIBS) -o $@
# Looks at other programs through X, and is no part of Foyer.
$(OUT)/tests/bench/watch: BENCH_LIBS = -lX11 -lXdamage -lXtst
$(BENCHES): $(OUT)/%: $(OUT)/%.o $(OUT)/libfoyer.a
	$(call say,ld $@)$(LINK) $^ $(LIBS) $(BENCH_LIBS) -o $@

$(OUT)/locale/%/LC_MESSAGES/foyer.mo: assets/po/%.po
	@mkdir -p $(@D)
	$(call say,msgfmt $@)msgfmt --check -o $@ $<

# The pseudo-language for tests of the layout; it is not installed.
$(PSEUDO): assets/po/foyer.pot tests/tools/pseudo.sh
	@mkdir -p $(@D)
	$(call say,pseudo-language $@)tests/tools/pseudo.sh $< $(@D)/xx.po
	@msgfmt --check-format -o $@ $(@D)/xx.po

-include $(OBJECTS:.o=.d) $(OUT)/src/main.d $(TESTS:=.d) $(HELPER_OBJECTS:.o=.d) $(BESIDE:=.d) $(BENCHES:=.d) $(OUT)/tests/soak/soak.d $(AUDIT_OBJECTS:.o=.d) $(PROVE_OBJECTS:.o=.d) \
    $(FUZZ_OBJECTS:.o=.d) $(FUZZERS:$(BUILD)/fuzz/%=$(BUILD)/fuzz/tests/fuzz/%.d)
