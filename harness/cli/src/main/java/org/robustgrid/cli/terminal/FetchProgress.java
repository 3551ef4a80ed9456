package org.robustgrid.cli.terminal;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.robustgrid.spi.Monitor;

/** Shows how much of a file was fetched: a bar on a terminal, nothing otherwise. */
public final class FetchProgress implements Monitor, AutoCloseable {

  private static final long MEGABYTE = 1_000_000;

  private final Terminal terminal;
  private String shown = "";
  private ProgressBar bar;

  public FetchProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What is done may be less than before: a server that ignores ranges sends all again. */
  @Override
  public synchronized void progress(long done, long total, String message) {
    if (!terminal.interactive()) {
      return;
    }
    String what = message.startsWith("unpacking ") ? "unpacking" : message;
    if (!what.equals(shown)) {
      close();
      shown = what;
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(total > 0 ? total : -1)
              .setUnit(" MB", MEGABYTE)
              .showSpeed()
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(250)
              .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.width() - 1))
              .build();
    }
    bar.stepTo(done);
  }

  @Override
  public void check() {}

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      shown = "";
    }
  }
}
