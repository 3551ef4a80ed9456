package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

  @Command(name = "broken")
  private static final class Broken implements Runnable {
    private final RuntimeException failure;

    Broken(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public void run() {
      throw failure;
    }
  }

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int failWith(RuntimeException failure) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Failures failures = new Failures(new Terminal(stream, stream, false, 100));
    return new CommandLine(new Broken(failure)).setExecutionExceptionHandler(failures).execute();
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_users_error_is_a_message_without_a_trace() {
    assertThat(failWith(new UserException("the folder is full"))).isEqualTo(2);
    assertThat(err()).isEqualTo("robustgrid: the folder is full" + System.lineSeparator());
  }

  @Test
  void a_file_that_cannot_be_read_is_a_users_error() {
    IOException cause = new IOException("permission denied");
    assertThat(failWith(new UncheckedIOException("cannot read x", cause))).isEqualTo(2);
    assertThat(err()).contains("cannot read x (permission denied)");
  }

  @Test
  void an_error_of_the_machine_is_no_failed_gate() throws IOException {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Failures failures = new Failures(new Terminal(stream, stream, false, 100));
    assertThat(failures.bug(new StackOverflowError("too deep"), "run")).isEqualTo(70);
    assertThat(err()).contains("too deep", LogFile.location().toString());
  }

  @Test
  void a_full_heap_is_no_bug_and_the_way_to_a_larger_one_is_named() {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Failures failures = new Failures(new Terminal(stream, stream, false, 100));
    assertThat(failures.bug(new OutOfMemoryError("Java heap space"), "import")).isEqualTo(2);
    assertThat(err())
        .contains("out of memory (Java heap space)", "ROBUSTGRID_JAVA_OPTS=-Xmx")
        .doesNotContain("bug");
  }

  @Test
  void a_bug_leaves_its_trace_in_the_log_file_only() throws IOException {
    String mark = "mark-" + System.nanoTime();
    assertThat(failWith(new IllegalStateException(mark))).isEqualTo(70);
    assertThat(err()).contains("bug", mark, LogFile.location().toString()).doesNotContain("\tat ");
    assertThat(Files.readString(LogFile.location())).contains(mark, "\tat ");
  }
}
