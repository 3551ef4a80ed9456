package org.robustgrid.engine.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Chooses ND4J's native library for the CPU at hand, before ND4J loads.
 *
 * <p>The libraries with oneDNN convolve several times faster than the portable one, and each needs
 * its instruction set. Touches no class of ND4J. The system property {@value #PROPERTY} forces one.
 */
public final class NativeLibrary {

  /** Forces a library: onednn-avx512, onednn-avx2, onednn or portable. */
  public static final String PROPERTY = "robustgrid.native";

  /** Forces what computes convolutions: winograd, direct or nd4j. */
  public static final String CONVOLUTIONS_PROPERTY = "robustgrid.convolutions";

  /** What computes convolutions. */
  public enum Convolutions {
    /** oneDNN, with Winograd's algorithm where it suits. */
    WINOGRAD,
    /** oneDNN, by direct sums only. */
    DIRECT,
    /** ND4J's operations. */
    ND4J;

    /** The name in properties and profiles: winograd, direct or nd4j. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String EXTENSION_PROPERTY = "org.bytedeco.javacpp.platform.extension";
  private static final String PACKAGE = "org/nd4j/linalg/cpu/nativecpu/bindings/";

  /** An extension JavaCPP knows and no jar has: it then takes the library without extension. */
  private static final String NO_EXTENSION = "-compat";

  private static Choice chosen;

  private NativeLibrary() {}

  /**
   * A chosen library.
   *
   * @param name onednn-avx512, onednn-avx2, onednn or portable
   * @param extension JavaCPP's platform extension, for example {@code -onednn-avx2}
   * @param reason why this one, in words
   * @param cpuFeatures the instruction sets that were found
   */
  public record Choice(String name, String extension, String reason, Set<String> cpuFeatures) {
    public Choice {
      cpuFeatures = Set.copyOf(cpuFeatures);
    }
  }

  /** The candidates, fastest first, with the instruction sets each was compiled for. */
  private enum Candidate {
    AVX512("onednn-avx512", Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl")),
    AVX2("onednn-avx2", Set.of("avx2", "fma")),
    ONEDNN("onednn", Set.of()),
    PORTABLE("portable", Set.of());

    private final String name;
    private final Set<String> needs;

    Candidate(String name, Set<String> needs) {
      this.name = name;
      this.needs = needs;
    }

    String extension() {
      return this == PORTABLE ? "" : "-" + name;
    }
  }

  /**
   * Chooses once per process; later calls return the same choice.
   *
   * @throws IllegalStateException when the forced library is unknown, cannot run on this CPU or is
   *     not on the class path, or when no library for this platform is
   */
  public static synchronized Choice select() {
    if (chosen == null) {
      String given = System.getProperty(EXTENSION_PROPERTY, "");
      if (!given.isEmpty()) {
        String name = NO_EXTENSION.equals(given) ? "portable" : given.substring(1);
        String reason = "the system property " + EXTENSION_PROPERTY + " names it";
        chosen = new Choice(name, given, reason, CpuFeatures.detect());
      } else {
        chosen =
            choose(
                System.getProperty(PROPERTY, ""), CpuFeatures.detect(), NativeLibrary::available);
        String extension = chosen.extension();
        System.setProperty(EXTENSION_PROPERTY, extension.isEmpty() ? NO_EXTENSION : extension);
      }
    }
    return chosen;
  }

  /**
   * What computes convolutions in this process: what the system property {@value
   * #CONVOLUTIONS_PROPERTY} names, else oneDNN where {@link #select} chose a library with it and
   * its bindings for this platform are on the class path.
   *
   * @throws IllegalStateException when the property's value is unknown
   */
  public static Convolutions convolutions() {
    String forced = System.getProperty(CONVOLUTIONS_PROPERTY, "");
    if (!forced.isEmpty()) {
      for (Convolutions candidate : Convolutions.values()) {
        if (candidate.label().equals(forced)) {
          return candidate;
        }
      }
      throw new IllegalStateException(
          "-D"
              + CONVOLUTIONS_PROPERTY
              + "="
              + forced
              + " is unknown; known are winograd, direct and nd4j");
    }
    boolean bound =
        NativeLibrary.class.getClassLoader().getResource("org/bytedeco/dnnl/" + platform() + "/")
            != null;
    return bound && select().name().startsWith("onednn")
        ? Convolutions.WINOGRAD
        : Convolutions.ND4J;
  }

  /** Tells whether a library of an extension is on the class path. */
  @FunctionalInterface
  interface Availability {
    boolean has(String extension);
  }

  static Choice choose(String forced, Set<String> features, Availability classPath) {
    if (!forced.isEmpty()) {
      return forced(forced, features, classPath);
    }
    List<String> passed = new ArrayList<>();
    for (Candidate candidate : Candidate.values()) {
      if (!features.containsAll(candidate.needs)) {
        passed.add("the CPU lacks what " + candidate.name + " needs");
      } else if (!classPath.has(candidate.extension())) {
        passed.add(candidate.name + " is not on the class path");
      } else {
        String reason = "the fastest that runs here";
        if (!passed.isEmpty()) {
          reason += "; " + String.join(", ", passed);
        }
        return new Choice(candidate.name, candidate.extension(), reason, features);
      }
    }
    throw new IllegalStateException(
        "no native library of ND4J for "
            + platform()
            + " is on the class path; add the artifact org.nd4j:nd4j-native with the classifier "
            + platform());
  }

  private static Choice forced(String name, Set<String> features, Availability classPath) {
    for (Candidate candidate : Candidate.values()) {
      if (candidate.name.equals(name)) {
        String setting = "the native library " + name + " that -D" + PROPERTY + " asks for ";
        if (!features.containsAll(candidate.needs)) {
          throw new IllegalStateException(
              setting + "cannot run on this CPU: it needs " + candidate.needs + "; leave it out");
        }
        if (!classPath.has(candidate.extension())) {
          throw new IllegalStateException(
              setting
                  + "is not on the class path; add the artifact org.nd4j:nd4j-native with the"
                  + " classifier "
                  + platform()
                  + candidate.extension());
        }
        String reason = "the system property " + PROPERTY + " asks for it";
        return new Choice(name, candidate.extension(), reason, features);
      }
    }
    throw new IllegalStateException(
        "-D"
            + PROPERTY
            + "="
            + name
            + " is unknown; known are onednn-avx512, onednn-avx2, onednn and portable");
  }

  private static boolean available(String extension) {
    String folder = PACKAGE + platform() + extension + "/";
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    for (String file : List.of("libnd4jcpu.so", "libnd4jcpu.dylib", "libnd4jcpu.dll")) {
      if (loader.getResource(folder + file) != null) {
        return true;
      }
    }
    return false;
  }

  /** JavaCPP's name of this platform, for example linux-x86_64. */
  static String platform() {
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
