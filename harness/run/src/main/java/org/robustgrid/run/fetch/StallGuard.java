package org.robustgrid.run.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Closes a stalled connection, so that its reader gets an exception. */
final class StallGuard implements AutoCloseable {

  private final Closeable connection;
  private final Duration patience;
  private final Thread watch;
  private volatile long lastSign = System.nanoTime();
  private volatile boolean stalled;

  /**
   * Begins to watch.
   *
   * @param patience for how long nothing may come
   */
  StallGuard(Closeable connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
    this.watch = new Thread(this::watch, "stall guard");
    watch.setDaemon(true);
    watch.start();
  }

  /** Reports that something came. */
  void sign() {
    lastSign = System.nanoTime();
  }

  /** Whether the connection was closed because nothing came. */
  boolean stalled() {
    return stalled;
  }

  private void watch() {
    try {
      while (System.nanoTime() - lastSign < patience.toNanos()) {
        Thread.sleep(Math.max(1, patience.toMillis() / 10));
      }
      stalled = true;
      connection.close();
    } catch (InterruptedException e) {
      // the transfer ended
      return;
    } catch (IOException e) {
      // the reader is woken by the attempt alone
      return;
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
