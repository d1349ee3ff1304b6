# SPDX-License-Identifier: Apache-2.0
# The targets that people use; CMake does the building.
BUILD  := build
MXGEN  := $(BUILD)/mxgen
CONFIG ?= hw/configs/dot_mxfp8.toml
NAME    = $(basename $(notdir $(CONFIG)))

# What building, testing and the flows need of Debian 12.
PACKAGES := cmake ninja-build g++ libboost-dev libfmt-dev libcli11-dev libtomlplusplus-dev \
            nlohmann-json3-dev libssl-dev catch2 libsystemc-dev verilator iverilog yosys opensta \
            qflow-tech-osu018 python3-jsonschema python3-yaml
SUDO     := $(if $(filter 0,$(shell id -u)),,sudo)

DEMO     := $(BUILD)/demo
ARRAYS   := array_mxfp8 array_mxint8

.PHONY: setup build program demo test soak sweep bench format rtl cosim ppa approve characterize \
        install bench-hardware study-lmul study-int-vs-fp $(ARRAYS:%=demo-%)

setup: ## install what is missing of the Debian packages above
	@missing=$$(for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || echo $$package; done); \
	if [ -n "$$missing" ]; then \
	  $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; \
	fi

build: ## everything, tests too
	cmake -S . -B $(BUILD) -G Ninja
	cmake --build $(BUILD)

program: ## build/mxgen alone
	cmake -S . -B $(BUILD) -G Ninja
	cmake --build $(BUILD) --target mxgen

# The trained tensors quantized, the real product through the emitted RTL of two arrays, and what
# the arrays cost in area, time and energy: runs stay in build/demo/NAME.
demo: setup program ## two arrays on trained weights and activations, compared
	rm -rf $(DEMO)
	for format in mxfp8_e4m3 mxint8; do \
	  $(MXGEN) quantize tests/data/act1.npy --format $$format -o $(DEMO)/tensors/act1_$$format && \
	  $(MXGEN) quantize tests/data/w2.npy --format $$format --axis 0 -o $(DEMO)/tensors/w2_$$format \
	    || exit; \
	done
	$(MAKE) --jobs=2 $(ARRAYS:%=demo-%)
	$(MXGEN) compare $(ARRAYS:%=$(DEMO)/%) --html $(DEMO)/report.html

PRODUCT := --a tests/data/act1.npy --b tests/data/w2.npy

$(ARRAYS:%=demo-%): demo-%:
	$(MXGEN) ppa hw/configs/$*.toml -o $(DEMO) $(PRODUCT) --quiet
	$(MXGEN) cosim hw/configs/$*.toml --rtl $(DEMO)/$* -o $(DEMO)/$*/cosim $(PRODUCT)
	mkdir -p $(DEMO)/$*/accuracy
	$(MXGEN) matmul hw/configs/$*.toml -o $(DEMO)/$*/accuracy/product.npy $(PRODUCT) --json \
	  > $(DEMO)/$*/accuracy/metrics.json

test: build
	ctest --test-dir $(BUILD) --output-on-failure --parallel 2

bench: build ## quantizer, golden model, generator, interpreter and co-simulation, one thread
	cmake --build $(BUILD) --target bench_golden bench_design
	$(BUILD)/tests/bench_golden
	MXGEN_CACHE=$(BUILD)/model-cache $(BUILD)/tests/bench_design

soak: ## the long tests (label soak): random lattices, all inputs of all converters; some hours
	cmake -S . -B $(BUILD)/soak -G Ninja -DMXGEN_SOAK=ON
	cmake --build $(BUILD)/soak
	ctest --test-dir $(BUILD)/soak --output-on-failure --parallel 2 -L soak

sweep: build ## every fp32 number through verilated converters to e4m3, e2m1 and int8
	cmake --build $(BUILD) --target converter_sweep
	$(BUILD)/tests/converter_sweep

format:
	git ls-files '*.cpp' '*.h' | xargs clang-format -i

rtl: program ## the RTL package of CONFIG
	rm -rf $(BUILD)/rtl/$(NAME)
	$(MXGEN) gen $(CONFIG) -o $(BUILD)/rtl/$(NAME)

characterize: ## fit the estimates' data to synthesis and print the errors; takes minutes
	cmake -S . -B $(BUILD) -G Ninja
	cmake --build $(BUILD) --target characterize
	$(BUILD)/characterize gen/view/target_data.cpp $(BUILD)/samples osu018 osu035 xilinx
	clang-format -i gen/view/target_data.cpp

cosim: program ## the RTL of CONFIG against the golden model
	$(MXGEN) cosim $(CONFIG)

ppa: program ## area and speed of CONFIG
	$(MXGEN) ppa $(CONFIG) -o $(BUILD)/runs

approve: build ## accept generated files that are kept in the repository
	MXGEN_APPROVE=1 ctest --test-dir $(BUILD) --quiet --tests-regex approved
	git status --short

install: build
	cmake --install $(BUILD)

bench-hardware: program ## docs/studies/hardware.md: plain and lowered circuits beside others'
	python3 docs/studies/hardware.py $(MXGEN) $(BUILD)/bench-hardware docs/studies

study-lmul: program ## docs/studies/lmul.md and its data, from synthesis and golden model
	python3 docs/studies/lmul.py $(MXGEN) $(BUILD)/study-lmul docs/studies \
	  tests/data/act1.npy tests/data/w2.npy

study-int-vs-fp: program ## docs/studies/int-vs-fp.md and its data: integers against floats, in gates
	python3 docs/studies/int_vs_fp.py $(MXGEN) $(BUILD)/study-int-vs-fp docs/studies
