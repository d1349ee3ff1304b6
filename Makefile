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

.PHONY: setup build test bench format rtl approve characterize install

setup: ## install what is missing of the Debian packages above
	@missing=$$(for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || echo $$package; done); \
	if [ -n "$$missing" ]; then \
	  $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; \
	fi

build:
	cmake -S . -B $(BUILD) -G Ninja
	cmake --build $(BUILD)

test: build
	ctest --test-dir $(BUILD) --output-on-failure --parallel 2

bench: build ## throughput of quantizer and golden model, one thread
	cmake --build $(BUILD) --target bench_golden
	$(BUILD)/tests/bench_golden

format:
	git ls-files '*.cpp' '*.h' | xargs clang-format -i

rtl: build ## the RTL package of CONFIG
	rm -rf $(BUILD)/rtl/$(NAME)
	$(MXGEN) gen $(CONFIG) -o $(BUILD)/rtl/$(NAME)

characterize: ## fit the estimates' data to synthesis and print the errors; takes minutes
	cmake -S . -B $(BUILD) -G Ninja
	cmake --build $(BUILD) --target characterize
	$(BUILD)/characterize gen/view/target_data.cpp $(BUILD)/samples osu018 osu035
	clang-format -i gen/view/target_data.cpp

approve: build ## accept generated files that are kept in the repository
	MXGEN_APPROVE=1 ctest --test-dir $(BUILD) --quiet --label-regex approved
	git status --short

install: build
	cmake --install $(BUILD)
