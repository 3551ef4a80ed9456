package org.robustgrid.engine.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.robustgrid.engine.device.Device;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.device.Platform;

/**
 * Chooses ND4J's native library for the device and CPU of this machine, before ND4J loads.
 *
 * <p>The libraries with oneDNN convolve several times faster than the portable one, and each needs
 * its instruction set. Touches no class of ND4J. The system property {@value #PROPERTY} forces one.
 * On a GPU there is one library, {@value #CUDA}.
 */
public final class NativeLibrary {

  /** Forces a library: onednn-avx512, onednn-avx2, onednn or portable. */
  public static final String PROPERTY = "robustgrid.native";

  /** The library of ND4J's CUDA backend. */
  public static final String CUDA = "cuda-11.6";

  private static final String CUDA_EXTENSION = "-cudnn";

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

    /** All names, in words. */
    public static final String KNOWN = "winograd, direct and nd4j";

    /** The name in properties: winograd, direct or nd4j. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What a name stands for; empty if it is unknown. */
    public static Optional<Convolutions> named(String label) {
      return Stream.of(values()).filter(value -> value.label().equals(label)).findFirst();
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
   *     not on the class path, or when no library for this platform is, or when the device asked
   *     for cannot be used
   */
  public static synchronized Choice select() {
    if (chosen == null) {
      Devices.Choice device = Devices.select();
      if (device.device().kind() == Device.Kind.CUDA) {
        chosen = cuda(System.getProperty(PROPERTY, ""), device, CpuFeatures.detect());
        System.setProperty(EXTENSION_PROPERTY, chosen.extension());
        return chosen;
      }
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

  static Choice cuda(String forced, Devices.Choice device, Set<String> features) {
    if (!forced.isEmpty() && !forced.equals(CUDA)) {
      throw new IllegalStateException(
          "the native library "
              + forced
              + " computes on the CPU, but the device is cuda; leave the library out, or choose"
              + " the device cpu");
    }
    String reason = "the device is " + device.device().name() + "; " + device.reason();
    return new Choice(CUDA, CUDA_EXTENSION, reason, features);
  }

  /**
   * The library of a name where this CPU runs it, else the fastest that it does run, with the
   * reason.
   *
   * @throws IllegalStateException when the name is unknown, or the library is not on the class path
   */
  public static Choice preferring(String name) {
    return preferring(name, CpuFeatures.detect(), NativeLibrary::available);
  }

  static Choice preferring(String name, Set<String> features, Availability classPath) {
    for (Candidate candidate : Candidate.values()) {
      if (candidate.name.equals(name) && !features.containsAll(candidate.needs)) {
        Choice instead = choose("", features, classPath);
        return new Choice(
            instead.name(),
            instead.extension(),
            name + " cannot run on this CPU: it needs " + sorted(candidate.needs),
            features);
      }
    }
    return choose(name, features, classPath);
  }

  private static String sorted(Set<String> features) {
    return String.join(", ", new TreeSet<>(features));
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
      return onDevice(
          Convolutions.named(forced)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "-D"
                              + CONVOLUTIONS_PROPERTY
                              + "="
                              + forced
                              + " is unknown; known are "
                              + Convolutions.KNOWN)));
    }
    boolean bound =
        NativeLibrary.class
                .getClassLoader()
                .getResource("org/bytedeco/dnnl/" + Platform.name() + "/")
            != null;
    return bound && select().name().startsWith("onednn")
        ? Convolutions.WINOGRAD
        : Convolutions.ND4J;
  }

  private static Convolutions onDevice(Convolutions forced) {
    if (forced != Convolutions.ND4J && select().name().equals(CUDA)) {
      throw new IllegalStateException(
          forced.label()
              + " convolutions are oneDNN's, which computes on the CPU, but the device is cuda;"
              + " leave them out, or choose the device cpu");
    }
    return forced;
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
            + Platform.name()
            + " is on the class path; add the artifact org.nd4j:nd4j-native with the classifier "
            + Platform.name());
  }

  private static Choice forced(String name, Set<String> features, Availability classPath) {
    for (Candidate candidate : Candidate.values()) {
      if (candidate.name.equals(name)) {
        String setting = "the native library " + name + " that -D" + PROPERTY + " asks for ";
        if (!features.containsAll(candidate.needs)) {
          throw new IllegalStateException(
              setting
                  + "cannot run on this CPU: it needs "
                  + sorted(candidate.needs)
                  + "; leave it out");
        }
        if (!classPath.has(candidate.extension())) {
          throw new IllegalStateException(
              setting
                  + "is not on the class path; add the artifact org.nd4j:nd4j-native with the"
                  + " classifier "
                  + Platform.name()
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
    String folder = PACKAGE + Platform.name() + extension + "/";
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    for (String file : List.of("libnd4jcpu.so", "libnd4jcpu.dylib", "libnd4jcpu.dll")) {
      if (loader.getResource(folder + file) != null) {
        return true;
      }
    }
    return false;
  }
}
