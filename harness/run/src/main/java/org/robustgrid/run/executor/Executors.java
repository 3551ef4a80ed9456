package org.robustgrid.run.executor;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The executors of this installation. */
public final class Executors {

  /** The executor that computes unless another one is asked for. */
  public static final String STANDARD = "engine";

  private static final List<ExecutorProvider> ALL =
      ServiceLoader.load(ExecutorProvider.class, Executors.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Executors() {}

  /** All of them, in no particular order. */
  public static List<ExecutorProvider> all() {
    return ALL;
  }

  /** Finds one by id. */
  public static Optional<ExecutorProvider> find(String id) {
    return ALL.stream().filter(provider -> provider.id().equals(id)).findFirst();
  }

  /** Their ids in words. */
  public static String known() {
    return ALL.stream().map(ExecutorProvider::id).sorted().collect(Collectors.joining(", "));
  }
}
