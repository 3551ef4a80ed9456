package org.robustgrid.cli.command;

/** The exit codes of the process. */
public final class ExitCode {

  /** All went well. */
  public static final int OK = 0;

  /** A gate failed, an audit found something, a replay or a reference vector did not match. */
  public static final int FAILED = 1;

  /** Something the user can mend. */
  public static final int USER_ERROR = 2;

  /** A run ended with failed or missing cells. */
  public static final int INCOMPLETE = 3;

  /** A bug of this program; its trace is in the log file. */
  public static final int BUG = 70;

  private ExitCode() {}
}
