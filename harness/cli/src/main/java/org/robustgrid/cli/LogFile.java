package org.robustgrid.cli;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where the log goes; logback.xml reads the same property. */
final class LogFile {

  /** The system property that names the file. */
  static final String PROPERTY = "robustgrid.log";

  private LogFile() {}

  static Path location() {
    String name =
        ((ch.qos.logback.classic.LoggerContext) LoggerFactory.getILoggerFactory())
            .getProperty("file");
    return Path.of(name).toAbsolutePath();
  }
}
