package org.robustgrid.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output for results, standard error for everything else; both in UTF-8. */
public final class Terminal {

  private static final int WIDTH = 100;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private final int width;
  private final boolean fit;

  /** A terminal over streams whose tables keep all their columns. */
  public Terminal(PrintStream out, PrintStream err, boolean interactive, int width) {
    this(out, err, interactive, width, false);
  }

  /**
   * A terminal over streams.
   *
   * @param interactive whether a person watches {@code err}, so that progress may be redrawn
   * @param width columns
   * @param fit whether a person reads {@code out} at that width, so that tables leave columns out
   */
  public Terminal(PrintStream out, PrintStream err, boolean interactive, int width, boolean fit) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.width = width;
    this.fit = fit;
  }

  /**
   * The process's own streams. From here on {@code System.out} leads to standard error: a library
   * that prints cannot get between the lines of a result.
   */
  public static Terminal ofProcess() {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    System.setOut(err);
    return new Terminal(
        out,
        err,
        Boolean.getBoolean("robustgrid.interactive"),
        Math.max(60, Integer.getInteger("robustgrid.columns", WIDTH)),
        Boolean.getBoolean("robustgrid.fit"));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Writes a line of a result. */
  public void line(String text) {
    out.println(text);
  }

  /** Writes a whole document, as it is, as the result. */
  public void text(String document) {
    out.print(document);
    out.flush();
  }

  /** Writes a line that is not part of a result: a note, a warning, an error. */
  public void note(String text) {
    err.println(text);
  }

  public boolean interactive() {
    return interactive;
  }

  public int width() {
    return width;
  }

  /**
   * The width that tables have: the terminal's, or no bound where a file or a program reads them.
   */
  public int tableWidth() {
    return fit ? width : Integer.MAX_VALUE;
  }

  /** Standard output, for help texts. */
  public PrintStream out() {
    return out;
  }

  /** Standard error, for progress bars. */
  public PrintStream err() {
    return err;
  }
}
