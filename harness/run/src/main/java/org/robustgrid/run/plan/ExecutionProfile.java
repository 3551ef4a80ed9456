package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;

/**
 * How cells are computed, as far as it can change a bit of a result: chosen once per run, stored
 * with it, part of every cell's key.
 *
 * @param executor id of the executor
 * @param settings what it was asked for, by name
 * @param threads native threads of one worker
 * @param batch most samples of an attack's batch
 * @param draws draws of a randomised classifier that an attack's expectation is over
 * @param judgements fresh draws by whose majority a randomised classifier is judged
 * @param resubmissions fresh judgements of an image that all must hold where attacks may try again;
 *     null for {@value #RESUBMISSIONS}
 */
public record ExecutionProfile(
    String executor,
    SortedMap<String, String> settings,
    int threads,
    int batch,
    int draws,
    int judgements,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer resubmissions) {

  /** Draws of an attack's expectation unless a run or a row says otherwise. */
  public static final int DRAWS = 16;

  /** Judgements unless a run or a row says otherwise. */
  public static final int JUDGEMENTS = 11;

  /** Resubmissions unless a row says otherwise. */
  public static final int RESUBMISSIONS = 10;

  private static final int BATCH = 128;

  private static final int MOST_VALUES = 4 << 20;

  /** The profile of cells that are only listed: nothing is computed under it. */
  public static final ExecutionProfile UNDECIDED = standard("", new TreeMap<>());

  public ExecutionProfile {
    settings =
        Collections.unmodifiableSortedMap(new TreeMap<>(settings == null ? Map.of() : settings));
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be 1 to 1024, but are " + threads);
    }
    if (batch < 1 || draws < 1 || judgements < 1) {
      throw new IllegalArgumentException("batch, draws and judgements must be at least 1");
    }
    if (resubmissions != null && resubmissions < 1) {
      throw new IllegalArgumentException("resubmissions must be at least 1");
    }
  }

  /**
   * Samples of a batch: {@link #batch}, or as many as have four million values in all, so that
   * large images do not need a large heap. It depends on nothing else, since last bits may differ
   * from one batch size to another.
   *
   * @param length values of one sample
   */
  public int rows(int length) {
    return Math.max(1, Math.min(batch, MOST_VALUES / length));
  }

  /** One thread a worker, batches of 128, 16 draws, judged by 11. */
  public static ExecutionProfile standard(String executor, SortedMap<String, String> settings) {
    return new ExecutionProfile(executor, settings, 1, BATCH, DRAWS, JUDGEMENTS, null);
  }

  /** The standard profile of the standard executor as it suits this machine; loads no ND4J. */
  public static ExecutionProfile forThisMachine() {
    return standard(
        Executors.STANDARD,
        Executors.find(Executors.STANDARD)
            .orElseThrow()
            .choose(Map.of(), Optional.empty(), note -> {}));
  }

  /**
   * What is wrong with the executor or its settings, and what to do; empty if this version can
   * compute under the profile.
   */
  public Optional<String> problem() {
    return Executors.find(executor)
        .map(provider -> provider.problem(settings))
        .orElseGet(
            () ->
                Optional.of(
                    "the executor '"
                        + executor
                        + "' is not installed; installed are "
                        + Executors.known()));
  }

  /** The executor. */
  public ExecutorProvider provider() {
    return Executors.find(executor)
        .orElseThrow(() -> new IllegalStateException(problem().orElseThrow()));
  }

  /** What computes, for example {@code cpu}. */
  public String device() {
    return provider().device(settings);
  }

  /** {@code float} or {@code double}. */
  public String precision() {
    return settings.get(ExecutorProvider.PRECISION);
  }

  /** Most samples that a network computes at once outside training. */
  public int microBatch() {
    return Integer.parseInt(settings.get(ExecutorProvider.MICRO_BATCH));
  }

  /**
   * The same but for one setting.
   *
   * @throws IllegalArgumentException when the executor cannot be asked for this
   */
  public ExecutionProfile with(String setting, String value) {
    SortedMap<String, String> changed = new TreeMap<>(settings);
    changed.put(setting, value);
    ExecutionProfile profile = by(executor, changed);
    profile
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return profile;
  }

  /** The same, computed by an executor under settings of its own. */
  public ExecutionProfile by(String otherExecutor, SortedMap<String, String> itsSettings) {
    return new ExecutionProfile(
        otherExecutor, itsSettings, threads, batch, draws, judgements, resubmissions);
  }

  public ExecutionProfile withThreads(int value) {
    return new ExecutionProfile(executor, settings, value, batch, draws, judgements, resubmissions);
  }

  public ExecutionProfile withBatch(int value) {
    return new ExecutionProfile(
        executor, settings, threads, value, draws, judgements, resubmissions);
  }

  public ExecutionProfile withDraws(int ofAttacks, int ofJudges) {
    return new ExecutionProfile(
        executor, settings, threads, batch, ofAttacks, ofJudges, resubmissions);
  }

  /** How often an image is judged where attacks may try again. */
  public int timesResubmitted() {
    return resubmissions == null ? RESUBMISSIONS : resubmissions;
  }

  /** The same with other resubmissions; null for {@value #RESUBMISSIONS}. */
  ExecutionProfile withResubmissions(Integer value) {
    return new ExecutionProfile(executor, settings, threads, batch, draws, judgements, value);
  }
}
