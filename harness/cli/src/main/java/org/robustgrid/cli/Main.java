package org.robustgrid.cli;

import org.robustgrid.cli.terminal.Terminal;

/** The entry point of the process. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    int code = new Application(Terminal.ofProcess()).run(arguments);
    // a native library's own threads must not keep a finished command alive
    System.exit(code);
  }
}
