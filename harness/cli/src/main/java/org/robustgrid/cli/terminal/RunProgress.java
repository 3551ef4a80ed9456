package org.robustgrid.cli.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.coordinator.RunListener;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.NetworkSpeed;
import org.robustgrid.run.plan.PlannedModel;

/**
 * Shows a run's progress: a bar with the remaining time on a terminal, a line a cell otherwise.
 * Cells count by their estimated time, so that a long training is not one step among many.
 */
public final class RunProgress implements RunListener, AutoCloseable {

  /** Steps of the bar for one second of estimated work. */
  private static final double STEPS = 100;

  /** Columns that name, percentage, steps and time of the bar take, and a bar that can be read. */
  private static final int BAR = 62;

  /** Columns that the remaining time and the count of cells take at most. */
  private static final int BRIEF = 28;

  /** Where no bar is drawn, a line is written at least so often. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Terminal terminal;
  private final Map<String, RemainingTime.Planned> planned = new HashMap<>();
  private final Map<Long, Double> inFlight = new HashMap<>();
  private final RemainingTime time;
  private final List<String> notes = new ArrayList<>();
  private long lastLine = System.nanoTime();
  private double all;
  private double settled;
  private int cells;
  private int done;
  private ProgressBar bar;

  /**
   * Progress of a plan's cells.
   *
   * @param speed asked for where architectures differ; a factor common to all is soon measured
   */
  public RunProgress(Terminal terminal, GridPlan plan, NetworkSpeed speed) {
    this.terminal = terminal;
    boolean differ = plan.models().stream().map(PlannedModel::architecture).distinct().count() > 1;
    for (Cell cell : Cells.planned(plan)) {
      PlannedModel model = cell.model();
      double factor =
          differ && !model.isFile() ? speed.factor(model, plan.dataset(model.dataset())) : 1;
      double seconds = Math.max(0.2, cell.cost(plan).slower(factor).seconds());
      planned.put(cell.name(), new RemainingTime.Planned(cell.what(), seconds));
    }
    time = new RemainingTime(planned, System::nanoTime);
  }

  private double estimate(WorkUnit unit) {
    return planned.getOrDefault(unit.cell().name(), RemainingTime.UNPLANNED).seconds();
  }

  @Override
  public synchronized void started(int count, int finished, int workers) {
    cells = count;
    done = finished;
    time.started(count - finished, workers);
    if (finished == count) {
      return;
    }
    String reused = finished == 0 ? "" : finished + " of them from an earlier run, ";
    terminal.note(count + " cells, " + reused + workers + (workers == 1 ? " worker" : " workers"));
    // what an earlier run finished is not known cell by cell: its average share is taken off
    double total = planned.values().stream().mapToDouble(RemainingTime.Planned::seconds).sum();
    all = total * (count - finished) / Math.max(1, count);
    if (terminal.interactive()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("running")
              .setInitialMax(Math.max(1, Math.round(all * STEPS)))
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(250)
              .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.width() - 1))
              .hideEta()
              .build();
    }
  }

  @Override
  public synchronized void cellStarted(WorkUnit unit) {
    inFlight.put(unit.id(), 0.0);
    time.cellStarted(unit.cell().name());
    show(unit.describe());
  }

  @Override
  public synchronized void cellProgress(WorkUnit unit, long at, long total, String message) {
    if (total > 0) {
      double share = Math.min(1, (double) at / total);
      inFlight.put(unit.id(), estimate(unit) * share);
      time.cellProgress(unit.cell().name(), share);
      show(unit.describe());
      if (bar == null && System.nanoTime() - lastLine > SILENCE.toNanos()) {
        line(unit.describe() + ", " + Math.round(100 * share) + " %" + remaining());
      }
    }
  }

  @Override
  public synchronized void cellFinished(WorkUnit unit, double seconds) {
    time.cellFinished(unit.cell().name());
    settle(unit);
    if (bar == null) {
      line(unit.describe() + ", " + Durations.words(seconds) + remaining());
    }
  }

  @Override
  public synchronized void cellFailed(WorkUnit unit, String message) {
    time.cellFailed(unit.cell().name());
    settle(unit);
    if (bar == null) {
      line("FAILED " + unit.describe() + ": " + message);
    }
  }

  private void line(String text) {
    lastLine = System.nanoTime();
    terminal.note("[" + done + "/" + cells + "] " + text);
  }

  /** Beside a bar that is drawn over and over, a line would be torn: it waits for the bar's end. */
  @Override
  public synchronized void note(String message) {
    if (bar == null) {
      terminal.note(message);
    } else {
      notes.add(message);
    }
  }

  private void settle(WorkUnit unit) {
    inFlight.remove(unit.id());
    settled += estimate(unit);
    done++;
    show(unit.describe());
  }

  private void show(String what) {
    if (bar != null) {
      double worked = settled + inFlight.values().stream().mapToDouble(Double::doubleValue).sum();
      bar.stepTo(Math.min(bar.getMax(), Math.round(worked * STEPS)));
      String message =
          remaining().replaceFirst("^, ", " ") + "  " + done + "/" + cells + " " + what;
      int room = Math.max(BRIEF, terminal.width() - BAR);
      bar.setExtraMessage(
          message.length() <= room ? message : message.substring(0, room - 1) + "…");
    }
  }

  private String remaining() {
    double left = time.seconds().orElse(0);
    return left < 1 ? "" : ", about " + Durations.whole(left) + " left";
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.stepTo(bar.getMax());
      bar.close();
      bar = null;
    }
    notes.forEach(terminal::note);
    notes.clear();
  }
}
