package org.robustgrid.cli.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How long a run still takes, by what its cells have taken so far. Estimates made before a run know
 * neither the machine nor the network, and a small cell's start takes longer than its work: a time
 * is shown only once cells of the kinds that most of the rest consists of have been measured.
 */
final class RemainingTime {

  /** A cell's progress says nothing about the rest of it before this share of its work. */
  private static final double RELIABLE_SHARE = 0.05;

  /** Nor before it was observed for this number of seconds. */
  private static final double LONG_ENOUGH = 1.5;

  /** Smaller steps of a cell's progress are ignored. */
  private static final double FINEST = 1e-3;

  /** Share of the remaining work that must be of a measured kind. */
  private static final double KNOWN = 0.5;

  /**
   * A cell as it was planned.
   *
   * @param kind of work; cells of one kind differ from their estimates by about the same factor
   * @param seconds by estimate, positive
   */
  record Planned(String kind, double seconds) {}

  /** A cell of which nothing was known when the run was planned. */
  static final Planned UNPLANNED = new Planned("", 1);

  /** What cells of a kind took, and what they would have by their estimates. */
  private static final class Pace {

    private double took;
    private double estimated;

    private void add(double seconds, double estimate) {
      took += seconds;
      estimated += estimate;
    }

    private OptionalDouble factor() {
      return estimated > 0 ? OptionalDouble.of(took / estimated) : OptionalDouble.empty();
    }
  }

  /**
   * A cell that is being computed. Its speed is taken from the later half of its progress: before
   * it, a network is loaded, and code that has just started is slow.
   */
  private static final class Running {

    private record Point(long nanos, double share) {}

    private final Planned planned;
    private final long since;
    private final Deque<Point> points = new ArrayDeque<>();
    private double share;
    private boolean erratic;

    private Running(Planned planned, long since) {
      this.planned = planned;
      this.since = since;
    }

    private void progress(long nanos, double now) {
      // progress of one part after the other says nothing about the whole
      erratic |= now < share;
      share = now;
      if (!points.isEmpty() && now - points.getLast().share() < FINEST) {
        return;
      }
      points.add(new Point(nanos, now));
      while (points.size() > 2
          && second().share() <= now / 2
          && nanos - second().nanos() >= LONG_ENOUGH * 1e9) {
        points.remove();
      }
    }

    private Point second() {
      Iterator<Point> all = points.iterator();
      all.next();
      return all.next();
    }

    /** Seconds that the whole cell takes at its present speed; empty if it is not known. */
    private OptionalDouble whole() {
      if (erratic || points.size() < 2) {
        return OptionalDouble.empty();
      }
      double seconds = (points.getLast().nanos() - points.getFirst().nanos()) / 1e9;
      double done = points.getLast().share() - points.getFirst().share();
      return done < RELIABLE_SHARE || seconds < LONG_ENOUGH
          ? OptionalDouble.empty()
          : OptionalDouble.of(seconds / done);
    }
  }

  private final Map<String, Planned> ahead;
  private final LongSupplier nanos;
  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, Pace> paces = new HashMap<>();
  private int left;
  private int workers = 1;

  /**
   * Of a run that has not begun.
   *
   * @param cells by name
   * @param nanos the time
   */
  RemainingTime(Map<String, Planned> cells, LongSupplier nanos) {
    this.ahead = new HashMap<>(cells);
    this.nanos = nanos;
    this.left = cells.size();
  }

  /**
   * The run begins.
   *
   * @param cells that are to be computed; some of the planned ones may be finished
   * @param processes that compute cells at once
   */
  void started(int cells, int processes) {
    left = cells;
    workers = Math.max(1, processes);
  }

  void cellStarted(String name) {
    Planned planned = ahead.remove(name);
    running.put(name, new Running(planned == null ? UNPLANNED : planned, nanos.getAsLong()));
  }

  /**
   * A cell has made progress.
   *
   * @param share of its work that is done, from 0 to 1
   */
  void cellProgress(String name, double share) {
    Running cell = running.get(name);
    if (cell != null) {
      cell.progress(nanos.getAsLong(), share);
    }
  }

  void cellFinished(String name) {
    Running cell = running.remove(name);
    if (cell != null) {
      left--;
      paces
          .computeIfAbsent(cell.planned.kind(), kind -> new Pace())
          .add(since(cell), cell.planned.seconds());
    }
  }

  /** A cell ended before its work was done; the time that it took says nothing about others. */
  void cellFailed(String name) {
    if (running.remove(name) != null) {
      left--;
    }
  }

  /** Seconds until the run ends; empty where too little was measured. */
  OptionalDouble seconds() {
    Map<String, Pace> now = paces();
    Pace all = new Pace();
    now.values().forEach(pace -> all.add(pace.took, pace.estimated));
    if (all.factor().isEmpty()) {
      return OptionalDouble.empty();
    }
    double total = 0;
    double known = 0;
    double longest = 0;
    for (Running cell : running.values()) {
      OptionalDouble factor = factor(now, cell.planned.kind());
      OptionalDouble whole = cell.whole();
      double rest =
          whole.isPresent()
              ? whole.getAsDouble() * (1 - cell.share)
              : Math.max(
                  0,
                  cell.planned.seconds() * factor.orElse(all.factor().getAsDouble()) - since(cell));
      total += rest;
      known += whole.isPresent() || factor.isPresent() ? rest : 0;
      longest = Math.max(longest, rest);
    }
    int notBegun = Math.max(0, left - running.size());
    // which of the planned cells an earlier run has finished is not known: they share what is left
    double each = ahead.isEmpty() ? 0 : notBegun / (double) ahead.size();
    for (Planned cell : ahead.values()) {
      OptionalDouble factor = factor(now, cell.kind());
      double rest = each * cell.seconds() * factor.orElse(all.factor().getAsDouble());
      total += rest;
      known += factor.isPresent() ? rest : 0;
    }
    return known < KNOWN * total
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(longest, total / Math.max(1, Math.min(workers, left))));
  }

  /** Of finished cells, and of running ones whose speed is known. */
  private Map<String, Pace> paces() {
    Map<String, Pace> now = new HashMap<>();
    paces.forEach((kind, pace) -> pace(now, kind).add(pace.took, pace.estimated));
    for (Running cell : running.values()) {
      cell.whole()
          .ifPresent(
              whole ->
                  pace(now, cell.planned.kind())
                      .add(whole * cell.share, cell.planned.seconds() * cell.share));
    }
    return now;
  }

  private static Pace pace(Map<String, Pace> paces, String kind) {
    return paces.computeIfAbsent(kind, of -> new Pace());
  }

  private static OptionalDouble factor(Map<String, Pace> paces, String kind) {
    Pace pace = paces.get(kind);
    return pace == null ? OptionalDouble.empty() : pace.factor();
  }

  private double since(Running cell) {
    return (nanos.getAsLong() - cell.since) / 1e9;
  }
}
