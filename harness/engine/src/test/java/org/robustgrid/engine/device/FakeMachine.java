package org.robustgrid.engine.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine on which a GPU can be used, until something is taken from it. */
final class FakeMachine implements CudaProbe {

  private static final String GIBIBYTES_16 = "16384, 16000";

  private String platform = "linux-x86_64";
  private boolean built = true;
  private Optional<String> module = Optional.of("NVRM version: NVIDIA UNIX x86_64  510.47.03  Mon");
  private boolean utilities = true;
  private String driverVersion = "510.47.03";
  private String failure = "";
  private List<String> gpus = List.of("0, GPU-aa, NVIDIA A10, " + GIBIBYTES_16 + ", 8.6");
  private boolean tellsCapability = true;
  private final Set<String> missing = new HashSet<>();
  private final Map<String, String> environment = new HashMap<>();

  FakeMachine platform(String value) {
    platform = value;
    return this;
  }

  FakeMachine withoutBackend() {
    built = false;
    return this;
  }

  FakeMachine withoutDriver() {
    module = Optional.empty();
    utilities = false;
    return this;
  }

  FakeMachine withoutUtilities() {
    utilities = false;
    return this;
  }

  FakeMachine failing(String message) {
    failure = message;
    return this;
  }

  FakeMachine driver(String version) {
    driverVersion = version;
    return this;
  }

  FakeMachine withoutGpu() {
    gpus = List.of();
    return this;
  }

  FakeMachine gpus(String... namesAndCapabilities) {
    gpus = new ArrayList<>();
    for (int i = 0; i < namesAndCapabilities.length; i += 2) {
      int index = i / 2;
      gpus.add(
          String.format(
              "%d, GPU-%d, %s, %s, %s",
              index, index, namesAndCapabilities[i], GIBIBYTES_16, namesAndCapabilities[i + 1]));
    }
    return this;
  }

  FakeMachine freeMebibytes(int free) {
    gpus = List.of("0, GPU-aa, NVIDIA T4, 15360, " + free + ", 7.5");
    return this;
  }

  FakeMachine withoutCapability() {
    tellsCapability = false;
    gpus = List.of("0, GPU-aa, Tesla K80, 11441, 11000");
    return this;
  }

  FakeMachine without(String library) {
    missing.add(library);
    return this;
  }

  FakeMachine set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  @Override
  public String platform() {
    return platform;
  }

  @Override
  public boolean onClassPath(String resource) {
    return built && resource.equals(Cuda.LIBRARY);
  }

  @Override
  public Optional<Answer> nvidiaSmi(String... arguments) {
    if (!utilities) {
      return Optional.empty();
    }
    if (!failure.isEmpty()) {
      return Optional.of(new Answer(9, List.of(failure)));
    }
    if (arguments[0].equals("--query-gpu=driver_version")) {
      return Optional.of(new Answer(0, List.of(driverVersion)));
    }
    if (arguments[0].contains("compute_cap") && !tellsCapability) {
      return Optional.of(new Answer(2, List.of("Field \"compute_cap\" is not a valid field")));
    }
    return Optional.of(new Answer(0, gpus));
  }

  @Override
  public Optional<String> kernelModule() {
    return module;
  }

  @Override
  public boolean finds(String library) {
    return !missing.contains(library);
  }

  @Override
  public Optional<String> environment(String variable) {
    return Optional.ofNullable(environment.get(variable));
  }
}
