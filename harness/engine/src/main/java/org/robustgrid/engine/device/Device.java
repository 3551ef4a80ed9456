package org.robustgrid.engine.device;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** What a process computes on. Everything that differs between devices is asked here. */
public sealed interface Device permits Cpu, Cuda {

  /** The kinds of devices. */
  enum Kind {
    CPU,
    /** An NVIDIA GPU, through ND4J's CUDA backend. */
    CUDA;

    /** The name in options and properties: cpu or cuda. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Kind kind();

  /** What it is called, for people. */
  String name();

  /** Bytes of its memory, if the system reports it. */
  OptionalLong memory();

  /** Why it cannot compute, each a reason with its remedy; empty if it can. */
  List<String> obstacles();

  /**
   * Whether arrays lie in memory that Java reads and writes directly, so that nothing is copied.
   */
  boolean sharesHostMemory();

  /** The class of ND4J that computes on it. */
  String backendClass();

  /** Environment variables for a process that is to compute on it. */
  Map<String, String> environment();

  default boolean available() {
    return obstacles().isEmpty();
  }
}
