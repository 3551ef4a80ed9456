package org.robustgrid.bench.speed;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a work's time goes: how often each step of the engine's plan was running when the thread
 * that runs the work was looked at, once a millisecond.
 *
 * @param what the work
 * @param batch images it works on
 * @param samples how often the thread was looked at
 * @param shares of the time, the largest first: a kind of step and its direction, such as {@code
 *     "affine backward"}; {@link #ELSEWHERE} is what runs outside of steps
 */
@JsonPropertyOrder({"what", "batch", "samples", "shares"})
record StepShares(String what, int batch, int samples, Map<String, Double> shares) {

  static final String ELSEWHERE = "elsewhere";

  private static final String PLAN = "org.robustgrid.engine.plan.";
  private static final String FRAME = PLAN + "Frame";
  private static final Map<String, String> PASSES =
      Map.of(
          "forward", "forward",
          "backward", "backward",
          "push", "tangent",
          "backwardThroughTangent", "backward through tangent");
  private static final long INTERVAL_MILLIS = 1;

  /**
   * Runs a work and looks at it.
   *
   * @param runs at least 1
   */
  static StepShares of(Work work, int runs) {
    Stopwatch.warmUp(work);
    Sampler sampler = new Sampler(Thread.currentThread());
    sampler.start();
    for (int i = 0; i < runs; i++) {
      work.action().run();
    }
    Map<String, Integer> counts = sampler.end();
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            entry -> shares.put(entry.getKey(), Math.rint(1000.0 * entry.getValue() / all) / 1000));
    return new StepShares(work.what(), work.batch(), all, shares);
  }

  /** The step that a stack is in: the frame that the plan's own frame called. */
  static String step(StackTraceElement[] stack) {
    for (int i = 1; i < stack.length; i++) {
      String pass =
          stack[i].getClassName().equals(FRAME) ? PASSES.get(stack[i].getMethodName()) : null;
      String called = stack[i - 1].getClassName();
      if (pass != null && called.startsWith(PLAN) && !called.equals(FRAME)) {
        String outer = called.substring(PLAN.length()).replaceFirst("\\$.*", "");
        String name = outer.replaceFirst("(Node|Step)$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return name.toLowerCase(Locale.ROOT) + " " + pass;
      }
    }
    return ELSEWHERE;
  }

  /** Looks at a thread until it is ended. */
  private static final class Sampler extends Thread {

    private final Thread measured;
    private final Map<String, Integer> counts = new HashMap<>();
    private volatile boolean ended;

    Sampler(Thread measured) {
      super("sampler");
      this.measured = measured;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!ended) {
        counts.merge(step(measured.getStackTrace()), 1, Integer::sum);
        try {
          Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    SortedMap<String, Integer> end() {
      ended = true;
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new TreeMap<>(counts);
    }
  }
}
