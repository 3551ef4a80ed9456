package org.robustgrid.run.executor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.robustgrid.base.UserException;

/**
 * Discovers an executor: {@code META-INF/services/org.robustgrid.run.executor.ExecutorProvider}
 * names it. Its methods start neither ND4J nor another native library, except {@link #start}, which
 * a worker calls once.
 *
 * <p>Its <em>settings</em> are all that it may be asked for and that can change a bit of a result;
 * they are part of every cell's key. Among them are always {@value #PRECISION} and {@value
 * #MICRO_BATCH}.
 */
public interface ExecutorProvider {

  /** The setting that is {@code float} or {@code double}. */
  String PRECISION = "precision";

  /** The setting that says how many samples a network computes at once outside training. */
  String MICRO_BATCH = "microBatch";

  /** What may be asked for besides settings: what computes, for example {@code cpu}. */
  String DEVICE = "device";

  /** Lower-case words joined by hyphens, unique among executors. */
  String id();

  /** One sentence. */
  String summary();

  /**
   * The settings of a new or resumed run.
   *
   * @param asked by option: {@value #DEVICE} and settings by name, each of which wins over what the
   *     run has; a run that was asked for nothing, neither by options nor by system properties,
   *     keeps its own
   * @param kept the settings of a resumed run; empty for a new one
   * @param notes receives information for the user, for example a replacement
   * @throws UserException when what is asked for is unknown, or cannot compute here
   */
  SortedMap<String, String> choose(
      Map<String, String> asked, Optional<SortedMap<String, String>> kept, Consumer<String> notes);

  /** The defaults on this machine: a part of the settings. */
  SortedMap<String, String> ofThisMachine();

  /** The problem with settings and its remedy; empty if this version supports them. */
  Optional<String> problem(Map<String, String> settings);

  /** The device under settings, for example {@code cpu} or {@code cuda:0}. */
  String device(Map<String, String> settings);

  /** Most workers that should share the device; empty if cores and memory decide. */
  OptionalInt workers(Map<String, String> settings);

  /**
   * Options of a worker's JVM.
   *
   * @param nativeMegabytes most memory that it may take outside the Java heap
   */
  List<String> javaOptions(Map<String, String> settings, long nativeMegabytes);

  /**
   * Prepares the environment of a worker before it starts.
   *
   * @param environment to be changed; threads are settled there already
   */
  void prepare(Map<String, String> settings, Map<String, String> environment);

  /**
   * What this machine offers the executor and what is in the way, in lines for a user; none where
   * the machine's own description says it all. It may start a process that ends again.
   */
  default List<String> diagnosis() {
    return List.of();
  }

  /** One class of each module that computes; their code is part of every cell's key. */
  List<Class<?>> code();

  /**
   * Starts computing in this process, which was started with {@link #javaOptions}.
   *
   * @throws IllegalStateException saying what is missing
   */
  Executor start(Map<String, String> settings);
}
