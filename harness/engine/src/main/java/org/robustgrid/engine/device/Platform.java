package org.robustgrid.engine.device;

import java.util.Locale;

/** The operating system and processor of this process. */
public final class Platform {

  private Platform() {}

  /** JavaCPP's name of this platform, for example linux-x86_64. */
  public static String name() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : os;
    String machine =
        switch (arch) {
          case "amd64", "x86-64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
    return system + "-" + machine;
  }
}
