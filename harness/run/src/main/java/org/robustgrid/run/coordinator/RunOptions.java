package org.robustgrid.run.coordinator;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.robustgrid.base.UserException;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;

/**
 * Options of a run that cannot change a result.
 *
 * @param workers processes at a time; 0 for as many as cores and memory allow
 * @param keep which adversarial images are kept
 * @param shard which part of the grid's models this run works on
 * @param javaOptions further options of the workers' JVMs
 * @param graceSeconds how long after its deadline a worker is killed
 * @param plugins the dropped-in plugins that workers load: each a jar or a folder of jars
 */
public record RunOptions(
    int workers,
    Keep keep,
    Shard shard,
    List<String> javaOptions,
    double graceSeconds,
    List<Path> plugins) {

  /** As many workers as fit, worst images kept, the whole grid, bundled plugins. */
  public static final RunOptions DEFAULT =
      new RunOptions(0, Keep.WORST, Shard.WHOLE, List.of(), 10, List.of());

  public RunOptions {
    Objects.requireNonNull(keep, "keep");
    Objects.requireNonNull(shard, "shard");
    javaOptions = List.copyOf(javaOptions);
    plugins = List.copyOf(plugins);
    if (workers < 0 || workers > 1024) {
      throw new UserException("workers must be 0 (choose) to 1024, but are " + workers);
    }
  }

  /** Which adversarial images are kept. */
  public enum Keep {
    NONE,
    /** Images of broken samples only. */
    WORST,
    ALL
  }

  /**
   * A part of a grid: models are dealt out in the plan's order.
   *
   * @param index counted from 1
   * @param count number of parts
   */
  public record Shard(int index, int count) {

    /** Everything. */
    public static final Shard WHOLE = new Shard(1, 1);

    public Shard {
      if (count < 1 || index < 1 || index > count) {
        throw new UserException(
            "a shard is written i/n with 1 ≤ i ≤ n, but found " + index + "/" + count);
      }
    }

    /** The ids of the models it evaluates; seeds of one row may lie in different shards. */
    public Set<String> models(GridPlan plan) {
      Set<String> ids = new HashSet<>();
      List<PlannedModel> rows = plan.rows();
      for (int i = index - 1; i < rows.size(); i += count) {
        ids.add(rows.get(i).id());
      }
      return ids;
    }

    /** Reads {@code i/n}. */
    public static Shard of(String text) {
      String[] parts = text.split("/", -1);
      try {
        return new Shard(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new UserException(
            "a shard is written i/n, for example 1/4, but found '" + text + "'", e);
      }
    }
  }

  public RunOptions withWorkers(int value) {
    return new RunOptions(value, keep, shard, javaOptions, graceSeconds, plugins);
  }

  public RunOptions withKeep(Keep value) {
    return new RunOptions(workers, value, shard, javaOptions, graceSeconds, plugins);
  }

  public RunOptions withShard(Shard value) {
    return new RunOptions(workers, keep, value, javaOptions, graceSeconds, plugins);
  }

  public RunOptions withJavaOptions(List<String> value) {
    return new RunOptions(workers, keep, shard, value, graceSeconds, plugins);
  }

  public RunOptions withGraceSeconds(double value) {
    return new RunOptions(workers, keep, shard, javaOptions, value, plugins);
  }

  public RunOptions withPlugins(List<Path> value) {
    return new RunOptions(workers, keep, shard, javaOptions, graceSeconds, value);
  }
}
