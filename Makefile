# SPDX-License-Identifier: Apache-2.0
# The targets that people use; CMake does the building.
BUILD  := build
MXGEN  := $(BUILD)/mxgen
CONFIG ?= hw/configs/dot_mxfp8.toml
NAME    = $(basename $(notdir $(CONFIG)))

# What building, testing and the flows need of Debian 12.
PACKAGES := cmake ninja-build g++ libboost-dev libfmt-dev libcli11-dev libtomlplusplus-dev \
            nlohmann-json3-dev libssl-dev catch2 libsystemc-dev verilator iverilog yosys opensta \
            qflow-tech-osu018 python3-jsonschema python3-numpy python3-yaml slurm-wlm munge
SUDO     := $(if $(filter 0,$(shell id -u)),,sudo)

# $(call install,PACKAGES): those of them that are missing.
define install
@missing=$$(for package in $(1); do \
  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
    || echo $$package; done); \
if [ -n "$$missing" ]; then \
  $(SUDO) apt-get update && \
  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; \
fi
endef

WERROR   ?= OFF
CONFIGURE = cmake -S . -G Ninja -DMXGEN_WERROR=$(WERROR)

DEMO     := $(BUILD)/demo
ARRAYS   := array_mxfp8 array_mxint8

# The tests that run under sanitizers: those that call no other program.
SANITIZED := gen_ir gen_arith sw_format sw_model sw_accuracy sw_tensor sw_config sw_support sw_report

.PHONY: setup build program demo test sanitize sanitize-cli soak sweep regress bench format format-check rtl cosim ppa \
        approve characterize install package bench-hardware study-lmul study-int-vs-fp \
        setup-layout study-wires $(ARRAYS:%=demo-%)

setup: ## install what is missing of the Debian packages above
	$(call install,$(PACKAGES))

build: setup ## everything, tests too; WERROR=ON: warnings are errors
	$(CONFIGURE) -B $(BUILD)
	cmake --build $(BUILD)

program: setup ## build/mxgen alone
	$(CONFIGURE) -B $(BUILD)
	cmake --build $(BUILD) --target mxgen

# The trained tensors quantized, the real product through the emitted RTL of two arrays, and what
# the arrays cost in area, time and energy: runs stay in build/demo/NAME.
demo: program ## two arrays on trained weights and activations, compared
	rm -rf $(DEMO)
	for format in mxfp8_e4m3 mxint8; do \
	  $(MXGEN) quantize tests/data/act1.npy --format $$format -o $(DEMO)/tensors/act1_$$format && \
	  $(MXGEN) quantize tests/data/w2.npy --format $$format --axis 0 -o $(DEMO)/tensors/w2_$$format \
	    || exit; \
	done
	$(MAKE) --jobs=2 --no-print-directory $(ARRAYS:%=demo-%)
	$(MXGEN) compare $(ARRAYS:%=$(DEMO)/%) --html $(DEMO)/report.html

PRODUCT := --a tests/data/act1.npy --b tests/data/w2.npy

# Two at a time: progress comes in lines, on terminals too.
$(ARRAYS:%=demo-%): export TERM := dumb
$(ARRAYS:%=demo-%): demo-%:
	$(MXGEN) ppa hw/configs/$*.toml -o $(DEMO) $(PRODUCT) > /dev/null
	$(MXGEN) cosim hw/configs/$*.toml --rtl $(DEMO)/$* -o $(DEMO)/$*/cosim $(PRODUCT)
	mkdir -p $(DEMO)/$*/accuracy
	$(MXGEN) matmul hw/configs/$*.toml -o $(DEMO)/$*/accuracy/product.npy $(PRODUCT) --json \
	  > $(DEMO)/$*/accuracy/metrics.json

test: build ## everything but the long tests
	ctest --test-dir $(BUILD) --output-on-failure --parallel 2

sanitize: setup ## unit tests under the sanitizers of addresses and undefined behaviour
	$(CONFIGURE) -B $(BUILD)/sanitize -DMXGEN_SANITIZE=ON
	cmake --build $(BUILD)/sanitize --target $(SANITIZED:%=test_%)
	ctest --test-dir $(BUILD)/sanitize --output-on-failure --parallel 2 \
	  --label-regex '^($(subst $() ,|,$(SANITIZED)))$$'

# Leaks are not looked for: what a command holds when a signal ends it is the system's to free.
sanitize-cli: setup ## the tests of the command line with all of mxgen under the same sanitizers
	$(CONFIGURE) -B $(BUILD)/sanitize -DMXGEN_SANITIZE=ON
	cmake --build $(BUILD)/sanitize --target mxgen test_cli
	ASAN_OPTIONS=detect_leaks=0 ctest --test-dir $(BUILD)/sanitize --output-on-failure \
	  --parallel 2 --label-regex '^cli$$'

bench: build ## quantizer, golden model, generator, interpreter and co-simulation, one thread
	cmake --build $(BUILD) --target bench_golden bench_design
	$(BUILD)/tests/bench_golden
	MXGEN_CACHE=$(BUILD)/model-cache $(BUILD)/tests/bench_design

soak: setup ## the long tests (label soak): random lattices, all inputs of all converters, a million mutants under sanitizers; some hours
	$(CONFIGURE) -B $(BUILD)/soak -DMXGEN_SOAK=ON
	cmake --build $(BUILD)/soak --target all bench_golden bench_design converter_sweep
	ctest --test-dir $(BUILD)/soak --output-on-failure --parallel 2 -L soak
	$(CONFIGURE) -B $(BUILD)/sanitize -DMXGEN_SANITIZE=ON
	cmake --build $(BUILD)/sanitize --target test_sw_tensor
	MXGEN_MUTANTS=250000 $(BUILD)/sanitize/tests/test_sw_tensor "a million mutants*"

# Co-simulation of a space of designs; a repeat does what failed first, and what changed alone.
SPACE ?= hw/regressions/smoke.toml
regress: program ## designs against the golden model (SPACE=hw/regressions/smoke.toml), JUnit XML
	$(MXGEN) sweep $(SPACE) -o $(BUILD)/regress/$(basename $(notdir $(SPACE)))

sweep: build ## every fp32 number through verilated converters to e4m3, e2m1 and int8
	cmake --build $(BUILD) --target converter_sweep
	$(BUILD)/tests/converter_sweep

# hw holds templates.
SOURCES = find gen sw sim tests -name '*.cpp' -o -name '*.h'

format: ## sources as .clang-format says
	$(call install,clang-format)
	$(SOURCES) | xargs clang-format -i

format-check: ## fails where `make format` would change something
	$(call install,clang-format)
	$(SOURCES) | xargs clang-format --dry-run -Werror

rtl: program ## the RTL package of CONFIG
	rm -rf $(BUILD)/rtl/$(NAME)
	$(MXGEN) gen $(CONFIG) -o $(BUILD)/rtl/$(NAME)

characterize: setup ## fit the estimates' data to synthesis and print the errors; takes minutes
	$(CONFIGURE) -B $(BUILD)
	cmake --build $(BUILD) --target characterize
	$(BUILD)/characterize gen/view/target_data.cpp $(BUILD)/samples osu018 osu035 xilinx
	$(BUILD)/characterize designs tests/data/estimates_osu018.txt gen/gates/fitted_data.cpp \
	  $(BUILD)/samples/designs osu018 osu035
	clang-format -i gen/gates/fitted_data.cpp
	clang-format -i gen/view/target_data.cpp

cosim: program ## the RTL of CONFIG against the golden model
	$(MXGEN) cosim $(CONFIG)

ppa: program ## area and speed of CONFIG
	$(MXGEN) ppa $(CONFIG) -o $(BUILD)/runs

approve: build ## accept generated files that are kept in the repository
	MXGEN_APPROVE=1 ctest --test-dir $(BUILD) --quiet --tests-regex approved
	git status --short

# What `make install` and packages hold.
INSTALLED := mxgen mxgen_shared mxgen_golden

install: setup ## into /usr/local, or DESTDIR
	$(CONFIGURE) -B $(BUILD)
	cmake --build $(BUILD) --target $(INSTALLED)
	cmake --install $(BUILD)

package: setup ## build/mxgen_*.deb and build/mxgen-*.tar.gz
	$(call install,dpkg-dev)
	$(CONFIGURE) -B $(BUILD)
	cmake --build $(BUILD) --target $(INSTALLED)
	cd $(BUILD) && cpack

bench-hardware: program ## docs/studies/hardware.md: plain and lowered circuits beside others'
	python3 docs/studies/hardware.py $(MXGEN) $(BUILD)/bench-hardware docs/studies

study-lmul: program ## docs/studies/lmul.md and its data, from synthesis and golden model
	python3 docs/studies/lmul.py $(MXGEN) $(BUILD)/study-lmul docs/studies \
	  tests/data/act1.npy tests/data/w2.npy

# What `mxgen ppa --layout` needs besides; qflow brings graywolf and qrouter.
LAYOUT := qflow graywolf qrouter qflow-tech-osu018 qflow-tech-osu035

setup-layout: ## install what is missing of the Debian packages for placement and routing
	$(call install,$(LAYOUT))

study-wires: program setup-layout ## docs/studies/wires.md: layouts, and the wire model fitted to them
	python3 docs/studies/wires.py $(MXGEN) $(BUILD)/study-wires docs/studies

study-int-vs-fp: program ## docs/studies/int-vs-fp.md and its data: integers against floats, in gates
	python3 docs/studies/int_vs_fp.py $(MXGEN) $(BUILD)/study-int-vs-fp docs/studies
