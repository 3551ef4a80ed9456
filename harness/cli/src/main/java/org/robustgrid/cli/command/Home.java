package org.robustgrid.cli.command;

import java.nio.file.Path;

/** The project's folder, in which the shipped grids lie. */
final class Home {

  private static final String PROPERTY = "robustgrid.home";

  private Home() {}

  /** As the launcher says, else the working folder. */
  static Path folder() {
    return Path.of(System.getProperty(PROPERTY, ""));
  }
}
